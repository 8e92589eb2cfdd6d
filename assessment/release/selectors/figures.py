"""The figures of a released report in plain names and values, as a person may have them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from assessment.models import Dimension, Goal, Indicator, Report, Role
from assessment.rater_groups import name_of
from assessment.release.selectors.results import figures_of, one_decimal
from assessment.scoring.reasons import explain
from assessment.scoring.values import Bound, Figure, Measure

NAMES: dict[Measure, Any] = {
    Measure.INVITED: gettext_lazy("People asked"),
    Measure.COMPLETED: gettext_lazy("People who answered"),
    Measure.MERGED: gettext_lazy("Group that was put together with others"),
    Measure.ITEM_MEAN: gettext_lazy("Mean rating of a statement"),
    Measure.NOT_OBSERVED: gettext_lazy("Ratings “not observed”"),
    Measure.SCORE: gettext_lazy("Score"),
    Measure.TARGET: gettext_lazy("Target"),
    Measure.IMPORTANCE: gettext_lazy("Importance"),
    Measure.ROLE_TARGET: gettext_lazy("Target of a role"),
    Measure.ROLE_IMPORTANCE: gettext_lazy("Importance for a role"),
    Measure.ROLE_GAP: gettext_lazy("Gap to a role’s target"),
    Measure.RANGE_LOW: gettext_lazy("Expected range, low end"),
    Measure.RANGE_HIGH: gettext_lazy("Expected range, high end"),
    Measure.POSITION: gettext_lazy("Position in the expected range"),
    Measure.GAP: gettext_lazy("Gap to target"),
    Measure.GAP_SELF: gettext_lazy("Gap to target, own view"),
    Measure.PERCEPTION_GAP: gettext_lazy("Own view minus the view of others"),
    Measure.AGREEMENT: gettext_lazy("Agreement of own view and others"),
    Measure.QUADRANT: gettext_lazy("Own view and others against the target"),
    Measure.PRIORITY: gettext_lazy("Priority"),
    Measure.RANK: gettext_lazy("Rank"),
    Measure.SPREAD: gettext_lazy("How far views agree"),
    Measure.DISTRIBUTION: gettext_lazy("Ratings of a level"),
    Measure.COMMENT: gettext_lazy("Comment"),
    Measure.CHANGE: gettext_lazy("Change since the round before"),
    Measure.BENCHMARK_COUNCILS: gettext_lazy("Councils compared with"),
    Measure.BENCHMARK_MEDIAN: gettext_lazy("Median of other councils"),
    Measure.BENCHMARK_LOWER_QUARTILE: gettext_lazy("Lower quartile of other councils"),
    Measure.BENCHMARK_UPPER_QUARTILE: gettext_lazy("Upper quartile of other councils"),
    Measure.BENCHMARK_PERCENTILE: gettext_lazy("Percentile among other councils"),
}

BOUNDS: dict[Bound, Any] = {
    Bound.EXACT: "",
    Bound.OR_LOWER: gettext_lazy("or lower"),
    Bound.OR_HIGHER: gettext_lazy("or higher"),
    Bound.ABOUT: gettext_lazy("about"),
}

COUNTS = {
    Measure.INVITED,
    Measure.COMPLETED,
    Measure.NOT_OBSERVED,
    Measure.DISTRIBUTION,
    Measure.IMPORTANCE,
    Measure.ROLE_IMPORTANCE,
    Measure.RANK,
    Measure.BENCHMARK_COUNCILS,
}


def of_reports(reports: Iterable[Report], *, language: str) -> dict[uuid.UUID, dict[str, Any]]:
    """By report: its figures in the order of their release, and the participant's goals.

    Values have one decimal, as the report shows them; a withheld figure says why. The number of
    queries does not grow with that of reports.
    """
    listed = list(reports)
    figures = figures_of(report.pk for report in listed)
    names = _names((each for found in figures.values() for each in found), language)
    goals = _goals(listed)
    return {
        report.pk: {
            "released_on": report.released_on.isoformat(),
            "min_group_size": report.min_group_size,
            "figures": [
                _row(figure, names, report.min_group_size) for figure in figures.get(report.pk, ())
            ],
            "goals": goals[report.pk],
        }
        for report in listed
    }


def _names(figures: Iterable[Figure], language: str) -> dict[str | None, str]:
    """The texts behind the keys of figures."""
    keys: dict[str, set[str]] = defaultdict(set)
    for figure in figures:
        for part in ("dimension", "indicator", "role"):
            if key := getattr(figure, part):
                keys[part].add(key)
    texts: dict[str | None, str] = {None: ""}
    for each in Dimension.objects.filter(pk__in=keys["dimension"]):
        texts[str(each.pk)] = each.text_in("name", language)[0]
    for indicator in Indicator.objects.filter(pk__in=keys["indicator"]):
        texts[str(indicator.pk)] = indicator.text_in("text", language)[0]
    for role in Role.objects.filter(pk__in=keys["role"]):
        texts[str(role.pk)] = role.text_in("name", language)[0]
    return texts


def _goals(reports: Iterable[Report]) -> dict[uuid.UUID, list[dict[str, Any]]]:
    found: dict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
    for goal in Goal.objects.filter(report__in=list(reports)).order_by("report", "position"):
        found[goal.report_id].append(
            {
                "text": goal.text,
                "sign_of_success": goal.sign_of_success,
                "review_on": goal.review_on.isoformat() if goal.review_on else None,
            }
        )
    return found


def _row(figure: Figure, names: Mapping[str | None, str], k: int) -> dict[str, Any]:
    return {
        "what": str(NAMES[figure.measure]),
        "dimension": names[figure.dimension],
        "statement": names[figure.indicator],
        "role": names[figure.role],
        "group": name_of(figure.group) if figure.group else "",
        "level": figure.level,
        "value": _value(figure),
        "ratings": figure.n,
        "text": figure.text,
        "withheld": explain(figure.withheld, k=k) if figure.withheld else "",
    }


def _value(figure: Figure) -> str:
    """As many digits as the report shows: more would tell more than it does."""
    if figure.value is None:
        return figure.code.replace("_", " ")
    whole = figure.measure in COUNTS
    number = str(int(figure.value)) if whole else str(one_decimal(figure.value))
    words = [number, str(BOUNDS[figure.bound]), figure.code.replace("_", " ")]
    return " ".join(word for word in words if word)
