"""The words of scoring: what goes in, what comes out, why a figure is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

LOWEST = 1


class Group(StrEnum):
    """Who rated, in the order of figures; assessment/rater_groups.py says the rest of each."""

    SELF = "self"
    MANAGER = "manager"
    PEER = "peer"
    REPORT = "report"
    PARTNER = "partner"
    COUNCILLOR = "councillor"
    COLLEAGUES = "colleagues"
    OTHERS = "others"


MADE = (Group.COLLEAGUES, Group.OTHERS)
# A group is anonymous unless it is named here
IDENTIFIED = (Group.SELF, Group.MANAGER)
JOINED = tuple(group for group in Group if group not in MADE)
ANONYMOUS = tuple(group for group in JOINED if group not in IDENTIFIED)


class Kind(StrEnum):
    SKILL = "skill"
    MANDATE = "mandate"
    FOCUS = "focus"


class Measure(StrEnum):
    """What a figure measures; `Figure` says which field holds what, assessment/measures.py more."""

    INVITED = "invited"
    COMPLETED = "completed"
    MERGED = "merged"
    ITEM_MEAN = "item_mean"
    NOT_OBSERVED = "not_observed"
    SCORE = "score"
    RATERS = "raters"
    TARGET = "target"
    IMPORTANCE = "importance"
    ROLE_TARGET = "role_target"
    ROLE_IMPORTANCE = "role_importance"
    ROLE_GAP = "role_gap"
    RANGE_LOW = "range_low"
    RANGE_HIGH = "range_high"
    POSITION = "position"
    GAP = "gap"
    MARGIN = "margin"
    GAP_SELF = "gap_self"
    PERCEPTION_GAP = "perception_gap"
    AGREEMENT = "agreement"
    QUADRANT = "quadrant"
    PRIORITY = "priority"
    RANK = "rank"
    SPREAD = "spread"
    DISTRIBUTION = "distribution"
    COMMENT = "comment"
    KEEP_DOING = "keep_doing"
    DO_DIFFERENTLY = "do_differently"
    MARKED_LOW = "marked_low"
    MARKED_HIGH = "marked_high"
    THEN = "then"
    CHANGE = "change"
    CHECK_IN = "check_in"
    BENCHMARK_MEDIAN = "benchmark_median"
    BENCHMARK_LOWER_QUARTILE = "benchmark_lower_quartile"
    BENCHMARK_UPPER_QUARTILE = "benchmark_upper_quartile"


CLOSING = (Measure.KEEP_DOING, Measure.DO_DIFFERENTLY)
"""The questions that end a sheet of answers, in their order."""

COMMENTS = (Measure.COMMENT, *CLOSING)
"""Every measure whose figures hold what somebody wrote."""


class Reason(StrEnum):
    """Why a figure is withheld; `reasons.explain` gives the sentence."""

    NOT_ASKED = "not_asked"
    PARTLY_ASKED = "partly_asked"
    NOBODY_ANSWERED = "nobody_answered"
    NO_RATINGS = "no_ratings"
    GROUP_TOO_SMALL = "group_too_small"
    GROUP_CHANGED = "group_changed"
    INDICATOR_TOO_FEW = "indicator_too_few"
    STATEMENTS_TOO_FEW = "statements_too_few"
    DIMENSION_TOO_FEW = "dimension_too_few"
    GROUPS_TOO_FEW = "groups_too_few"
    OTHERS_TOO_FEW = "others_too_few"
    COMMON_TOO_FEW = "common_too_few"
    DISTRIBUTION_TOO_FEW = "distribution_too_few"
    RATINGS_TOO_FEW = "ratings_too_few"
    DISTRIBUTION_TOO_NARROW = "distribution_too_narrow"
    SPREAD_TOO_FEW = "spread_too_few"
    SPREAD_TOO_NARROW = "spread_too_narrow"
    COMMENTS_FEW_ANSWERED = "comments_few_answered"
    COMMENTS_FEW_WROTE = "comments_few_wrote"
    COMMENTS_TOO_FEW = "comments_too_few"
    MARKS_TOO_FEW = "marks_too_few"
    MARKS_TOO_NARROW = "marks_too_narrow"
    SCALE_CHANGED = "scale_changed"
    NOT_COMPARABLE = "not_comparable"
    CHECK_IN_NEAR = "check_in_near"
    COUNCIL_TOO_FEW_PARTICIPANTS = "council_too_few_participants"
    COUNCIL_TOO_FEW_RATERS = "council_too_few_raters"
    COUNCIL_ONE_RATER = "council_one_rater"
    BENCHMARK_TOO_FEW = "benchmark_too_few"
    BENCHMARK_OTHER_COUNCILS = "benchmark_other_councils"
    QUARTILES_TOO_FEW = "quartiles_too_few"
    QUARTILES_TOO_NARROW = "quartiles_too_narrow"


class Bound(StrEnum):
    """What is said beside a value that is not exact: a floor, a ceiling, or both mixed."""

    EXACT = ""
    OR_LOWER = "or_lower"
    OR_HIGHER = "or_higher"
    ABOUT = "about"


class Agreement(StrEnum):
    OVER = "over"
    UNDER = "under"
    IN_AGREEMENT = "in_agreement"


class Quadrant(StrEnum):
    OPEN_STRENGTH = "open_strength"
    KNOWN_NEED = "known_need"
    BLIND_SPOT = "blind_spot"
    HIDDEN_STRENGTH = "hidden_strength"
    ALIGNED = "aligned"
    SELF_HIGHER = "self_higher"
    SELF_LOWER = "self_lower"


class Spread(StrEnum):
    SIMILAR = "similar_views"
    SOME = "some_spread"
    SPLIT = "split_views"


class Position(StrEnum):
    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


class Trend(StrEnum):
    UP = "up"
    DOWN = "down"
    UNCLEAR = "no_clear_change"


@dataclass(frozen=True, slots=True)
class Released:
    """A value that is safe to show, and the ratings behind it."""

    value: Fraction
    n: int
    bound: Bound = Bound.EXACT


@dataclass(frozen=True, slots=True)
class Withheld:
    reason: Reason


Outcome: TypeAlias = Released | Withheld


@dataclass(frozen=True, slots=True)
class DimensionSpec:
    """A dimension; its indicator keys are unique in the whole framework.

    `seen_by` has the groups that are asked an indicator, where those are not all.
    """

    key: str
    kind: Kind
    indicators: tuple[str, ...]
    seen_by: Mapping[str, frozenset[Group]] = field(default_factory=dict)

    def asks(self, indicator: str, group: Group) -> bool:
        """Whether a group is asked an indicator; the participant always is."""
        return group is Group.SELF or group in self.seen_by.get(indicator, (group,))

    def asked_of(self, group: Group) -> tuple[str, ...]:
        """The indicators that a group is asked, in order."""
        return tuple(key for key in self.indicators if self.asks(key, group))


@dataclass(frozen=True, slots=True)
class FrameworkSpec:
    """Dimensions in their order, the top of the scale (3 to 7), and the instrument's constants.

    `standard_deviation` (in levels) and `single_rater_reliability` (0 to 1) judge change, and how
    near to the target is at it.
    """

    dimensions: tuple[DimensionSpec, ...]
    highest: int = 5
    standard_deviation: Fraction = Fraction(60, 100)
    single_rater_reliability: Fraction = Fraction(37, 100)


@dataclass(frozen=True, slots=True)
class RoleTarget:
    """What a role asks of a dimension: a level with its importance, or a range (focus)."""

    level: Fraction | None = None
    importance: int | None = None
    range_low: Fraction | None = None
    range_high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class RoleSpec:
    key: str
    targets: Mapping[str, RoleTarget]


@dataclass(frozen=True, slots=True)
class RaterResponse:
    """A completed response. A rating of None is *not observed*; a missing key is unanswered.

    `comments` are keyed by the dimension, or by the measure of a closing question; `marks` are
    the dimensions that the rater marked as most important.
    """

    rater: str
    group: Group
    ratings: Mapping[str, int | None]
    comments: Mapping[str, str] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Figure:
    """One released figure, or one withheld.

    `value` is the number, in levels unless the measure is a count, weight, rank or percentage;
    `n` the ratings behind it, of a mean of means the fewest behind any part. `code` is a member
    of the measure's own enum, `role` the role that a figure of a combined role holder belongs
    to, `text` a comment. A withheld figure carries its place and its reason, nothing else.
    """

    measure: Measure
    dimension: str | None = None
    indicator: str | None = None
    group: Group | None = None
    role: str | None = None
    level: int | None = None
    value: Fraction | None = None
    n: int | None = None
    bound: Bound = Bound.EXACT
    code: str = ""
    text: str = ""
    withheld: Reason | None = None


@dataclass(frozen=True, slots=True)
class PreviousRound:
    """Released figures of the last comparable round of the same participant.

    `same` maps an indicator's key now to its key then, for unchanged texts only.
    """

    figures: tuple[Figure, ...]
    same: Mapping[str, str]
    highest: int = 5


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that scoring needs about one participant. Responses are the completed ones only.

    `withheld` are anonymous groups that HR withholds: what they answered is shown nowhere and
    nothing is made of it.
    """

    framework: FrameworkSpec
    roles: tuple[RoleSpec, ...]
    responses: tuple[RaterResponse, ...]
    invited: Mapping[Group, int]
    k: int
    previous: PreviousRound | None = None
    withheld: frozenset[Group] = frozenset()

    @property
    def counted(self) -> tuple[RaterResponse, ...]:
        """The responses that figures are made of."""
        return tuple(each for each in self.responses if each.group not in self.withheld)
