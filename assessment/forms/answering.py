"""The form of one dimension's page, and the one for declining."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from assessment.forms.widgets import CountedTextarea, Radios
from assessment.languages import voiced
from assessment.questionnaire import Answers, Question, Section

if TYPE_CHECKING:
    from assessment.models import Indicator

COMMENT_MAX = 10_000
REASON_MAX = 300
NOT_OBSERVED = "not-observed"


class SectionForm(forms.Form):
    """The questions of a dimension with a level each, and a comment.

    What is left open is no error of the form: it is saved as a draft, and `require` says
    afterwards what is missing. Read `ratings` and `new_comment` once is_valid() was called.
    """

    comment = forms.CharField(
        required=False,
        max_length=COMMENT_MAX,
        strip=True,
        label=_("Comment (optional)"),
        widget=CountedTextarea(COMMENT_MAX, attrs={"spellcheck": True, "dir": "auto"}),
        error_messages={
            "max_length": _(
                "Your comment has %(show_value)d characters. Shorten it to %(limit_value)d."
            )
        },
    )
    # What was stored when the page was made: a second tab that did not touch the comment must
    # not put its older one back.
    comment_was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        section: Section,
        for_self: bool,
        answers: Answers | None = None,
        comment: str = "",
    ) -> None:
        initial = {"comment": comment, "comment_was": digest(comment)}
        super().__init__(_without_carriage_returns(data), initial=initial)
        self.fields["comment"].help_text = _COMMENT_OF_SELF if for_self else _COMMENT
        self._questions = {_name(each): each for each in section.questions}
        choices = [(str(each.value), each.label) for each in section.levels]
        for name, question in self._questions.items():
            self.fields[name] = _field(question, choices, for_self=for_self)
            if answers and question.indicator.pk in answers:
                level = answers[question.indicator.pk]
                self.initial[name] = NOT_OBSERVED if level is None else str(level)
        self.order_fields([*self._questions, "comment", "comment_was"])

    @property
    def questions(self) -> list[BoundField]:
        return [self[name] for name in self._questions]

    @property
    def ratings(self) -> dict[Indicator, int | None]:
        """The questions that were answered: a level, or None for not observed."""
        return {
            question.indicator: None if given == NOT_OBSERVED else int(given)
            for name, question in self._questions.items()
            if (given := self.cleaned_data.get(name))
        }

    @property
    def new_comment(self) -> str | None:
        """The comment to save, or None to leave the saved one as it is."""
        comment: str | None = self.cleaned_data.get("comment")
        untouched = comment is not None and digest(comment) == self.cleaned_data.get("comment_was")
        return None if untouched else comment

    def require(self, missing: list[Question]) -> None:
        """Add an error to each of these questions."""
        for name, question in self._questions.items():
            if question in missing and name not in self.errors:
                self.add_error(name, _choose_an_answer(self.fields[name].label))

    def once_saved(self) -> SectionForm:
        """This form to show again: what it says of the stored comment is no longer true."""
        self.data = {**self.data, "comment_was": ""}
        return self

    def typed(self) -> list[tuple[object, object]]:
        """What was chosen and written, in words, to show it to somebody who cannot save it."""
        shown: list[tuple[object, object]] = []
        for name in self._questions:
            field = self.fields[name]
            labels = dict(field.choices)  # type: ignore[attr-defined]
            if (given := self.data.get(name)) in labels:
                shown.append((field.label, labels[given]))
        if comment := self.data.get("comment", "").strip():
            shown.append((str(self.fields["comment"].label), comment))
        return shown


_COMMENT = _(
    "What did you see, and what would help? It may be shown word for word, so name nobody else."
)
_COMMENT_OF_SELF = _("It is shown in your report, word for word.")
_MISSING = _("Choose an answer: %(question)s")


def _choose_an_answer(question: Any) -> SafeString:
    """The error, with the question marked where it stands in another language."""
    return SafeString(
        conditional_escape(_MISSING) % {"question": conditional_escape(voiced(question))}
    )


def digest(comment: str) -> str:
    """A short fingerprint of a comment, to see whether it was changed."""
    return hashlib.sha256(comment.encode(errors="replace")).hexdigest()[:16]


def _name(question: Question) -> str:
    return f"q-{question.key}"


def _field(
    question: Question, choices: Sequence[tuple[str, str]], *, for_self: bool
) -> forms.Field:
    last = [] if for_self else [(NOT_OBSERVED, _("Not observed"))]
    return forms.ChoiceField(
        required=False,
        label=question.text(for_self=for_self),
        choices=[*choices, *last],
        widget=Radios(dividers={NOT_OBSERVED: _("or")}),
        error_messages={"invalid_choice": _("Choose one of the answers on this page.")},
    )


def _without_carriage_returns(data: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Browsers send two characters for each line break, but count one; NUL cannot be stored."""
    if data is None:
        return None
    flat = {name: data.get(name, "") for name in data}
    flat["comment"] = flat.get("comment", "").replace("\r\n", "\n").replace("\0", "")
    return flat


class DeclineForm(forms.Form):
    """Why somebody will not rate a person."""

    reason = forms.CharField(
        max_length=REASON_MAX,
        label=_("Why can you not rate this person?"),
        help_text=_("HR reads this; the person you were asked to rate does not."),
        widget=CountedTextarea(REASON_MAX, rows=3, attrs={"dir": "auto"}),
        error_messages={
            "required": _("Say why you cannot rate this person."),
            "max_length": _(
                "Your reason has %(show_value)d characters. Shorten it to %(limit_value)d."
            ),
        },
    )
