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

from assessment.answering.forms import (
    ANSWERS_FORM,
    AskedForm,
    SectionForm,
    autosave,
    further_buttons,
    laid_out,
)
from assessment.answering.selectors import AnsweringProgress
from assessment.answering.together import About
from assessment.components.fields import render_field
from assessment.components.forms import Act, FieldGroup, IncludedTemplate
from assessment.frameworks.questionnaire import Question, Section
from assessment.models import Dimension

Missing = Mapping[str, list[Question]]


@dataclass(frozen=True)
class Row:
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
class Table:
    """A statement with those who are rated on it."""

    statement: Any
    rows: list[Row]


@dataclass(frozen=True)
class PersonForm:
    """The fields of one person, and what was stored about them when the page was made."""

    progress: AnsweringProgress
    section: Section
    """What is asked about them here."""
    form: SectionForm

    @property
    def dimension(self) -> Dimension:
        return self.section.dimension

    @property
    def about(self) -> About:
        return About.of(self.progress.rater)


class TogetherForm(forms.Form):
    """The fields of everybody, each as on the page of the one person. It has none of its own."""

    def __init__(
        self,
        people: Sequence[AnsweringProgress],
        section: Section,
        data: MultiValueDict[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.section = section
        rated = [(each, each.sheet.section(section.key)) for each in people]
        self.people = [
            PersonForm(each, own, _form(each, own, data)) for each, own in rated if own is not None
        ]

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
    def tables(self) -> Iterator[Table]:
        """A table a statement; whose group is not asked it has no row there."""
        for question in self.section.questions:
            if rows := list(self._rows(question)):
                yield Table(question.text(for_self=False), rows)

    def _rows(self, question: Question) -> Iterator[Row]:
        for each in self.people:
            control = each.form.control(question)
            if control is not None:
                error = _("Choose an answer")
                yield Row(each.about.name, render_field(control, size="s", short_error=error))

    @property
    def comments(self) -> Iterator[PersonComment]:
        """Folded away unless something is written there."""
        for each in self.people:
            field = each.form[each.form.comment_name]
            written = bool(field.value() or field.errors)
            yield PersonComment(each.about.name, render_field(field, size="s"), written)

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

    def missing(self, stored: Mapping[str, AnsweringProgress]) -> Missing:
        """The questions without an answer, by the scope of each who still waits."""
        return {
            each.about.scope: each.section.missing(stored[each.about.scope].answers)
            for each in self.people
            if each.about.scope in stored
        }

    def require(self, missing: Missing) -> None:
        """Add an error to each answer that is missing."""
        for each in self.people:
            each.form.require(missing.get(each.about.scope, []))

    def ask(
        self,
        names: Mapping[str, Container[str]],
        stored: Mapping[str, AnsweringProgress],
        written: Mapping[str, datetime.datetime] | None = None,
    ) -> None:
        """Ask about these fields, by scope, which value to keep; the others show what is stored."""
        for each in self.people:
            if (now := stored.get(each.about.scope)) is None:
                continue
            asked_of = names.get(each.about.scope, ())
            each.form.ask(asked_of, now.answers, now.comment(each.section), written)

    @property
    def typed(self) -> list[tuple[object, object]]:
        """What somebody chose and wrote, in words."""
        return [pair for form in self.forms for pair in form.typed(form.touched)]

    @property
    def problems(self) -> list[str]:
        """What is wrong with what was sent."""
        return [str(e) for form in self.forms for found in form.errors.values() for e in found]


def _form(
    progress: AnsweringProgress, section: Section, data: MultiValueDict[str, str] | None
) -> SectionForm:
    return SectionForm(
        data,
        section=section,
        for_self=False,
        answers=progress.answers,
        comment=progress.comment(section),
        about=About.of(progress.rater),
    )
