"""Rules about who holds what, and where attention goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from assessment.scoring.council import CouncilFocus, CouncilPicture, FocusEnd, FocusPlace
from assessment.scoring.council_holders import HolderFigure, RoleHolder
from assessment.scoring.council_rules import (
    LEVELS_APART,
    NEEDS,
    SERVICES_FOCUS,
    CouncilReading,
    CouncilRule,
    are_many_holders,
    evidence_of,
    has_slug,
    holders_with_role,
)
from assessment.scoring.values import Group, Measure, Position, Trend

# --- who holds what -------------------------------------------------------------------------


def role_vacant(picture: CouncilPicture, _before: CouncilPicture | None) -> CouncilReading | None:
    """A role of the framework that nobody who takes part holds."""
    vacant = tuple(each.role for each in picture.roles if not each.holders)
    return CouncilReading(CouncilRule.ROLE_VACANT, roles=vacant) if vacant else None


def all_on_one(picture: CouncilPicture, _before: CouncilPicture | None) -> CouncilReading | None:
    """One person alone holds every role, and a core skill reaches no role's target."""
    held = {each.holders for each in picture.roles}
    if len(picture.roles) < 2 or len(held) != 1 or len(next(iter(held))) != 1:
        return None
    holder = picture.holder(next(iter(held))[0])
    open_skills = [
        each.dimension
        for each in picture.coverage
        if each.is_core and all(asked.is_covered is False for asked in each.asked)
    ]
    if not open_skills:
        return None
    places = [
        place
        for key in open_skills
        for place in (
            (Measure.SCORE, key, Group.OTHERS, None),
            *((Measure.ROLE_TARGET, key, None, role) for role in holder.roles),
            (Measure.MARGIN, key, None, None),
        )
    ]
    return CouncilReading(
        CouncilRule.ALL_ON_ONE,
        holders=(holder.key,),
        roles=holder.roles,
        dimensions=tuple(open_skills),
        evidence=tuple(evidence_of([holder], *places)),
    )


def targets_pull_apart(
    picture: CouncilPicture, _before: CouncilPicture | None
) -> CouncilReading | None:
    """Roles in one pair of hands whose ranges never meet, or whose targets lie a level apart."""
    found = [
        (holder, dimension) for holder in picture.holders for dimension in _pulled(picture, holder)
    ]
    if not found:
        return None
    places = (
        HolderFigure(holder.key, figure)
        for holder, dimension in found
        for figure in holder.figures
        if figure.dimension == dimension
        and figure.measure in NEEDS[CouncilRule.TARGETS_PULL_APART].measures
    )
    held = {role for holder, _dimension in found for role in holder.roles}
    return CouncilReading(
        CouncilRule.TARGETS_PULL_APART,
        holders=tuple(dict.fromkeys(holder.key for holder, _dimension in found)),
        roles=tuple(each.key for each in picture.asked if each.key in held),
        dimensions=tuple(dict.fromkeys(dimension for _holder, dimension in found)),
        evidence=tuple(places),
    )


def _pulled(picture: CouncilPicture, holder: RoleHolder) -> Iterator[str]:
    """The dimensions in which two of the roles held pull apart, from the figures released."""
    for spec in picture.framework.dimensions:
        asked = _asked(holder, spec.key, Measure.ROLE_TARGET)
        lows = _asked(holder, spec.key, Measure.RANGE_LOW)
        highs = _asked(holder, spec.key, Measure.RANGE_HIGH)
        far = bool(asked) and max(asked) - min(asked) >= LEVELS_APART
        if far or (lows and highs and max(lows) > min(highs)):
            yield spec.key


def _asked(holder: RoleHolder, dimension: str, measure: Measure) -> list[Fraction]:
    return [
        figure.value
        for role in holder.roles
        if (figure := holder.find(measure, dimension, role=role)) and figure.value is not None
    ]


# --- focus ----------------------------------------------------------------------------------


def _services_focus(picture: CouncilPicture) -> Iterator[CouncilFocus]:
    return (each for each in picture.focus if has_slug(picture, each.dimension, SERVICES_FOCUS))


def no_services_champion(
    picture: CouncilPicture, _before: CouncilPicture | None
) -> CouncilReading | None:
    """Whoever holds the role nearest to services looks elsewhere, and one of them holds two."""
    for focus in _services_focus(picture):
        places = [each for each in focus.places if each.role == focus.far_role]
        holders = [picture.holder(each.holder) for each in places]
        if not any(each.is_combined for each in holders) or not _all_clearly_below(places):
            continue
        role = focus.far_role
        return CouncilReading(
            CouncilRule.NO_SERVICES_CHAMPION,
            holders=tuple(each.key for each in holders),
            roles=(role,) if role else (),
            dimensions=(focus.dimension,),
            evidence=tuple(
                evidence_of(
                    holders,
                    (Measure.SCORE, focus.dimension, Group.OTHERS, None),
                    (Measure.RANGE_LOW, focus.dimension, None, role),
                    (Measure.RANGE_HIGH, focus.dimension, None, role),
                )
            ),
        )
    return None


def _all_clearly_below(places: Sequence[FocusPlace]) -> bool:
    return all(each.clearly is Position.BELOW for each in places)


def focus_narrowed(picture: CouncilPicture, before: CouncilPicture | None) -> CouncilReading | None:
    """Attention of people who took part before has clearly moved to the near end."""
    for focus in _services_focus(picture):
        moved = [
            holder
            for holder in holders_with_role(picture)
            if _was_seen(before, holder.person) and _narrowed(focus, holder)
        ]
        if are_many_holders(moved, picture):
            return CouncilReading(
                CouncilRule.FOCUS_NARROWED,
                holders=tuple(each.key for each in moved),
                dimensions=(focus.dimension,),
                evidence=tuple(
                    evidence_of(
                        moved,
                        *(
                            (measure, focus.dimension, Group.OTHERS, None)
                            for measure in (Measure.THEN, Measure.CHANGE, Measure.SCORE)
                        ),
                    )
                ),
            )
    return None


def _was_seen(before: CouncilPicture | None, person: str) -> bool:
    """Whether this person's focus could be read in the earlier round."""
    return before is not None and any(
        place.end is not None
        for focus in _services_focus(before)
        for place in focus.places
        if person and before.holder(place.holder).person == person
    )


def _narrowed(focus: CouncilFocus, holder: RoleHolder) -> bool:
    """A clear change towards the near end, which ends in its half or below a range."""
    change = holder.find(Measure.CHANGE, focus.dimension, group=Group.OTHERS)
    if change is None or change.value is None or change.code != Trend.DOWN:
        return False
    return any(
        each.end is FocusEnd.NEAR or each.clearly is Position.BELOW
        for each in focus.places
        if each.holder == holder.key
    )
