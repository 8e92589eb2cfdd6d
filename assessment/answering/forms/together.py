"""The form of one part for several people: for each statement a table whose rows are people."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from assessment.answering.forms.based import AskedForm
from assessment.answering.forms.questions import (
    ANSWERS_FORM,
    SectionForm,
    autosave,
    further_buttons,
    laid_out,
)
from assessment.answering.together import AskedAbout
from assessment.components.fields import render_field
from assessment.components.forms import Act, FieldGroup, IncludedTemplate
from assessment.frameworks.questionnaire import Question, Section

Missing = Mapping[str, list[Question]]


@dataclass(frozen=True)
class PersonAnswers:
    """A person, and the answers to choose from."""

    name: str
    control: SafeString


@dataclass(frozen=True)
class PersonComment:
    """The field for a comment on one of them; `open` where something stands in it."""

    name: str
    control: SafeString
    open: bool


@dataclass(frozen=True)
class StatementTable:
    """A statement with those who are rated on it."""

    statement: Any
    rows: list[PersonAnswers]


@dataclass(frozen=True)
class PersonFields:
    """The fields of one person, and what was stored about them when the page was made."""

    person: AskedAbout
    form: SectionForm

    @property
    def scope(self) -> str:
        return self.person.about.scope

    @property
    def name(self) -> str:
        return self.person.about.name


class TogetherForm(forms.Form):
    """The fields of everybody, each as on the page of the one person. It has none of its own."""

    def __init__(
        self,
        people: Sequence[AskedAbout],
        section: Section,
        data: MultiValueDict[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.section = section
        self.people = [PersonFields(each, _form(each, data)) for each in people]

    @property
    def forms(self) -> list[SectionForm]:
        return [each.form for each in self.people]

    @property
    def bases(self) -> SafeString:
        return SafeString("\n".join(form.bases for form in self.forms))

    @property
    def asked(self) -> list[AskedForm]:
        return [each for form in self.forms for each in form.asked]

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.forms)

    @property
    def has_long_comment(self) -> bool:
        return any(form.comment_name in form.errors for form in self.forms)

    @property
    def tables(self) -> Iterator[StatementTable]:
        """A table a statement; whose group is not asked it has no row there."""
        for question in self.section.questions:
            if rows := list(self._rows(question)):
                yield StatementTable(question.text(for_self=False), rows)

    def _rows(self, question: Question) -> Iterator[PersonAnswers]:
        for each in self.people:
            control = each.form.control(question)
            if control is not None:
                error = _("Choose an answer")
                yield PersonAnswers(each.name, render_field(control, size="s", short_error=error))

    @property
    def comments(self) -> Iterator[PersonComment]:
        """Folded away unless something is written there."""
        for each in self.people:
            field = each.form[each.form.comment_name]
            written = bool(field.value() or field.errors)
            yield PersonComment(each.name, render_field(field, size="s"), written)

    def to_answer(self, *, draft_url: str, kept_until: datetime.date) -> TogetherForm:
        """Laid out, and saved at `draft_url` by the script as somebody chooses."""
        self.helper = laid_out(
            IncludedTemplate("answering/_bases.html"),
            IncludedTemplate("answering/_which_stay.html"),
            IncludedTemplate("answering/together/_tables.html"),
            IncludedTemplate("answering/_saved.html"),
            FieldGroup(
                Act(_("Save and continue"), once=False),
                *further_buttons(skip=self.has_errors and not self.has_long_comment),
            ),
            id=ANSWERS_FORM,
            **autosave(draft_url, submitted=False, kept_until=kept_until),
        )
        return self

    def missing(self, stored: Mapping[str, AskedAbout]) -> Missing:
        """The questions without an answer, by the scope of each who still waits."""
        return {
            each.scope: stored[each.scope].missing for each in self.people if each.scope in stored
        }

    def require(self, missing: Missing) -> None:
        """Add an error to each answer that is missing."""
        for each in self.people:
            each.form.require(missing.get(each.scope, []))

    def ask(
        self,
        names: Mapping[str, Container[str]],
        stored: Mapping[str, AskedAbout],
        written: Mapping[str, datetime.datetime] | None = None,
    ) -> None:
        """Ask about these fields, by scope, which value to keep; the others show what is stored."""
        for each in self.people:
            if (now := stored.get(each.scope)) is None:
                continue
            asked_of = names.get(each.scope, ())
            each.form.ask(asked_of, now.answers, now.comment, written)

    @property
    def typed(self) -> list[tuple[object, object]]:
        """What somebody chose and wrote, in words."""
        return [pair for form in self.forms for pair in form.typed(form.touched)]

    @property
    def problems(self) -> list[str]:
        """What is wrong with what was sent."""
        return [str(e) for form in self.forms for found in form.errors.values() for e in found]


def _form(person: AskedAbout, data: MultiValueDict[str, str] | None) -> SectionForm:
    return SectionForm(
        data,
        section=person.section,
        for_self=False,
        answers=person.answers,
        comment=person.comment,
        about=person.about,
    )
