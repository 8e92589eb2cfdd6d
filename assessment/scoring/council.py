"""A council's picture: everything that the council may learn from a round's released reports.

For whoever may open every one of these reports: made of released figures alone, and decided on the
tenths that are printed in them. Nothing here is a threshold for others; see `audiences`.
docs/adr/0039.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from assessment.scoring.council_holders import RoleHolder, SeenScore
from assessment.scoring.values import (
    Agreement,
    FrameworkSpec,
    Group,
    Kind,
    Position,
    Reason,
    RoleSpec,
)

CORE_IMPORTANCE = 2
"""The importance of a core skill."""


class Holding(StrEnum):
    """How many of those who take part hold a role."""

    VACANT = "vacant"
    ONE = "one"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role, who holds it, and which of them hold another one as well."""

    role: str
    holders: tuple[str, ...]
    combined: tuple[str, ...]

    @property
    def holding(self) -> Holding:
        if not self.holders:
            return Holding.VACANT
        return Holding.ONE if len(self.holders) == 1 else Holding.SHARED


@dataclass(frozen=True, slots=True)
class HolderStanding:
    """Where a holder is seen to a target, in levels; `stands` is None where nothing can be said."""

    holder: str
    target: Fraction
    seen: SeenScore
    stands: Position | None

    @property
    def reaches(self) -> bool | None:
        """At the target or above."""
        return None if self.stands is None else self.stands is not Position.BELOW


@dataclass(frozen=True, slots=True)
class RoleCoverage:
    """What a role asks of a skill, and where every holder of any role stands to it."""

    role: str
    target: Fraction
    importance: int | None
    standings: tuple[HolderStanding, ...]

    @property
    def reached_by(self) -> tuple[str, ...]:
        return tuple(each.holder for each in self.standings if each.reaches)

    @property
    def is_covered(self) -> bool | None:
        """Whether somebody reaches it; None where nobody does and of some it cannot be said."""
        return is_any([each.reaches for each in self.standings])


@dataclass(frozen=True, slots=True)
class SkillCoverage:
    """A skill: what each role asks, who can lead on it, and each holder against the own target.

    Who reaches the highest target that any role has for it can lead.
    """

    dimension: str
    asked: tuple[RoleCoverage, ...]
    leads: tuple[str, ...]
    own: tuple[HolderStanding, ...]

    @property
    def is_core(self) -> bool:
        """Whether it is core to every role that asks it."""
        return bool(self.asked) and all(each.importance == CORE_IMPORTANCE for each in self.asked)


class FocusEnd(StrEnum):
    """Which half of a focus somebody's attention is in, by the nearest level."""

    NEAR = "near"
    MIDDLE = "middle"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class FocusPlace:
    """A holder's attention against the range that one of the roles held expects, in levels.

    `position` is of the printed score, both ends of the range included; `clearly` is out of it by
    more than the margin, None where nothing is concluded; so is `end`.
    """

    holder: str
    role: str
    low: Fraction
    high: Fraction
    seen: SeenScore
    position: Position | None
    clearly: Position | None
    end: FocusEnd | None


@dataclass(frozen=True, slots=True)
class CouncilFocus:
    """One focus over all holders, holder by holder and role by role.

    `far_role` is the role that expects attention furthest at the far end: in the shipped
    framework the services that people need. None where all expect the same.
    """

    dimension: str
    places: tuple[FocusPlace, ...]
    far_role: str | None

    @property
    def is_anybody_far(self) -> bool | None:
        """Whether somebody is at the far end; None where of some it cannot be said."""
        return is_any([None if p.end is None else p.end is FocusEnd.FAR for p in self.places])


@dataclass(frozen=True, slots=True)
class MandateView:
    """What a holder is given, as others, the holder and the managers see it.

    `stands` is against the middle of the scale, None where nothing is concluded. `apart` is
    managers − self in levels, printed, on the statements that both rated.
    """

    holder: str
    dimension: str
    seen: SeenScore
    stands: Position | None
    own: Fraction | None
    managers: SeenScore
    managers_stand: Position | None
    apart: Fraction | None


class Corner(StrEnum):
    """What mandate and skills together ask for."""

    PERSON = "develop_the_person"
    CONDITIONS = "change_the_conditions"
    BOTH = "both"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class HolderCorner:
    """Where a holder is in the two-by-two of mandate and skill.

    `is_short`: a skill is seen below the own target (`short` has those); `is_low`: the mandate is
    low. None where it cannot be said, and then there is no corner either.
    """

    holder: str
    is_short: bool | None
    is_low: bool | None
    short: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()

    @property
    def corner(self) -> Corner | None:
        if self.is_short is None or self.is_low is None:
            return None
        if self.is_short:
            return Corner.BOTH if self.is_low else Corner.PERSON
        return Corner.CONDITIONS if self.is_low else Corner.NEITHER


@dataclass(frozen=True, slots=True)
class DimensionOverall:
    """A dimension over all participants, in levels and numbers of participants.

    Mean, lowest and highest of the scores from others, and the mean gap, each participant equal:
    withheld under five. `standings` are against the own targets, `ranked` those who have it among
    their priorities, `first` those who have it first, `views` how self and others differ.
    """

    dimension: str
    kind: Kind
    scored: int
    mean: Fraction | None = None
    lowest: Fraction | None = None
    highest: Fraction | None = None
    gap: Fraction | None = None
    withheld: Reason | None = None
    standings: Mapping[Position | None, int] = field(default_factory=dict)
    ranked: int = 0
    first: int = 0
    views: Mapping[Agreement, int] = field(default_factory=dict)
    difference: Fraction | None = None


@dataclass(frozen=True, slots=True)
class GroupAnswered:
    """How many of a group answered about a holder, as the report shows the group."""

    group: Group
    answered: int | None = None
    withheld: Reason | None = None
    merged_into: Group | None = None


@dataclass(frozen=True, slots=True)
class HolderAnswered:
    holder: str
    groups: tuple[GroupAnswered, ...]


@dataclass(frozen=True, slots=True)
class CouncilPicture:
    """All parts, each in the order of the framework and of the holders.

    `holders` are all participants, those without a role too. `slugs` has the framework's own name
    of a role, dimension or indicator, by the identifier that figures carry.
    """

    framework: FrameworkSpec
    asked: tuple[RoleSpec, ...]
    k: int
    holders: tuple[RoleHolder, ...]
    slugs: Mapping[str, str]
    roles: tuple[RoleHeld, ...]
    coverage: tuple[SkillCoverage, ...]
    focus: tuple[CouncilFocus, ...]
    mandates: tuple[MandateView, ...]
    corners: tuple[HolderCorner, ...]
    overall: tuple[DimensionOverall, ...]
    response: tuple[HolderAnswered, ...]

    def holder(self, key: str) -> RoleHolder:
        """The holder with this key; KeyError where there is none."""
        for each in self.holders:
            if each.key == key:
                return each
        raise KeyError(key)

    @property
    def corner_counts(self) -> Mapping[Corner | None, int]:
        """How many holders are in each corner; None counts those of whom it cannot be said."""
        found: dict[Corner | None, int] = dict.fromkeys((*Corner, None), 0)
        for each in self.corners:
            found[each.corner] += 1
        return found


def is_any(found: Sequence[bool | None]) -> bool | None:
    """Whether one is; None where none is known to be and some are not known, or there are none."""
    if any(found):
        return True
    return None if None in found or not found else False
