"""The picture of one council, found by holder, role and skill, and put into words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import mean

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.council.benchmark.selectors import RoundBenchmark
from assessment.council.selectors.picture import RoundPicture
from assessment.council.selectors.years import RoundsBeside
from assessment.languages import join_names
from assessment.release.selectors.results import (
    DimensionTexts,
    Group,
    Kind,
    Measure,
    RatersBehind,
    Reason,
    RoleTexts,
    behind_scores,
    brief,
    explain,
)
from assessment.scoring.council_holders import RoleHolder, SeenScore
from assessment.scoring.council_rules import CouncilReading
from reports.content import words
from reports.content.plots import HolderHead

PAIR = 2
NOT_SEEN = SeenScore()
LONG = 14
"""A table of more rows than these may break over pages, its head repeated, and is set closer."""
MOST_NAMES = 6
"""So many people are named in a sentence or a cell; a table of the report has all of them."""


@dataclass(frozen=True, slots=True)
class ReleasedCouncil:
    """Everything that a council report is made of: the picture of a round and its readings."""

    key: str
    opens_on: datetime.date
    told: RoundPicture
    readings: tuple[CouncilReading, ...]
    beside: RoundsBeside | None = None
    """Earlier rounds, for whoever may read all reports of these too."""
    benchmark: RoundBenchmark = field(default_factory=RoundBenchmark)


@dataclass(frozen=True, slots=True)
class HolderSet:
    """Holders of the same roles, in the order of their numbers."""

    roles: tuple[str, ...]
    holders: tuple[str, ...]


class CouncilBook:
    """Looks things up, and says them the same way wherever they stand."""

    def __init__(self, about: ReleasedCouncil) -> None:
        self.about, self.told = about, about.told
        self.picture = self.told.picture
        self._behind: dict[str, Mapping[tuple[str, Group], RatersBehind]] = {}

    # --- who ---------------------------------------------------------------------------

    @cached_property
    def sides(self) -> tuple[HolderSet, ...]:
        """Holders by the roles they hold: who holds both stands between those who hold one."""
        found: dict[tuple[str, ...], list[str]] = {}
        for holder in self.picture.holders:
            found.setdefault(holder.roles, []).append(holder.key)
        places = {role.key: n for n, role in enumerate(self.told.framework.roles)}
        last = len(places)

        def order(roles: tuple[str, ...]) -> tuple[float, int]:
            return (mean(places[r] for r in roles) if roles else last, len(roles))

        return tuple(HolderSet(roles, tuple(found[roles])) for roles in sorted(found, key=order))

    @cached_property
    def holders(self) -> tuple[str, ...]:
        """All of them in the order of every table and picture."""
        return tuple(holder for side in self.sides for holder in side.holders)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {holder: n for n, holder in enumerate(self.holders, 1)}

    @cached_property
    def _found(self) -> Mapping[str, RoleHolder]:
        return {holder.key: holder for holder in self.picture.holders}

    def holder(self, key: str) -> RoleHolder:
        return self._found[key]

    def number(self, holder: str) -> int:
        """By which a holder is marked in pictures and tables, from 1."""
        return self._numbers[holder]

    def name(self, holder: str) -> str:
        return words.safe(self.told.holder_name(holder))

    def listed(self, holder: str) -> str:
        """As a row of a table is headed: “3 Amira Shah”; alone without a number."""
        if len(self.holders) == 1:
            return self.name(holder)
        return f"{self.number(holder)} {self.name(holder)}"

    def head(self, holder: str) -> HolderHead:
        return HolderHead(self.number(holder), self.name(holder))

    def ordered(self, holders: Iterable[str]) -> list[str]:
        """Each once, by number."""
        return sorted(set(holders), key=self.number)

    def people(self, holders: Iterable[str]) -> str:
        """By name while they are few, else by number: “14 holders (1–3, 8, 12)”."""
        found = self.ordered(holders)
        if len(found) <= MOST_NAMES:
            return join_names(words.brief_name(self.name(each)) for each in found)
        numbers = runs_of_numbers(map(self.number, found))
        return _("{holders} ({numbers})").format(
            holders=holders_counted(len(found)), numbers=numbers
        )

    @property
    def is_one(self) -> bool:
        return len(self.holders) == 1

    @property
    def is_long(self) -> bool:
        """Whether a row for each holder takes more than a few."""
        return len(self.holders) > LONG

    # --- of what -----------------------------------------------------------------------

    @cached_property
    def _dimensions(self) -> Mapping[str, DimensionTexts]:
        return {each.key: each for each in self.told.framework.dimensions}

    def dimension(self, key: str) -> DimensionTexts:
        return self._dimensions[key]

    def dimensions(self, kind: Kind) -> tuple[DimensionTexts, ...]:
        return tuple(each for each in self.told.framework.dimensions if each.kind is kind)

    def skill(self, key: str) -> str:
        """A skill inside a sentence."""
        return words.brief_name(words.inside(self.dimension(key).name))

    def skills(self, keys: Iterable[str]) -> str:
        return join_names(self.skill(key) for key in keys)

    @cached_property
    def _roles(self) -> Mapping[str, RoleTexts]:
        return {each.key: each for each in self.told.framework.roles}

    def role(self, key: str) -> str:
        return self._roles[key].name

    def purpose(self, key: str) -> str:
        return self._roles[key].purpose

    def side(self, roles: tuple[str, ...]) -> str:
        """What those are called together who hold the same roles."""
        if len(roles) == len(self._roles) == PAIR:
            return _("Both roles")
        return words.capital(self.roles(roles))

    def roles(self, keys: Iterable[str]) -> str:
        """What somebody holds: “e-champion and head of ICT”."""
        return join_names(self.role(key) for key in keys) or _("no role")

    def ends(self, focus: str) -> tuple[str, str]:
        """What the two ends of a focus are called."""
        levels = self.dimension(focus).levels
        return levels[0].label, levels[-1].label

    # --- figures -----------------------------------------------------------------------

    @cached_property
    def _seen(self) -> Mapping[tuple[str, str], SeenScore]:
        picture = self.picture
        standings = (
            ((each.holder, skill.dimension), each.seen)
            for skill in picture.coverage
            for asked in skill.asked
            for each in asked.standings
        )
        places = (
            ((each.holder, focus.dimension), each.seen)
            for focus in picture.focus
            for each in focus.places
        )
        mandates = (((each.holder, each.dimension), each.seen) for each in picture.mandates)
        return dict((*standings, *places, *mandates))

    def others(self, holder: str, dimension: str) -> SeenScore:
        """How others see a holder in a dimension; without a figure where no role asks for it."""
        return self._seen.get((holder, dimension), NOT_SEEN)

    def own(self, holder: str, dimension: str) -> SeenScore:
        """How a holder sees themself there."""
        found = self.holder(holder).find(Measure.SCORE, dimension, group=Group.SELF)
        if found is None or found.value is None:
            return SeenScore(withheld=found.withheld if found else None, figure=found)
        return SeenScore(words.tenth(found.value), figure=found)

    def behind(self, holder: str, dimension: str) -> RatersBehind | None:
        """Who is behind the score of others, as the holder's own report says."""
        if holder not in self._behind:
            self._behind[holder] = behind_scores(self.holder(holder).figures)
        return self._behind[holder].get((dimension, Group.OTHERS))

    def seen(self, holder: str, dimension: str, seen: SeenScore) -> str:
        """A score of others with the raters behind it: “3.9 (10)”; empty where there is none."""
        if seen.figure is None or seen.score is None:
            return ""
        behind = self.behind(holder, dimension)
        return words.with_raters(seen.figure, behind) if behind else words.number(seen.score)

    def brief(self, reason: Reason) -> str:
        return brief(reason, k=self.picture.k, say=_)

    def explained(self, reason: Reason) -> str:
        return explain(reason, k=self.picture.k, say=_)


def gap_in_words(score: Fraction, target: Fraction, *, at_target: bool) -> str:
    """How far a printed score is from a target: “0.4 above”, “at target”, “0.7 below”."""
    if at_target:
        return _("at target")
    away = score - words.tenth(target)
    text = _("{size} above") if away > 0 else _("{size} below")
    return text.format(size=words.number(abs(away)))


def runs_of_numbers(numbers: Iterable[int]) -> str:
    """Sorted numbers with what lies side by side in one: “1–3, 8, 12”."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def holders_counted(count: int) -> str:
    return ngettext("{count} holder", "{count} holders", count).format(count=count)


def range_in_words(low: Fraction, high: Fraction) -> str:
    """“2.5–4.5”."""
    return f"{words.level(low)}–{words.level(high)}"
