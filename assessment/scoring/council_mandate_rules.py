"""Rules about the mandate that holders are given, and about their skills."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assessment.scoring import gaps
from assessment.scoring.aggregate import printed
from assessment.scoring.change import trend
from assessment.scoring.council import (
    CORE_IMPORTANCE,
    Corner,
    CouncilPicture,
    MandateView,
    SkillCoverage,
)
from assessment.scoring.council_holders import HolderFigure, RoleHolder
from assessment.scoring.council_rules import (
    CUSTOMER_SKILLS,
    PLANNING_STATEMENTS,
    CouncilReading,
    CouncilRule,
    all_seen_below,
    are_many_holders,
    evidence_of,
    has_slug,
    holders_with_role,
    standing_evidence,
)
from assessment.scoring.values import (
    ANONYMOUS,
    Figure,
    FrameworkSpec,
    Group,
    Kind,
    Measure,
    Position,
    Trend,
)

# --- mandate --------------------------------------------------------------------------------


def obstacle_not_person(
    picture: CouncilPicture, _before: CouncilPicture | None
) -> CouncilReading | None:
    """Nobody sees a skill below target, and the mandate is low."""
    found = [each.holder for each in picture.corners if each.corner is Corner.CONDITIONS]
    if not are_many_holders(found, picture):
        return None
    low = [
        each for each in picture.mandates if each.holder in found and each.stands is Position.BELOW
    ]
    judged = [
        (skill.dimension, each)
        for skill in picture.coverage
        for each in skill.own
        if each.holder in found and each.stands is not None
    ]
    return CouncilReading(
        CouncilRule.OBSTACLE_NOT_PERSON,
        holders=tuple(found),
        dimensions=tuple(dict.fromkeys(each.dimension for each in low)),
        evidence=(
            *_scores(picture, low, Group.OTHERS),
            *standing_evidence(picture, judged),
        ),
    )


def _scores(
    picture: CouncilPicture, views: Iterable[MandateView], *groups: Group
) -> Iterator[HolderFigure]:
    for each in views:
        places = ((Measure.SCORE, each.dimension, group, None) for group in groups)
        yield from evidence_of([picture.holder(each.holder)], *places)


def managers_see_mandate(
    picture: CouncilPicture, _before: CouncilPicture | None
) -> CouncilReading | None:
    """Managers see a mandate clearly above the middle, the holder one below it."""
    return _two_views(CouncilRule.MANAGERS_SEE_MANDATE, picture, Position.ABOVE)


def holders_see_mandate(
    picture: CouncilPicture, _before: CouncilPicture | None
) -> CouncilReading | None:
    """The reverse: the holder sees one above the middle, managers clearly below it."""
    return _two_views(CouncilRule.HOLDERS_SEE_MANDATE, picture, Position.BELOW)


def _two_views(
    rule: CouncilRule, picture: CouncilPicture, managers: Position
) -> CouncilReading | None:
    found = [each for each in picture.mandates if _differs(each, managers, picture.framework)]
    holders = tuple(dict.fromkeys(each.holder for each in found))
    if not are_many_holders(holders, picture):
        return None
    return CouncilReading(
        rule,
        holders=holders,
        dimensions=tuple(dict.fromkeys(each.dimension for each in found)),
        evidence=tuple(_scores(picture, found, Group.MANAGER, Group.SELF)),
    )


def _differs(view: MandateView, managers: Position, framework: FrameworkSpec) -> bool:
    """Whether the two are on different sides of the middle, and further apart than chance explains.

    The rule for a clear change between two ratings, each of one person.
    """
    if view.own is None or view.apart is None or view.managers_stand is not managers:
        return False
    sd, single = framework.standard_deviation, framework.single_rater_reliability
    clear, middle = trend(view.apart, 1, sd, single), gaps.middle_of(framework.highest)
    if managers is Position.ABOVE:
        return view.own < middle and clear is Trend.UP
    return view.own > middle and clear is Trend.DOWN


def planning_unsettled(
    picture: CouncilPicture, _before: CouncilPicture | None
) -> CouncilReading | None:
    """Some have a say in service plans and others have none, as they and others see it."""
    for spec in picture.framework.dimensions:
        for key in spec.indicators:
            if spec.kind is Kind.MANDATE and has_slug(picture, key, PLANNING_STATEMENTS):
                return _planning(picture, spec.key, key)
    return None


def _planning(picture: CouncilPicture, dimension: str, statement: str) -> CouncilReading | None:
    said = {
        holder.key: (holder, _side(picture.framework, holder, dimension, statement))
        for holder in holders_with_role(picture)
    }
    asked = tuple(key for key, (_holder, side) in said.items() if side is Position.ABOVE)
    unasked = tuple(key for key, (_holder, side) in said.items() if side is Position.BELOW)
    if not (are_many_holders(asked, picture) and are_many_holders(unasked, picture)):
        return None
    return CouncilReading(
        CouncilRule.PLANNING_UNSETTLED,
        holders=asked,
        against=unasked,
        dimensions=(dimension,),
        evidence=tuple(
            HolderFigure(key, figure)
            for key in (*asked, *unasked)
            for group in (Group.SELF, Group.OTHERS)
            if (figure := _answer(said[key][0], dimension, statement, group))
        ),
    )


def _side(
    framework: FrameworkSpec, holder: RoleHolder, dimension: str, statement: str
) -> Position | None:
    """The side of the middle on which the holder is with a level to spare, and others clearly."""
    own = _answer(holder, dimension, statement, Group.SELF)
    others = _answer(holder, dimension, statement, Group.OTHERS)
    several = any(
        _answer(holder, dimension, statement, group) for group in (*ANONYMOUS, Group.COLLEAGUES)
    )
    if own is None or others is None or own.value is None or others.value is None or not several:
        return None
    middle, highest = gaps.middle_of(framework.highest), framework.highest
    sd, single = framework.standard_deviation, framework.single_rater_reliability
    near = gaps.margin(others.n or 1, sd, single)
    seen = gaps.mandate_standing(printed(others.value), near, highest)
    said = Position.ABOVE if own.value > middle else Position.BELOW
    return seen if seen is said and abs(own.value - middle) >= 1 else None


def _answer(holder: RoleHolder, dimension: str, statement: str, group: Group) -> Figure | None:
    """What a group says of a statement, where that is shown."""
    found = holder.find(Measure.ITEM_MEAN, dimension, group=group, indicator=statement)
    return None if found is None or found.value is None else found


# --- skills ---------------------------------------------------------------------------------


def core_skills_short(
    picture: CouncilPicture, _before: CouncilPicture | None
) -> CouncilReading | None:
    """Every holder is seen below target in every skill that is core to the roles held."""
    core = [
        (skill.dimension, each)
        for skill in picture.coverage
        for each in skill.own
        if _is_core(picture.holder(each.holder), skill.dimension)
    ]
    concerned = {each.holder for _dimension, each in core}
    everybody = {each.key for each in holders_with_role(picture)}
    if concerned != everybody or not all_seen_below([each for _dimension, each in core]):
        return None
    return CouncilReading(
        CouncilRule.CORE_SKILLS_SHORT,
        holders=tuple(each.key for each in holders_with_role(picture)),
        dimensions=tuple(dict.fromkeys(dimension for dimension, _each in core)),
        evidence=tuple(standing_evidence(picture, core)),
    )


def _is_core(holder: RoleHolder, dimension: str) -> bool:
    weight = holder.find(Measure.IMPORTANCE, dimension)
    return weight is not None and weight.value == CORE_IMPORTANCE


def customer_service_short(
    picture: CouncilPicture, _before: CouncilPicture | None
) -> CouncilReading | None:
    """Nobody is seen at the own target in customer service."""
    for skill in picture.coverage:
        if has_slug(picture, skill.dimension, CUSTOMER_SKILLS) and all_seen_below(skill.own):
            return _short(CouncilRule.CUSTOMER_SERVICE_SHORT, picture, skill)
    return None


def _short(rule: CouncilRule, picture: CouncilPicture, skill: SkillCoverage) -> CouncilReading:
    return CouncilReading(
        rule,
        holders=tuple(each.holder for each in skill.own),
        dimensions=(skill.dimension,),
        evidence=tuple(standing_evidence(picture, [(skill.dimension, each) for each in skill.own])),
    )
