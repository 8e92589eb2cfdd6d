"""The figures of a released report in plain names and values, as a person may have them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from assessment.measures import MEASURES, as_shown
from assessment.models import Dimension, Goal, Indicator, Report, Role
from assessment.rater_groups import name_of
from assessment.release.selectors.figure_rows import figures_of_check_ins
from assessment.release.selectors.results import figures_of
from assessment.scoring.reasons import explain
from assessment.scoring.values import Bound, Figure

BOUNDS: dict[Bound, Any] = {
    Bound.EXACT: "",
    Bound.OR_LOWER: gettext_lazy("or lower"),
    Bound.OR_HIGHER: gettext_lazy("or higher"),
    Bound.ABOUT: gettext_lazy("about"),
}
_WORDS = {
    "over": gettext_lazy("over"),
    "under": gettext_lazy("under"),
    "in_agreement": gettext_lazy("in agreement"),
    "open_strength": gettext_lazy("open strength"),
    "hidden_strength": gettext_lazy("hidden strength"),
    "blind_spot": gettext_lazy("blind spot"),
    "known_need": gettext_lazy("known need"),
    "aligned": gettext_lazy("aligned"),
    "self_higher": gettext_lazy("self higher"),
    "self_lower": gettext_lazy("self lower"),
    "similar": gettext_lazy("similar"),
    "some": gettext_lazy("some"),
    "split": gettext_lazy("split"),
    "below": gettext_lazy("below"),
    "within": gettext_lazy("within"),
    "above": gettext_lazy("above"),
    "up": gettext_lazy("up"),
    "down": gettext_lazy("down"),
    "unclear": gettext_lazy("unclear"),
    "less": gettext_lazy("less"),
    "more": gettext_lazy("more"),
}


def word_of(code: str) -> str:
    """What the code of a figure says; of one that has no word, the code in plain letters."""
    return str(_WORDS.get(code) or code.replace("_", " "))


def of_reports(reports: Iterable[Report], *, language: str) -> dict[uuid.UUID, dict[str, Any]]:
    """By report: its figures in the order of their release, and the participant's goals.

    Values have one decimal, as the report shows them; a withheld figure says why. The number of
    queries does not grow with that of reports.
    """
    listed = list(reports)
    keys = [report.pk for report in listed]
    figures = {**figures_of(keys), **figures_of_check_ins(keys)}
    names = _names((each for found in figures.values() for each in found), language)
    goals = _goals(listed, language)
    return {
        report.pk: {
            "released_on": report.released_on.isoformat(),
            "unit": report.unit,
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


def _goals(reports: Iterable[Report], language: str) -> dict[uuid.UUID, list[dict[str, Any]]]:
    found: dict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
    goals = Goal.objects.filter(report__in=list(reports)).select_related("skill")
    for goal in goals.order_by("report", "position"):
        found[goal.report_id].append(
            {
                "text": goal.text,
                "skill": goal.skill.text_in("name", language)[0] if goal.skill else "",
                "why": goal.why,
                "sign_of_success": goal.sign_of_success,
                "review_on": goal.review_on.isoformat() if goal.review_on else None,
            }
        )
    return found


def _row(figure: Figure, names: Mapping[str | None, str], k: int) -> dict[str, Any]:
    return {
        "what": str(MEASURES[figure.measure].name),
        "dimension": names[figure.dimension],
        "statement": names[figure.indicator],
        "role": names[figure.role],
        "group": name_of(figure.group) if figure.group else "",
        "level": figure.level,
        "value": _value(figure),
        "ratings": figure.n,
        "text": figure.text,
        "withheld": explain(figure.withheld, k=k, say=gettext) if figure.withheld else "",
    }


def _value(figure: Figure) -> str:
    if figure.value is None:
        return word_of(figure.code)
    number = str(as_shown(figure.measure, figure.value))
    words = [number, str(BOUNDS[figure.bound]), word_of(figure.code)]
    return " ".join(word for word in words if word)
