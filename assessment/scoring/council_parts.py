"""What a council's picture is made of: each part from released figures. `council` has the types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from assessment.scoring import audiences, gaps
from assessment.scoring.aggregate import printed
from assessment.scoring.council import (
    CouncilFocus,
    CouncilPicture,
    DimensionOverall,
    FocusEnd,
    FocusPlace,
    GroupAnswered,
    HolderAnswered,
    HolderCorner,
    HolderStanding,
    MandateView,
    RoleCoverage,
    RoleHeld,
    SkillCoverage,
    is_any,
)
from assessment.scoring.council_holders import HolderSheet, RoleHolder, SeenScore, holder_sheets
from assessment.scoring.profile import instrument_of
from assessment.scoring.values import (
    Agreement,
    DimensionSpec,
    Figure,
    FrameworkSpec,
    Group,
    Kind,
    Measure,
    Position,
    Reason,
    RoleSpec,
    RoleTarget,
)

Sheets = Sequence[HolderSheet]


def council_picture(
    framework: FrameworkSpec,
    roles: Sequence[RoleSpec],
    holders: Sequence[RoleHolder],
    *,
    k: int,
    slugs: Mapping[str, str],
) -> CouncilPicture:
    """The picture of one round, for a reader who may open every report that it is made of.

    `roles` are all of the framework, held or not; `holders` all participants with their figures
    as they are shown; `k` the round's minimum group size. Nothing is read but released figures.
    """
    sheets = holder_sheets(holders, instrument_of(framework))
    skills = _of_kind(framework, Kind.SKILL)
    coverage = tuple(_coverage(key, roles, sheets) for key in skills)
    mandates = tuple(
        _mandate(key, sheet, framework.highest)
        for sheet in sheets
        for key in _of_kind(framework, Kind.MANDATE)
    )
    return CouncilPicture(
        framework=framework,
        asked=tuple(roles),
        k=k,
        holders=tuple(holders),
        slugs=slugs,
        roles=tuple(_role_held(role.key, holders) for role in roles),
        coverage=coverage,
        focus=tuple(
            _focus(key, roles, sheets, framework.highest) for key in _of_kind(framework, Kind.FOCUS)
        ),
        mandates=mandates,
        corners=tuple(_corner(holder.key, coverage, mandates) for holder in holders),
        overall=tuple(_overall(framework, sheets, coverage)),
        response=tuple(HolderAnswered(h.key, tuple(_answered(h))) for h in holders),
    )


def _of_kind(framework: FrameworkSpec, kind: Kind) -> list[str]:
    return [each.key for each in framework.dimensions if each.kind is kind]


# --- roles and coverage -------------------------------------------------------------------


def _role_held(role: str, holders: Sequence[RoleHolder]) -> RoleHeld:
    held = [each for each in holders if role in each.roles]
    return RoleHeld(
        role,
        tuple(each.key for each in held),
        tuple(each.key for each in held if each.is_combined),
    )


def _coverage(dimension: str, roles: Sequence[RoleSpec], sheets: Sheets) -> SkillCoverage:
    asked = tuple(
        RoleCoverage(role, target.level, target.importance, _standings(dimension, target, sheets))
        for role, target in gaps.role_targets(roles, dimension).items()
        if target.level is not None
    )
    highest = max(asked, key=lambda each: each.target, default=None)
    return SkillCoverage(
        dimension, asked, highest.reached_by if highest else (), tuple(_own(dimension, sheets))
    )


def _standings(dimension: str, target: RoleTarget, sheets: Sheets) -> tuple[HolderStanding, ...]:
    return tuple(
        _standing(sheet, dimension, target.level) for sheet in sheets if target.level is not None
    )


def _own(dimension: str, sheets: Sheets) -> Iterator[HolderStanding]:
    """Each holder who has a target against it, as the own report does."""
    for sheet in sheets:
        target = sheet.find(Measure.TARGET, dimension)
        if target is not None and target.value is not None:
            yield _standing(sheet, dimension, target.value)


def _standing(sheet: HolderSheet, dimension: str, target: Fraction) -> HolderStanding:
    seen = sheet.seen(dimension)
    return HolderStanding(sheet.holder.key, target, seen, seen.stands(printed(target)))


# --- focus --------------------------------------------------------------------------------


def _focus(dimension: str, roles: Sequence[RoleSpec], sheets: Sheets, highest: int) -> CouncilFocus:
    asked = gaps.role_targets(roles, dimension)
    places = (
        _place(sheet, dimension, role, asked[role], highest)
        for sheet in sheets
        for role in sheet.holder.roles
        if role in asked
    )
    return CouncilFocus(dimension, tuple(each for each in places if each), _far_role(asked))


def _far_role(asked: Mapping[str, RoleTarget]) -> str | None:
    """The one role whose range ends furthest at the far end, or begins furthest."""
    ends = {
        role: (target.range_high, target.range_low)
        for role, target in asked.items()
        if target.range_low is not None and target.range_high is not None
    }
    far = [role for role, each in ends.items() if each == max(ends.values())]
    return far[0] if len(far) == 1 else None


def _place(
    sheet: HolderSheet, dimension: str, role: str, asked: RoleTarget, highest: int
) -> FocusPlace | None:
    low, high = asked.range_low, asked.range_high
    if low is None or high is None:
        return None
    seen = sheet.seen(dimension)
    position = None if seen.score is None else gaps.position(seen.score, low, high)
    clearly = end = None
    if seen.concludes and seen.score is not None and seen.margin is not None:
        clearly = gaps.position(seen.score, low - seen.margin, high + seen.margin)
        end = _end(seen.score, highest)
    return FocusPlace(sheet.holder.key, role, low, high, seen, position, clearly, end)


def _end(score: Fraction, highest: int) -> FocusEnd:
    level, middle = gaps.nearest_level(score, highest), gaps.middle_of(highest)
    if level == middle:
        return FocusEnd.MIDDLE
    return FocusEnd.FAR if level > middle else FocusEnd.NEAR


# --- mandate against skill ----------------------------------------------------------------


def _mandate(dimension: str, sheet: HolderSheet, highest: int) -> MandateView:
    seen, managers = sheet.seen(dimension), sheet.seen(dimension, Group.MANAGER)
    return MandateView(
        holder=sheet.holder.key,
        dimension=dimension,
        seen=seen,
        stands=_mandate_stands(seen, highest) if seen.concludes else None,
        own=sheet.seen(dimension, Group.SELF).score,
        managers=managers,
        managers_stand=_mandate_stands(managers, highest),
        apart=sheet.apart(dimension, Group.MANAGER),
    )


def _mandate_stands(seen: SeenScore, highest: int) -> Position | None:
    if seen.score is None or seen.margin is None:
        return None
    return gaps.mandate_standing(seen.score, seen.margin, highest)


def _corner(
    holder: str, coverage: Sequence[SkillCoverage], mandates: Sequence[MandateView]
) -> HolderCorner:
    standings = {
        skill.dimension: each for skill in coverage for each in skill.own if each.holder == holder
    }
    shown = {key: each for key, each in standings.items() if each.seen.score is not None}
    return HolderCorner(
        holder,
        is_any([None if s.reaches is None else not s.reaches for s in shown.values()]),
        is_any(
            [
                None if each.stands is None else each.stands is Position.BELOW
                for each in mandates
                if each.holder == holder
            ]
        ),
        short=tuple(key for key, each in shown.items() if each.reaches is False),
        judged=tuple(key for key, each in shown.items() if each.reaches is not None),
    )


# --- all participants ---------------------------------------------------------------------


def _overall(
    framework: FrameworkSpec, sheets: Sheets, coverage: Sequence[SkillCoverage]
) -> Iterator[DimensionOverall]:
    members = [audiences.Member(sheet.holder.figures, {}) for sheet in sheets]
    figures = audiences.council_figures(framework, members, opens_reports=True)
    means = {(each.measure, each.dimension): each for each in figures}
    standings = {each.dimension: each.own for each in coverage}
    for spec in framework.dimensions:
        yield _dimension_overall(spec, sheets, means, standings.get(spec.key, ()))


def _dimension_overall(
    spec: DimensionSpec,
    sheets: Sheets,
    means: Mapping[tuple[Measure, str | None], Figure],
    standings: Sequence[HolderStanding],
) -> DimensionOverall:
    seen = [score for sheet in sheets if (score := sheet.seen(spec.key).score) is not None]
    ranks = [rank for sheet in sheets if (rank := sheet.find(Measure.RANK, spec.key))]
    enough = len(seen) >= audiences.COUNCIL_PARTICIPANTS
    mean = means.get((Measure.SCORE, spec.key)) if enough else None
    mean_gap = means.get((Measure.GAP, spec.key)) if enough else None
    return DimensionOverall(
        dimension=spec.key,
        kind=spec.kind,
        scored=len(seen),
        mean=mean.value if mean else None,
        lowest=min(seen) if enough else None,
        highest=max(seen) if enough else None,
        gap=mean_gap.value if mean_gap else None,
        withheld=None if enough else Reason.COUNCIL_TOO_FEW_PARTICIPANTS,
        standings=Counter(each.stands for each in standings),
        ranked=len(ranks),
        first=sum(each.value == 1 for each in ranks),
        views=_views(spec.key, sheets),
        difference=_difference(spec.key, sheets),
    )


def _views(dimension: str, sheets: Sheets) -> Mapping[Agreement, int]:
    found = (sheet.find(Measure.AGREEMENT, dimension) for sheet in sheets)
    return Counter(Agreement(each.code) for each in found if each and each.code)


def _difference(dimension: str, sheets: Sheets) -> Fraction | None:
    """The mean of self − others over those of whom something is concluded, five at least."""
    found = [
        each
        for sheet in sheets
        if sheet.view(dimension).is_of_several
        and (each := sheet.view(dimension).difference) is not None
    ]
    if len(found) < audiences.COUNCIL_PARTICIPANTS:
        return None
    return sum(found, Fraction(0)) / len(found)


def _answered(holder: RoleHolder) -> Iterator[GroupAnswered]:
    """The groups as the report shows them, in its order."""
    for each in holder.figures:
        if each.group is None or each.dimension is not None:
            continue
        if each.measure is Measure.MERGED:
            yield GroupAnswered(each.group, merged_into=Group(each.code))
        elif each.measure is Measure.COMPLETED:
            answered = None if each.value is None else int(each.value)
            yield GroupAnswered(each.group, answered, each.withheld)
