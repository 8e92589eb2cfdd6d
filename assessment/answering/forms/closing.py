"""The form of the last page: two questions to answer in words, and the skills that matter most."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from assessment.answering.changes import ClosingAnswers, Edit
from assessment.answering.forms.based import BasedForm, comment_field
from assessment.answering.forms.questions import ANSWERS_FORM, autosave, second_button
from assessment.answering.posted import COMMENT, MARKS
from assessment.closing_questions import MARKS_MOST, ClosingQuestion
from assessment.components.forms import Act, FieldGroup, Helper, IncludedTemplate, Sized
from assessment.components.widgets import Checkboxes
from assessment.frameworks.questionnaire import Questionnaire, Section
from assessment.languages import join_tagged_names, language_tagged


class _Boxes(Checkboxes):
    """Boxes whose field has one word: the values that are chosen, with spaces between."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return str(data.get(name) or "").split()


class MarksField(forms.MultipleChoiceField):
    """The keys of the skills that are marked, in the framework's order, as one word."""

    def __init__(self, skills: Mapping[str, Section], **options: Any) -> None:
        self._order = list(skills)
        hints = {key: language_tagged(each.description) for key, each in skills.items()}
        choices = [(key, each.name) for key, each in skills.items()]
        super().__init__(choices=choices, widget=_Boxes(hints=hints), **options)

    def prepare_value(self, value: Any) -> Any:
        return value.split() if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        chosen = set(super().clean(value))
        if len(chosen) > MARKS_MOST:
            raise ValidationError(_TOO_MANY)
        return " ".join(key for key in self._order if key in chosen)


class ClosingForm(BasedForm):
    """Nothing here must be answered. Read `new_comments` and `new_marks` after is_valid()."""

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        sheet: Questionnaire,
        name: str,
        for_self: bool,
        closing: ClosingAnswers | None = None,
    ) -> None:
        self._skills = {each.key: each for each in sheet.skills}
        self._comments = {f"{COMMENT}-{each.value}": each for each in ClosingQuestion}
        names = [*self._comments, *([MARKS] if self._skills else [])]
        super().__init__(data, names=names, stored=self._words(closing or ClosingAnswers()))
        help_text = _SHOWN_TO_SELF if for_self else _SHOWN
        for field, question in self._comments.items():
            label = question.text(name=name, for_self=for_self)
            self.fields[field] = comment_field(label, help_text)
        if self._skills:
            self.fields[MARKS] = _marks_field(self._skills, name=name, for_self=for_self)

    def _words(self, closing: ClosingAnswers) -> dict[str, str]:
        """What is stored, as the fields say it."""
        said = {name: closing.comments.get(each, "") for name, each in self._comments.items()}
        marked = [k for k, each in self._skills.items() if each.dimension.pk in closing.marks]
        return {**said, MARKS: " ".join(marked)}

    def to_answer(self, *, draft_url: str, submitted: bool, kept_until: datetime.date) -> Self:
        """Laid out for somebody who answers; the script saves at `draft_url`."""
        self.helper = Helper(
            IncludedTemplate("answering/_closing_head.html"),
            IncludedTemplate("answering/_bases.html"),
            IncludedTemplate("answering/_which_stay.html"),
            Sized(*self.fields),
            IncludedTemplate("answering/_saved.html"),
            FieldGroup(
                Act(_("Save and continue"), once=False),
                second_button(_("Save and finish later"), name="then", value="later"),
            ),
            id=ANSWERS_FORM,
            **autosave(draft_url, submitted=submitted, kept_until=kept_until),
        )
        return self

    def to_preview(self) -> Self:
        """Laid out for an editor: the buttons only show what there will be."""
        self.helper = Helper(
            IncludedTemplate("answering/_closing_head.html"),
            IncludedTemplate("answering/_bases.html"),
            Sized(*self.fields),
            IncludedTemplate("preview/_buttons_note.html"),
            FieldGroup(
                Act(_("Save and continue"), disabled=True, once=False),
                second_button(_("Save and finish later"), disabled=True),
            ),
        )
        return self

    @property
    def new_comments(self) -> dict[ClosingQuestion, Edit[str]]:
        """What somebody changed of what they wrote."""
        return {
            question: Edit(self.cleaned_data[name], frozenset(self._bases[name]))
            for name, question in self._comments.items()
            if self._touched(name) and name in self.cleaned_data
        }

    @property
    def new_marks(self) -> Edit[frozenset[uuid.UUID]] | None:
        """The marks, all together, where somebody changed one."""
        if not self._skills or not self._touched(MARKS) or MARKS not in self.cleaned_data:
            return None
        bases = frozenset(self._keys(each) for each in self._bases[MARKS])
        return Edit(self._keys(self.cleaned_data[MARKS]), bases)

    def _keys(self, word: str) -> frozenset[uuid.UUID]:
        """What a base that names no skill of here stands for is like nothing that is stored."""
        keys = word.split()
        strange = frozenset({uuid.UUID(int=0)} if set(keys) - self._skills.keys() else ())
        return strange | {self._skills[k].dimension.pk for k in keys if k in self._skills}

    def names(self, comments: frozenset[ClosingQuestion], *, marks: bool) -> set[str]:
        """The fields of these questions, and that of the marks when it is meant too."""
        found = {name for name, each in self._comments.items() if each in comments}
        return found | {MARKS} if marks else found

    def ask(
        self,
        names: set[str] | list[str],
        closing: ClosingAnswers,
        written: Mapping[str, datetime.datetime] | None = None,
    ) -> None:
        """Ask about these fields which value to keep; the others come to show what is stored."""
        self.ask_about(names, self._words(closing), written)

    def _say(self, name: str, value: str) -> Any:
        if name != MARKS:
            return super()._say(name, value)
        return join_tagged_names(self._skills[k].name for k in value.split() if k in self._skills)


def _marks_field(skills: Mapping[str, Section], *, name: str, for_self: bool) -> MarksField:
    label = _MOST_IMPORTANT_FOR_SELF if for_self else _MOST_IMPORTANT % {"name": name}
    return MarksField(
        skills,
        required=False,
        label=label,
        help_text=_UP_TO_TWO,
        error_messages={"invalid_choice": _("Choose one of the skills on this page.")},
    )


_SHOWN = _("It may be shown word for word, so name nobody else.")
_SHOWN_TO_SELF = _("It is shown in your report, word for word.")
_MOST_IMPORTANT = _("Which skills matter most for %(name)s’s role now?")
_MOST_IMPORTANT_FOR_SELF = _("Which skills matter most for your role now?")
_UP_TO_TWO = _("Mark up to two, or none.")
_TOO_MANY = _("Mark two skills at most.")
