"""A framework as scoring takes it. Keys are the identifiers of the rows."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from assessment.models import Dimension, Framework, Target
from assessment.scoring.values import DimensionSpec, FrameworkSpec, Group, Kind, RoleTarget


def framework_spec(framework: Framework) -> FrameworkSpec:
    """Dimensions and indicators in their order with the scale's top, in two queries."""
    dimensions = framework.dimensions.order_by("position", "key").prefetch_related("indicators")
    return FrameworkSpec(
        dimensions=tuple(_dimension(dimension) for dimension in dimensions),
        highest=framework.scale_top,
        standard_deviation=Fraction(framework.standard_deviation),
        single_rater_reliability=Fraction(framework.single_rater_reliability),
    )


def targets_of(framework: Framework) -> dict[str, dict[str, RoleTarget]]:
    """By role and dimension: what is asked, in levels."""
    targets: dict[str, dict[str, RoleTarget]] = defaultdict(dict)
    for target in Target.objects.filter(role__framework=framework):
        targets[str(target.role_id)][str(target.dimension_id)] = RoleTarget(
            level=None if target.level is None else Fraction(target.level),
            importance=target.importance,
            range_low=None if target.range_low is None else Fraction(target.range_low),
            range_high=None if target.range_high is None else Fraction(target.range_high),
        )
    return targets


def _dimension(dimension: Dimension) -> DimensionSpec:
    indicators = sorted(dimension.indicators.all(), key=lambda i: (i.position, i.key))
    return DimensionSpec(
        str(dimension.pk),
        Kind(dimension.kind),
        tuple(str(i.pk) for i in indicators),
        {str(i.pk): frozenset(map(Group, i.seen_by)) for i in indicators if i.seen_by},
    )
