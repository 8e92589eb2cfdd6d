"""A chart puts a figure where it is printed: a place between two tenths would tell more."""

from __future__ import annotations

import re
from fractions import Fraction

from django.template.loader import render_to_string

from assessment.release.selectors.results import Figure, Group, Measure
from reports.charts import EDGE, WIDTHS
from reports.content import build
from tests.reports.test_content import a_report, rated

BAR = re.compile(r'<rect fill="#1d5c6b" x="([\d.]+)" y="6" width="([\d.]+)"')
RING = re.compile(r'<circle cx="([\d.]+)" cy="11" r="4.4"')
AS_LITTLE_AS = Fraction(1, 250)
"""The hundredth of a pixel that a place is rounded to, in levels, with some room."""


def figures(others: Fraction, own: Fraction) -> list[Figure]:
    gap = Fraction(4) - own
    return [
        *rated("listening", str(others), "4"),
        Figure(Measure.SCORE, "listening", group=Group.SELF, value=own, n=1),
        Figure(Measure.GAP_SELF, "listening", value=gap, n=1),
        Figure(Measure.SCORE, "listening", group=Group.PEER, value=others, n=8),
        Figure(Measure.CHANGE, "listening", group=Group.OTHERS, value=others - 3, n=8, code="up"),
    ]


def level_at(x: float) -> Fraction:
    share = (Fraction(x).limit_denominator(10_000) - Fraction(EDGE)) / Fraction(
        WIDTHS["bar"] - 2 * EDGE
    )
    return 1 + 4 * share


def distance_to_a_tenth(level: Fraction) -> Fraction:
    return abs(level - Fraction(round(level * 10), 10))


class TestADrawing:
    def test_puts_bars_and_rings_at_the_tenths_that_are_printed(self) -> None:
        content = build(a_report(*figures(Fraction(103, 32), Fraction(63, 20))))
        page = render_to_string("reports/parts.html", {"content": content, "parts": content.parts})
        [(start, width)] = BAR.findall(page)
        places = [float(start) + float(width), *map(float, RING.findall(page))]
        levels = [level_at(place) for place in places]
        assert [round(float(level), 1) for level in levels] == [3.2, 3.2]
        assert [lv for lv in levels if distance_to_a_tenth(lv) > AS_LITTLE_AS] == []

    def test_is_the_same_for_figures_that_are_printed_alike(self) -> None:
        """Page and PDF are made of one content, so neither can tell them apart."""
        one, other = (
            a_report(*figures(others, own))
            for others, own in (
                (Fraction(29, 9), Fraction(19, 6)),
                (Fraction(81, 25), Fraction(16, 5)),
            )
        )
        charts = [repr(build(each).parts).split("chart=")[1:] for each in (one, other)]
        assert len(charts[0]) > 5
        assert [chart.split(")")[0] for chart in charts[0]] == [
            chart.split(")")[0] for chart in charts[1]
        ]
