"""The form of one dimension's page, and the one for declining."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from crispy_forms.layout import Div
from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from assessment.answering.changes import REASON_MAX, Edit, Level
from assessment.answering.forms.based import BasedForm, comment_field
from assessment.answering.posted import COMMENT, NOT_OBSERVED, QUESTION, stored, word
from assessment.components.forms import (
    Act,
    FieldGroup,
    Folded,
    FormLink,
    Helper,
    IncludedTemplate,
    Sized,
)
from assessment.components.widgets import CountedField, Radios
from assessment.frameworks.questionnaire import COULD_NOT_SEE, Answers, Question, Section
from assessment.languages import language_tagged

if TYPE_CHECKING:
    from assessment.answering.together import About
    from assessment.models import Indicator

ANSWERS_FORM = "answers"
"""The id of the form of questions: buttons elsewhere on its page belong to it, and save."""


class SectionForm(BasedForm):
    """The questions of a dimension with a level each, and a comment.

    What is left open is no error of the form: it is saved as a draft, and `require` says
    afterwards what is missing. Read `levels` and `new_comment` once is_valid() was called: they
    hold what somebody touched, with what it was based on.
    """

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        section: Section,
        for_self: bool,
        answers: Answers | None = None,
        comment: str = "",
        about: About | None = None,
    ) -> None:
        scope = about.scope if about else ""
        self._questions = {field_name(each, scope): each for each in section.questions}
        self.comment_name = f"{COMMENT}-{scope}" if scope else COMMENT
        names = [*self._questions, self.comment_name]
        super().__init__(data, names=names, stored=self._words(answers or {}, comment))
        label = _("Comment on %(name)s (optional)") % {"name": about.name} if about else None
        self.fields[self.comment_name] = comment_field(
            label or _("Comment (optional)"), _COMMENT_OF_SELF if for_self else _COMMENT
        )
        choices = [(str(each.value), each.label) for each in section.levels]
        for name, question in self._questions.items():
            self.fields[name] = _field(question, choices, for_self=for_self)
            if about:
                self.fields[name].label = about.with_name(question.text(for_self=False))
        self.order_fields(names)

    def _words(self, answers: Answers, comment: str) -> dict[str, str]:
        """What is stored, as the fields say it."""
        given = {
            name: word(answers[question.indicator.pk])
            for name, question in self._questions.items()
            if question.indicator.pk in answers
        }
        return {**given, self.comment_name: comment}

    def to_answer(
        self,
        *,
        draft_url: str,
        submitted: bool,
        kept_until: datetime.date,
        one_page: bool = False,
    ) -> Self:
        """Laid out for somebody who answers; what they do is saved at `draft_url` by the script.

        What it cannot save stays on the device until it can, or until a day has passed. `one_page`
        is all that is asked, so its button submits.
        """
        words = {"data-failed": _("Not saved. Press “Send my answers”.")} if one_page else {}
        self.helper = laid_out(
            IncludedTemplate("answering/_bases.html"),
            IncludedTemplate("answering/_which_stay.html"),
            *self._asks(),
            IncludedTemplate("answering/_saved.html"),
            FieldGroup(*([Act(_("Send my answers"))] if one_page else self._buttons())),
            id=ANSWERS_FORM,
            **autosave(draft_url, submitted=submitted, kept_until=kept_until) | words,
        )
        return self

    def _asks(self) -> Iterator[Any]:
        """The questions, and the comment folded away below them."""
        yield Sized(*self._questions)
        yield Folded(self.comment_name, _("Add a comment on this part"))

    def _buttons(self) -> Iterator[Act]:
        yield Act(_("Save and continue"), once=False)
        yield from further_buttons(skip=bool(self.errors) and COMMENT not in self.errors)

    def to_preview(self) -> Self:
        """Laid out for an editor: the buttons only show what there will be."""
        self.helper = laid_out(
            IncludedTemplate("answering/_bases.html"),
            *self._asks(),
            IncludedTemplate("preview/_buttons_note.html"),
            FieldGroup(
                Act(_("Save and continue"), disabled=True, once=False),
                second_button(_("Save and finish later"), disabled=True),
            ),
            IncludedTemplate("preview/_parts.html"),
        )
        return self

    @property
    def levels(self) -> dict[Indicator, Edit[Level]]:
        """The questions that somebody answered, not those that the page only showed."""
        return {
            question.indicator: Edit(
                None if given == NOT_OBSERVED else int(given),
                frozenset(stored(each) for each in self._bases[name]),
            )
            for name, question in self._questions.items()
            if self._touched(name) and (given := self.cleaned_data.get(name))
        }

    @property
    def new_comment(self) -> Edit[str] | None:
        """The comment that somebody changed, or None to leave the stored one as it is."""
        comment: str | None = self.cleaned_data.get(self.comment_name)
        if comment is None or not self._touched(self.comment_name):
            return None
        return Edit(comment, frozenset(self._bases[self.comment_name]))

    def names(self, indicators: Container[uuid.UUID], *, comment: bool) -> set[str]:
        """The fields of these indicators, and that of the comment when it is meant too."""
        found = {n for n, each in self._questions.items() if each.indicator.pk in indicators}
        return found | {self.comment_name} if comment else found

    def ask(
        self,
        names: Container[str],
        answers: Answers,
        comment: str,
        written: Mapping[str, datetime.datetime] | None = None,
    ) -> None:
        """Ask about these fields which value to keep; the others come to show what is stored."""
        self.ask_about(names, self._words(answers, comment), written)

    def require(self, missing: list[Question]) -> None:
        """Add an error to each of these questions."""
        for name, question in self._questions.items():
            if question in missing and name not in self.errors:
                self.add_error(name, _choose_an_answer(self.fields[name].label))

    def control(self, question: Question) -> BoundField | None:
        """The field of a question, if it is among those of this form."""
        names = (
            n for n, each in self._questions.items() if each.indicator.pk == question.indicator.pk
        )
        return next((self[name] for name in names), None)


def further_buttons(*, skip: bool) -> Iterator[Act]:
    """Beside the first: to leave what is missing, and to stop for today."""
    if skip:
        yield second_button(_("Go on without these answers"), name="then", value="skip")
    yield second_button(_("Save and finish later"), name="then", value="later")


def second_button(text: Any, **options: Any) -> Act:
    return Act(text, classes="govuk-button--secondary", once=False, **options)


def laid_out(*body: Any, **attrs: Any) -> Helper:
    whole = Div(*body, css_class="app-questions__body")
    attrs["class"] = "app-questions"
    return Helper(IncludedTemplate("answering/_questions_head.html"), whole, **attrs)


def autosave(draft_url: str, *, submitted: bool, kept_until: datetime.date) -> dict[str, Any]:
    """What the script needs to know, and the words that it says."""
    told = {"data-submitted": True} if submitted else {}
    return told | {
        "data-autosave": draft_url,
        "data-until": kept_until.isoformat(),
        "data-ready": _("Your answers are saved as you choose them."),
        "data-saving": _("Saving…"),
        "data-offline": _(
            "Not saved: no connection. "
            "Your answers are kept on this device until they can be saved."
        ),
        "data-unkept": _("Not saved: no connection. Keep this page open until it is back."),
        "data-failed": _("Not saved. Press “Save and continue”."),
        "data-restored": _(
            "We have put back what you entered here before and what had not been saved."
        ),
        "data-broken": _(
            "What was kept on this device could not be read and is gone. Check your answers."
        ),
        "data-undecided": _("Choose at the top which answers to keep, then go on."),
    }


_COMMENT = _(
    "What did you see, and what would help? It may be shown word for word, so name nobody else."
)
_COMMENT_OF_SELF = _("It is shown in your report, word for word.")
_MISSING = _("Choose an answer: %(question)s")


def _choose_an_answer(question: Any) -> SafeString:
    """The error, with the question marked where it stands in another language."""
    return SafeString(
        conditional_escape(_MISSING) % {"question": conditional_escape(language_tagged(question))}
    )


def field_name(question: Question, scope: str = "") -> str:
    """Of the field of a question; its first control has the id `id_` before it."""
    return f"{QUESTION}{scope}-{question.key}" if scope else f"{QUESTION}{question.key}"


def _field(
    question: Question, choices: Sequence[tuple[str, str]], *, for_self: bool
) -> forms.Field:
    last = [] if for_self else [(NOT_OBSERVED, str(COULD_NOT_SEE))]
    return forms.ChoiceField(
        required=False,
        label=question.text(for_self=for_self),
        choices=[*choices, *last],
        widget=Radios(dividers={NOT_OBSERVED: _("or")}),
        error_messages={"invalid_choice": _("Choose one of the answers on this page.")},
    )


class DeclineForm(forms.Form):
    """Why somebody will not rate a person; `back` is where they go who would rather do.

    No `reason` is asked where nobody would read it.
    """

    reason = CountedField(
        limit=REASON_MAX,
        rows=3,
        attrs={"dir": "auto"},
        label=_("Why can you not rate this person?"),
        help_text=_("HR reads this; the person you were asked to rate does not."),
        error_messages={
            "required": _("Say why you cannot rate this person."),
            "max_length": _(
                "Your reason has %(show_value)d characters. Shorten it to %(limit_value)d."
            ),
        },
    )

    def __init__(self, *args: Any, back: str, reason: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.back = back
        if not reason:
            del self.fields["reason"]

    @property
    def done(self) -> Any:
        """What to say once it is done."""
        if "reason" in self.fields:
            return _("You have declined. HR can see your reason.")
        return _("You have declined. Nobody is told.")

    @property
    def helper(self) -> Helper:
        act = Act(_("Decline"), classes="govuk-button--warning")
        return Helper(*map(Sized, self.fields), act=act, beside=[FormLink(_("Cancel"), self.back)])
