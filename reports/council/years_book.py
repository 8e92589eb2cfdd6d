"""Rounds beside each other, put into words: what roles, skills and people are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.council.selectors.years import (
    CouncilStep,
    HolderStep,
    RoleMove,
    RoleStep,
    RoleTarget,
    RoundsBeside,
    RoundYear,
    TargetStep,
    YearsApart,
)
from assessment.languages import join_names
from assessment.release.selectors.results import thresholds
from assessment.scoring.council import CORE_IMPORTANCE
from reports.content import words
from reports.council.book import MOST_NAMES, CouncilBook, range_in_words

APART: Mapping[YearsApart, Callable[[], str]] = {
    YearsApart.SCALE: lambda: _("The number of levels has changed, so nothing is compared."),
    YearsApart.NOT_THERE: lambda: _("Only one of the two versions of the framework has it."),
    YearsApart.WORDS: lambda: _("Too few statements have the same words in both rounds."),
    YearsApart.FEW: lambda: _(
        "A mean needs at least {participants} participants who have a figure, in both rounds."
    ),
    YearsApart.FEW_IN_BOTH: lambda: _(
        "A mean change needs at least {participants} people whose reports compare these two rounds."
    ),
}
"""Why two rounds say nothing together about something."""

MOVES: Mapping[RoleMove, Callable[[], str]] = {
    RoleMove.KEPT: lambda: _("{role}: still held by {now}."),
    RoleMove.VACANT: lambda: _("{role}: nobody held it in either round."),
    RoleMove.TAKEN: lambda: _("{role}: nobody held it before; now {now}."),
    RoleMove.GIVEN_UP: lambda: _("{role}: held by {then} before; now by nobody who takes part."),
    RoleMove.SPLIT: lambda: _(
        "{role}: {then} held it together with {together} before. Now these roles are in hands of "
        "their own, and this one is held by {now}. Compare people, not the role: its earlier "
        "figures are those of one person for both."
    ),
    RoleMove.JOINED: lambda: _(
        "{role}: in hands of its own before ({then}). Now {now} holds it together with {together}. "
        "Compare people, not the role: its figures now are those of one person for both."
    ),
    RoleMove.HANDED_ON: lambda: _(
        "{role}: held by {then} before, now by {now}. No change is read from one person to another."
    ),
    RoleMove.OTHER_HOLDERS: lambda: _(
        "{role}: held by {then} before, now by {now}. Changes are said of those in both rounds."
    ),
    RoleMove.NEW: lambda: _("{role}: new in this version of the framework; held by {now}."),
    RoleMove.GONE: lambda: _("{role}: no longer in the framework; held by {then} before."),
}
"""What became of a role between two rounds."""


class YearsBook:
    """Looks things up by the names that are the same in every version of the framework."""

    def __init__(self, book: CouncilBook, beside: RoundsBeside) -> None:
        self.book, self.beside = book, beside
        self.years, self.steps = beside.years, beside.years.steps

    # --- who ---------------------------------------------------------------------------

    @cached_property
    def _people(self) -> Mapping[str, str]:
        return self.beside.person_names

    @cached_property
    def here(self) -> Mapping[str, str]:
        """By person, the key of a holder of this round."""
        return {each.person: each.key for each in self.book.picture.holders}

    def person(self, person: str) -> str:
        return words.safe(self._people[person])

    def people(self, persons: Iterable[str]) -> str:
        """By name while they are few, else how many."""
        found = sorted((self.person(each) for each in set(persons)), key=str.casefold)
        if not found:
            return _("nobody")
        if len(found) <= MOST_NAMES:
            return join_names(words.brief_name(each) for each in found)
        return words.people(len(found))

    def holders(self, year: str, keys: Iterable[str]) -> str:
        """The same of the holders of a round, by their keys there."""
        person = {each.key: each.person for each in self.years.year(year).picture.holders}
        return self.people(person[key] for key in keys)

    def stayed_here(self, step: CouncilStep) -> list[HolderStep]:
        """Those in both rounds of a step who are in this round too, by their numbers."""
        found = [each for each in step.stayed if each.person in self.here]
        return sorted(found, key=lambda each: self.book.number(self.here[each.person]))

    # --- of what -----------------------------------------------------------------------

    def round(self, key: str) -> RoundYear:
        return self.beside.round(key)

    def round_name(self, key: str) -> str:
        return words.brief_name(self.round(key).about.round)

    @cached_property
    def _roles(self) -> Mapping[str, str]:
        """What a role is called, by its name in the framework: as the newest version has it."""
        return {
            each.about.picture.slugs[role.key]: role.name
            for each in self.beside.rounds
            for role in each.about.framework.roles
        }

    @cached_property
    def _dimensions(self) -> Mapping[str, str]:
        return {
            each.about.picture.slugs[dimension.key]: dimension.name
            for each in self.beside.rounds
            for dimension in each.about.framework.dimensions
        }

    def role(self, slug: str) -> str:
        return self._roles[slug]

    def dimension(self, slug: str) -> str:
        return self._dimensions[slug]

    def why_apart(self, apart: YearsApart | None) -> str:
        """Why two rounds say nothing together; empty where they do."""
        limits = thresholds(self.book.picture.k)
        return APART[apart]().format(participants=limits["participants"]) if apart else ""

    def step_name(self, step: CouncilStep) -> str:
        """From one round to the next: “Spring 2025 to Spring 2026”."""
        return _("{then} to {now}").format(
            then=self.round_name(step.then), now=self.round_name(step.now)
        )

    # --- in sentences ------------------------------------------------------------------

    def moved(self, each: RoleStep) -> str:
        """What became of a role."""
        return MOVES[each.move]().format(
            role=words.capital(self.role(each.role)),
            then=self.people(each.then),
            now=self.people(each.now),
            together=join_names(self.role(role) for role in each.together),
        )

    def roles_of(self, each: HolderStep) -> str:
        """Which roles somebody took up or gave up; empty where nothing changed."""
        if not each.taken and not each.given:
            return ""
        text = _("{name} now also holds {taken}.")
        if each.given:
            text = _("{name} no longer holds {given}.")
        if each.given and each.taken:
            text = _("{name} holds {taken} now, and no longer {given}.")
        return text.format(
            name=self.person(each.person),
            taken=join_names(self.role(role) for role in each.taken),
            given=join_names(self.role(role) for role in each.given),
        )

    def came_and_went(self, step: CouncilStep) -> list[str]:
        """Who takes part in one of the two rounds alone."""
        said = []
        if step.joined:
            said.append(
                _("New in this round: {names}.").format(names=self.holders(step.now, step.joined))
            )
        if step.left:
            said.append(
                _("No longer in it: {names}.").format(names=self.holders(step.then, step.left))
            )
        return said

    def retargeted(self, each: TargetStep) -> str:
        """What a role asks now, and what it asked before."""
        return _("{role}, {dimension}: {then} before, {now} now.").format(
            role=words.capital(self.role(each.role)),
            dimension=self.dimension(each.dimension),
            then=asked_in_words(each.then),
            now=asked_in_words(each.now),
        )

    def outside(self) -> list[str]:
        """Rounds that are not beside the others, and why."""
        beside = self.beside
        said = [
            (beside.other_framework, _("Of another framework, so never compared: {names}.")),
            (beside.not_read, _("Left out, for you may not read every report of it: {names}.")),
            (beside.deleted, _("Left out, for their reports have been deleted: {names}.")),
        ]
        found = [
            text.format(names=join_names(words.brief_name(name) for name in names))
            for names, text in said
            if names
        ]
        if beside.older:
            text = ngettext(
                "{count} round before these is not shown.",
                "{count} rounds before these are not shown.",
                beside.older,
            )
            found.append(text.format(count=beside.older))
        return found


def asked_in_words(target: RoleTarget | None) -> str:
    """A target as a level or a range: “3.5 (core)”, “2.5–4.5”, “nothing”."""
    if target is not None and target.level is not None:
        importance = _("core") if target.importance == CORE_IMPORTANCE else _("supporting")
        return f"{words.level(target.level)} ({importance})"
    if target is not None and target.range_low is not None and target.range_high is not None:
        return range_in_words(target.range_low, target.range_high)
    return _("nothing")
