"""A council's pictures round by round: what changed, what did not clearly, what cannot be compared.

Made of released figures alone, for a reader who may open every one of the reports. One person's
change is the released one of their own report, by the rule of `change`. docs/adr/0044.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from assessment.scoring.change import SameWords
from assessment.scoring.council import Corner, CouncilPicture, DimensionOverall
from assessment.scoring.values import Kind, Position, Reason, RoleTarget, Trend


class YearsApart(StrEnum):
    """Why two rounds say nothing together about something."""

    SCALE = "other_scale"
    NOT_THERE = "not_in_both_versions"
    WORDS = "other_words"
    FEW = "fewer_than_five_in_a_round"
    FEW_IN_BOTH = "fewer_than_five_in_both_rounds"


class RoleMove(StrEnum):
    """What became of a role between two rounds."""

    KEPT = "kept"
    VACANT = "still_vacant"
    TAKEN = "taken_up"
    GIVEN_UP = "given_up"
    SPLIT = "split"
    JOINED = "put_together"
    HANDED_ON = "handed_on"
    OTHER_HOLDERS = "partly_others"
    NEW = "new_in_the_framework"
    GONE = "gone_from_the_framework"


@dataclass(frozen=True, slots=True)
class CouncilYear:
    """A released round in a series, against the one before it.

    `same` says by dimension how much of it is asked in the words of the round before; `compared`
    are the holders whose reports count their change from that very round. Both are empty for the
    first. Dimensions and roles are named as frameworks name them, the same in every version.
    """

    key: str
    picture: CouncilPicture
    same: Mapping[str, SameWords] = field(default_factory=dict)
    compared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RoleStep:
    """A role in two rounds: who held it, as people. `together` are roles split or put together."""

    role: str
    move: RoleMove
    then: tuple[str, ...]
    now: tuple[str, ...]
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetStep:
    """What a role asks of a dimension, where that is not what it asked before; None: nothing."""

    role: str
    dimension: str
    then: RoleTarget | None
    now: RoleTarget | None


@dataclass(frozen=True, slots=True)
class HolderShift:
    """One person's change in a dimension as their report says it, in levels as printed.

    `trend` is None where it is withheld (`withheld` says why).
    """

    dimension: str
    then: Fraction | None = None
    change: Fraction | None = None
    trend: Trend | None = None
    n: int | None = None
    withheld: Reason | None = None

    @property
    def now(self) -> Fraction | None:
        """Of the same statements, so it can differ from the score."""
        return None if self.then is None or self.change is None else self.then + self.change


@dataclass(frozen=True, slots=True)
class FocusStep:
    """Where somebody's attention was and is against the range of a role held both times."""

    dimension: str
    role: str
    then: Position | None
    now: Position | None


@dataclass(frozen=True, slots=True)
class HolderStep:
    """Somebody who takes part in both rounds; `then` and `now` are their keys in each.

    `is_compared`: the report counts its change from the round before. Without that it has no
    shift here, for it is from another round.
    """

    person: str
    then: str
    now: str
    taken: tuple[str, ...]
    given: tuple[str, ...]
    is_compared: bool
    shifts: tuple[HolderShift, ...]
    focus: tuple[FocusStep, ...]
    corner_then: Corner | None
    corner_now: Corner | None


@dataclass(frozen=True, slots=True)
class MeanShift:
    """The mean change of those in both rounds, each equal, in levels as printed.

    `people` is how many; with `apart` there is no figure.
    """

    people: int
    then: Fraction | None = None
    change: Fraction | None = None
    trend: Trend | None = None
    apart: YearsApart | None = None


@dataclass(frozen=True, slots=True)
class CoverageStep:
    """Whether somebody reaches a role's target of a skill, then and now; None: cannot be said.

    `is_comparable`: the target is the same, and so are the words of enough statements.
    """

    dimension: str
    role: str
    then: bool | None
    now: bool | None
    is_comparable: bool


@dataclass(frozen=True, slots=True)
class DimensionStep:
    """A dimension over all participants of two rounds, and over those who are in both.

    The two means may stand beside each other unless `apart`: they are of other people, so no
    word is said about their difference. `both` is what may be read as a change.
    """

    dimension: str
    kind: Kind
    words: SameWords | None
    then: DimensionOverall | None
    now: DimensionOverall
    apart: YearsApart | None
    both: MeanShift


@dataclass(frozen=True, slots=True)
class CouncilStep:
    """From one round to the next: `then` and `now` are the keys of the years.

    `joined` and `left` are keys of holders in the round that they are in alone.
    """

    then: str
    now: str
    roles: tuple[RoleStep, ...]
    targets: tuple[TargetStep, ...]
    stayed: tuple[HolderStep, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    dimensions: tuple[DimensionStep, ...]
    coverage: tuple[CoverageStep, ...]


@dataclass(frozen=True, slots=True)
class CouncilYears:
    """A series of rounds, the first one first, and each step between two of them."""

    years: tuple[CouncilYear, ...]
    steps: tuple[CouncilStep, ...]

    def year(self, key: str) -> CouncilYear:
        """The year with this key; KeyError where there is none."""
        return {each.key: each for each in self.years}[key]

    @property
    def last(self) -> CouncilStep | None:
        """The step to the newest round; None where there is one round only."""
        return self.steps[-1] if self.steps else None

    def means(self, dimension: str) -> Sequence[DimensionOverall | None]:
        """A dimension over all participants, year by year; None where it was not asked."""
        return [_overall_of(year.picture, dimension) for year in self.years]


def _overall_of(picture: CouncilPicture, dimension: str) -> DimensionOverall | None:
    named = (e for e in picture.overall if picture.slugs.get(e.dimension) == dimension)
    return next(named, None)
