"""All figures of a participant, in framework order: scoring and disclosure control together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from assessment.scoring import agreement, derived, disclosure
from assessment.scoring.causes import with_causes
from assessment.scoring.derived import DimensionView, figure, part_of, score_of
from assessment.scoring.gaps import joint_target, role_targets
from assessment.scoring.reading import Instrument, concluded
from assessment.scoring.sheet import (
    GroupSheet,
    Items,
    ScoreSheet,
    make_sheet,
    reason_withheld,
)
from assessment.scoring.values import (
    ANONYMOUS,
    CLOSING,
    IDENTIFIED,
    LOWEST,
    Assessment,
    DimensionSpec,
    Figure,
    FrameworkSpec,
    Group,
    Kind,
    Measure,
    RaterResponse,
    Reason,
    Released,
    Withheld,
)


def score_participant(assessment: Assessment, *, rng: Random) -> tuple[Figure, ...]:
    """Everything that may be shown of a participant, or withheld with its reason.

    `rng` shuffles comments; give it the operating system's randomness. The order is counts
    first, then dimension by dimension in the framework's order, whatever the values are.
    Units and fields: `Figure`. Safety: docs/adr/0010. Raises ValueError for a threshold below
    3, an unknown scale, indicator, group or level, and doubled raters.
    """
    sheet = make_sheet(assessment)
    views = [_view(assessment, sheet, spec) for spec in assessment.framework.dimensions]
    figures = list(group_counts(assessment, sheet))
    for view in views:
        figures += _dimension(assessment, sheet, view)
        figures += _comments(assessment, sheet, view.spec, rng)
    for question in CLOSING:
        figures += _closing_comments(assessment, sheet, question, rng)
    figures += _marks(assessment, sheet)
    return concluded(with_causes(figures, assessment.k), instrument_of(assessment.framework))


def instrument_of(framework: FrameworkSpec) -> Instrument:
    """What words about this framework's figures depend on."""
    return Instrument(
        framework.standard_deviation,
        framework.single_rater_reliability,
        frozenset(each.key for each in framework.dimensions if each.kind is Kind.SKILL),
    )


def _view(assessment: Assessment, sheet: ScoreSheet, spec: DimensionSpec) -> DimensionView:
    own_sheet = sheet.groups.get(Group.SELF)
    nobody: Items = dict.fromkeys(spec.indicators, Withheld(Reason.NO_RATINGS))
    own = part_of(own_sheet.items, spec) if own_sheet else nobody
    others = part_of(sheet.others, spec)
    targets = role_targets(assessment.roles, spec.key)
    return DimensionView(
        spec, own, others, score_of(own), score_of(others), targets, joint_target(targets)
    )


def group_counts(assessment: Assessment, sheet: ScoreSheet) -> Iterator[Figure]:
    """How many answered, of each group as it is shown and of no group inside another.

    Nothing says how many were asked: beside it a count would make a group complete or empty.
    """
    for group in IDENTIFIED:
        yield _count(Measure.COMPLETED, group, sheet.completed.get(group, 0))
    for group in sheet.arrangement.merged:
        yield Figure(Measure.MERGED, group=group, code=Group.COLLEAGUES)
    for part in sheet.arrangement.parts:
        if reason := reason_withheld(part, sheet.arrangement):
            yield Figure(Measure.COMPLETED, group=part.group, withheld=reason)
        elif part.group not in IDENTIFIED:
            yield _count(Measure.COMPLETED, part.group, sheet.groups[part.group].completed)


def _count(measure: Measure, group: Group, count: int, dimension: str | None = None) -> Figure:
    return Figure(measure, dimension, group=group, value=Fraction(count))


def _dimension(assessment: Assessment, sheet: ScoreSheet, view: DimensionView) -> Iterator[Figure]:
    yield from _scores(sheet, view)
    yield from _raters(sheet, view)
    yield from derived.of_kind(view)
    yield from derived.perception(view)
    yield from derived.change_since(assessment, view)
    for part in sheet.groups.values():
        if part.group not in IDENTIFIED:
            yield _spread(part, view.spec, assessment.framework.highest)
            yield from _distribution(part, view.spec)
    for key in view.spec.indicators:
        yield from _indicator(sheet, view.spec.key, key)


def _scores(sheet: ScoreSheet, view: DimensionView) -> Iterator[Figure]:
    key = view.spec.key
    yield figure(Measure.SCORE, view.own_score, key, group=Group.SELF)
    for group, part in sheet.groups.items():
        if group is not Group.SELF:
            score = score_of(part_of(part.items, view.spec))
            yield figure(Measure.SCORE, score, key, group=group)
    yield figure(Measure.SCORE, view.others_score, key, group=Group.OTHERS)


def _raters(sheet: ScoreSheet, view: DimensionView) -> Iterator[Figure]:
    """How many people are behind each score that is shown; one's own is nobody else's.

    Nobody is in two of the groups, so others are the sum of those shown.
    """
    key, others = view.spec.key, 0
    for group, part in sheet.groups.items():
        if group is Group.SELF or not part.raters[key]:
            continue
        others += part.raters[key]
        if isinstance(score_of(part_of(part.items, view.spec)), Released):
            yield _count(Measure.RATERS, group, part.raters[key], key)
    if isinstance(view.others_score, Released):
        yield _count(Measure.RATERS, Group.OTHERS, others, key)


def _spread(part: GroupSheet, spec: DimensionSpec, highest: int) -> Figure:
    pool = disclosure.pool_for_spread(part_of(part.items, spec))
    if isinstance(pool, Withheld):
        return figure(Measure.SPREAD, pool, spec.key, group=part.group)
    word = agreement.spread([part.tallies[key] for key in pool], highest)
    return Figure(Measure.SPREAD, spec.key, group=part.group, code=word)


def _distribution(part: GroupSheet, spec: DimensionSpec) -> Iterator[Figure]:
    pool = disclosure.pool_for_distribution(part_of(part.items, spec), part.completed)
    if isinstance(pool, Withheld):
        yield figure(Measure.DISTRIBUTION, pool, spec.key, group=part.group)
        return
    counts = agreement.distribution([part.tallies[key] for key in pool])
    for level, count in enumerate(counts, LOWEST):
        outcome = Released(Fraction(count), sum(counts))
        yield figure(Measure.DISTRIBUTION, outcome, spec.key, group=part.group, level=level)


def _indicator(sheet: ScoreSheet, dimension: str, key: str) -> Iterator[Figure]:
    for group, part in sheet.groups.items():
        yield figure(Measure.ITEM_MEAN, part.items[key], dimension, key, group=group)
        yield figure(Measure.NOT_OBSERVED, part.not_observed[key], dimension, key, group=group)
    yield figure(Measure.ITEM_MEAN, sheet.others[key], dimension, key, group=Group.OTHERS)


@dataclass(frozen=True, slots=True)
class Topic:
    """What comments are about: a dimension, or the closing question of the measure."""

    measure: Measure
    dimension: str | None = None

    @property
    def question(self) -> str:
        return self.dimension or self.measure


def _comments(
    assessment: Assessment, sheet: ScoreSheet, spec: DimensionSpec, rng: Random
) -> Iterator[Figure]:
    """What was written on a dimension. Whoever is not asked about it could not: they hide none."""
    able = [group for group in ANONYMOUS if spec.asked_of(group)]
    anonymous = [response for response in assessment.counted if response.group in able]
    return written_figures(assessment, sheet, Topic(Measure.COMMENT, spec.key), anonymous, rng)


def _closing_comments(
    assessment: Assessment, sheet: ScoreSheet, question: Measure, rng: Random
) -> Iterator[Figure]:
    """What was written in answer to a closing question."""
    anonymous = _anonymous(assessment)
    return written_figures(assessment, sheet, Topic(question), anonymous, rng)


def written_figures(
    assessment: Assessment,
    sheet: ScoreSheet,
    topic: Topic,
    anonymous: Sequence[RaterResponse],
    rng: Random,
) -> Iterator[Figure]:
    """What was written on a topic: identified people apart, the `anonymous` responses pooled."""
    measure, dimension = topic.measure, topic.dimension
    for group in IDENTIFIED:
        theirs = [response for response in assessment.responses if response.group is group]
        for text in disclosure.shuffled(theirs, topic.question, rng):
            yield Figure(measure, dimension, group=group, text=text)
    if not anonymous and not sheet.arrangement.hidden:
        return
    pooled = disclosure.release_comments(anonymous, topic.question, k=assessment.k, rng=rng)
    if isinstance(pooled, Withheld):
        yield figure(measure, pooled, dimension, group=Group.COLLEAGUES)
        return
    for text in pooled:
        yield Figure(measure, dimension, group=Group.COLLEAGUES, text=text)


def _anonymous(assessment: Assessment) -> list[RaterResponse]:
    return [response for response in assessment.counted if response.group in ANONYMOUS]


def _marks(assessment: Assessment, sheet: ScoreSheet) -> Iterator[Figure]:
    """How many marked each skill as most important: oneself, the manager, all others in bands."""
    skills = [each.key for each in assessment.framework.dimensions if each.kind is Kind.SKILL]
    if len(skills) < 2:
        return  # nobody was asked
    shares: list[tuple[Group, int, Mapping[str, disclosure.Band] | Withheld]] = []
    for group in IDENTIFIED:
        theirs = [response for response in assessment.responses if response.group is group]
        if theirs:
            counts = {key: sum(key in each.marks for each in theirs) for key in skills}
            exact = {key: disclosure.Band(count, count) for key, count in counts.items()}
            shares.append((group, len(theirs), exact))
    anonymous = _anonymous(assessment)
    if anonymous or sheet.arrangement.hidden:
        bands = disclosure.release_marks(anonymous, skills, k=assessment.k)
        shares.append((Group.COLLEAGUES, len(anonymous), bands))
    for key in skills:
        for group, people, found in shares:
            yield from _marked(key, group, people, found)


def _marked(
    key: str, group: Group, people: int, found: Mapping[str, disclosure.Band] | Withheld
) -> Iterator[Figure]:
    for measure in (Measure.MARKED_LOW, Measure.MARKED_HIGH):
        if isinstance(found, Withheld):
            yield figure(measure, found, key, group=group)
            continue
        count = found[key].low if measure is Measure.MARKED_LOW else found[key].high
        yield Figure(measure, key, group=group, value=Fraction(count), n=people)
