"""What the steps between a council's rounds are made of. `council_years` has the types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from assessment.scoring.aggregate import printed
from assessment.scoring.audiences import COUNCIL_PARTICIPANTS
from assessment.scoring.change import SameWords, mean_trend, shift_as_printed
from assessment.scoring.council import DimensionOverall
from assessment.scoring.council_holders import RoleHolder
from assessment.scoring.council_years import (
    CouncilStep,
    CouncilYear,
    CouncilYears,
    CoverageStep,
    DimensionStep,
    FocusStep,
    HolderShift,
    HolderStep,
    MeanShift,
    RoleMove,
    RoleStep,
    TargetStep,
    YearsApart,
)
from assessment.scoring.values import (
    Figure,
    Group,
    Measure,
    Position,
    RoleTarget,
    Trend,
)


def council_years(years: Sequence[CouncilYear]) -> CouncilYears:
    """The steps of a series of rounds of one council, the first one first.

    For a reader who may open every report that these pictures are made of.
    """
    read = [_Read(year) for year in years]
    return CouncilYears(tuple(years), tuple(_step(then, now) for then, now in pairwise(read)))


class _Read:
    """A year by the names that are the same in every version of a framework."""

    def __init__(self, year: CouncilYear) -> None:
        self.year, self.picture = year, year.picture
        self.slugs = year.picture.slugs
        self.people = {each.person: each for each in self.picture.holders if each.person}
        self.dimensions = {self.slugs[d.key]: d for d in self.picture.framework.dimensions}
        self.roles = {self.slugs[role.key]: role for role in self.picture.asked}
        self.overall = {self.slugs[each.dimension]: each for each in self.picture.overall}
        self.corners = {each.holder: each.corner for each in self.picture.corners}

    @property
    def highest(self) -> int:
        return self.picture.framework.highest

    def held(self, holder: RoleHolder) -> tuple[str, ...]:
        return tuple(self.slugs[role] for role in holder.roles)

    def holders_of(self, role: str) -> tuple[str, ...]:
        return tuple(p for p, holder in self.people.items() if role in self.held(holder))

    def target(self, role: str, dimension: str) -> RoleTarget | None:
        """What a role asks of a dimension; None where it asks nothing."""
        found = self.roles[role].targets.get(self.dimensions[dimension].key)
        return None if found is None or found == RoleTarget() else found

    def covered(self) -> dict[tuple[str, str], bool | None]:
        return {
            (self.slugs[skill.dimension], self.slugs[asked.role]): asked.is_covered
            for skill in self.picture.coverage
            for asked in skill.asked
        }

    def places(self) -> dict[tuple[str, str, str], Position | None]:
        """By holder, dimension and role: where attention is against the range."""
        return {
            (p.holder, self.slugs[focus.dimension], self.slugs[p.role]): p.position
            for focus in self.picture.focus
            for p in focus.places
        }


def _step(then: _Read, now: _Read) -> CouncilStep:
    stayed = tuple(_holders(then, now))
    return CouncilStep(
        then=then.year.key,
        now=now.year.key,
        roles=tuple(_roles(then, now)),
        targets=tuple(_targets(then, now)),
        stayed=stayed,
        joined=tuple(h.key for h in now.picture.holders if h.person not in then.people),
        left=tuple(h.key for h in then.picture.holders if h.person not in now.people),
        dimensions=tuple(_dimensions(then, now, stayed)),
        coverage=tuple(_coverage(then, now)),
    )


# --- roles and targets --------------------------------------------------------------------


def _roles(then: _Read, now: _Read) -> Iterator[RoleStep]:
    for role in dict.fromkeys((*now.roles, *then.roles)):
        before, after = then.holders_of(role), now.holders_of(role)
        if role not in then.roles or role not in now.roles:
            move = RoleMove.NEW if role in now.roles else RoleMove.GONE
            yield RoleStep(role, move, before, after)
        elif others := _parted(then, now, role):
            yield RoleStep(role, RoleMove.SPLIT, before, after, others)
        elif others := _parted(now, then, role):
            yield RoleStep(role, RoleMove.JOINED, before, after, others)
        else:
            yield RoleStep(role, _move(set(before), set(after)), before, after)


def _parted(one: _Read, two: _Read, role: str) -> tuple[str, ...]:
    """Roles that one person alone held together with it, and that are apart in the other round."""
    holders = one.holders_of(role)
    if len(holders) != 1 or not two.holders_of(role):
        return ()
    return tuple(
        other
        for other in one.held(one.people[holders[0]])
        if other != role
        and one.holders_of(other) == holders
        and (elsewhere := two.holders_of(other))
        and not set(elsewhere) & set(two.holders_of(role))
    )


def _move(before: set[str], after: set[str]) -> RoleMove:
    if not before or not after:
        nobody = RoleMove.VACANT if not before and not after else RoleMove.GIVEN_UP
        return RoleMove.TAKEN if after else nobody
    if before == after:
        return RoleMove.KEPT
    return RoleMove.OTHER_HOLDERS if before & after else RoleMove.HANDED_ON


def _targets(then: _Read, now: _Read) -> Iterator[TargetStep]:
    """Of roles and dimensions that both versions have."""
    for role in now.roles:
        for dimension in now.dimensions if role in then.roles else ():
            if dimension in then.dimensions:
                before, after = then.target(role, dimension), now.target(role, dimension)
                if before != after:
                    yield TargetStep(role, dimension, before, after)


def _coverage(then: _Read, now: _Read) -> Iterator[CoverageStep]:
    before = then.covered()
    for (dimension, role), covered in now.covered().items():
        if (dimension, role) in before:
            same = now.year.same.get(dimension)
            yield CoverageStep(
                dimension,
                role,
                before[dimension, role],
                covered,
                is_comparable=same is not None
                and same.is_comparable
                and then.highest == now.highest
                and _level(then, role, dimension) == _level(now, role, dimension),
            )


def _level(read: _Read, role: str, dimension: str) -> Fraction | None:
    target = read.target(role, dimension)
    return target.level if target else None


# --- people -------------------------------------------------------------------------------


def _holders(then: _Read, now: _Read) -> Iterator[HolderStep]:
    for person, after in now.people.items():
        before = then.people.get(person)
        if before is None:
            continue
        held, holds = then.held(before), now.held(after)
        is_compared = after.key in now.year.compared
        yield HolderStep(
            person=person,
            then=before.key,
            now=after.key,
            taken=tuple(role for role in holds if role not in held),
            given=tuple(role for role in held if role not in holds),
            is_compared=is_compared,
            shifts=tuple(_shifts(after, now)) if is_compared else (),
            focus=tuple(_focus(before.key, after.key, then, now)),
            corner_then=then.corners.get(before.key),
            corner_now=now.corners.get(after.key),
        )


def _shifts(holder: RoleHolder, now: _Read) -> Iterator[HolderShift]:
    for slug, spec in now.dimensions.items():
        change = holder.find(Measure.CHANGE, spec.key, group=Group.OTHERS)
        then = holder.find(Measure.THEN, spec.key, group=Group.OTHERS)
        if change is not None:
            yield _shift(slug, then, change)


def _shift(slug: str, then: Figure | None, change: Figure) -> HolderShift:
    if change.value is None:
        return HolderShift(slug, withheld=change.withheld)
    return HolderShift(
        slug,
        then=None if then is None or then.value is None else printed(then.value),
        change=printed(change.value),
        trend=Trend(change.code),
        n=change.n,
    )


def _focus(before: str, after: str, then: _Read, now: _Read) -> Iterator[FocusStep]:
    earlier = then.places()
    for (holder, dimension, role), position in now.places().items():
        if holder == after and (before, dimension, role) in earlier:
            yield FocusStep(dimension, role, earlier[before, dimension, role], position)


# --- all participants ---------------------------------------------------------------------


def _dimensions(then: _Read, now: _Read, stayed: Sequence[HolderStep]) -> Iterator[DimensionStep]:
    for slug, spec in now.dimensions.items():
        before, after = then.overall.get(slug), now.overall[slug]
        words = now.year.same.get(slug)
        different = _different(then, now, slug)
        yield DimensionStep(
            dimension=slug,
            kind=spec.kind,
            words=words,
            then=before,
            now=after,
            apart=different or _apart(before, after, words),
            both=MeanShift(0, apart=different) if different else _of_both(slug, stayed, now),
        )


def _different(then: _Read, now: _Read, slug: str) -> YearsApart | None:
    """Why nothing of the two rounds can be compared."""
    if slug not in then.dimensions:
        return YearsApart.NOT_THERE
    if then.highest != now.highest:
        return YearsApart.SCALE
    words = now.year.same.get(slug)
    return None if words is not None and words.is_comparable else YearsApart.WORDS


def _apart(
    before: DimensionOverall | None, after: DimensionOverall, words: SameWords | None
) -> YearsApart | None:
    """Why two means may not even stand beside each other."""
    if words is None or not words.is_whole:
        return YearsApart.WORDS
    few = before is None or before.mean is None or after.mean is None
    return YearsApart.FEW if few else None


def _of_both(slug: str, stayed: Sequence[HolderStep], now: _Read) -> MeanShift:
    """Of the exact released figures; the words are decided on the tenths that are printed."""
    key = now.dimensions[slug].key
    found = [
        (then.value, change.value, change.n or 1)
        for each in stayed
        if each.is_compared
        and (change := now.people[each.person].find(Measure.CHANGE, key, group=Group.OTHERS))
        and (then := now.people[each.person].find(Measure.THEN, key, group=Group.OTHERS))
        and change.value is not None
        and then.value is not None
    ]
    if len(found) < COUNCIL_PARTICIPANTS:
        return MeanShift(len(found), apart=YearsApart.FEW_IN_BOTH)
    then_mean = sum((then for then, _c, _n in found), Fraction(0)) / len(found)
    exact = sum((change for _t, change, _n in found), Fraction(0)) / len(found)
    shift = shift_as_printed(then_mean, exact)
    spec = now.picture.framework
    ns = [n for _then, _change, n in found]
    trend = mean_trend(shift, ns, spec.standard_deviation, spec.single_rater_reliability)
    return MeanShift(len(found), printed(then_mean), shift, trend)
