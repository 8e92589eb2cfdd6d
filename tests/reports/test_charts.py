"""Drawings say in place what they show."""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest
from fontTools.ttLib import TTFont

from assessment.rater_groups import asked_groups
from reports import charts, drawing
from reports.content import plots
from reports.field import CLOSE, SIDE, Frame
from tests.house.source import ROOT

SCALE = plots.Scale(1, 5)
CORNERS = ("Blind spot", "Open strength", "Known need", "Hidden strength")


def texts(drawing: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawing)


class TestAStrip:
    def test_labels_every_part_with_its_level_and_its_count_however_narrow(self) -> None:
        drawn = charts.draw(plots.Strip("Ratings", (1, 0, 2, 80, 1), "level {}"))
        assert texts(drawn) == ["1", "1", "3", "2", "level 4", "80", "5", "1"]

    def test_is_as_wide_for_few_ratings_as_for_many(self) -> None:
        for counts in ((3, 0, 0, 0, 0), (1, 1, 1, 1, 1), (90, 1, 0, 1, 90)):
            widths = charts._widths(counts)
            assert round(sum(widths), 6) == 300
            assert [bool(width) for width in widths] == [bool(count) for count in counts]
            assert min(filter(None, widths)) >= charts.NARROWEST


class TestLanes:
    MARKS = (plots.Mark("self", 4), plots.Mark("manager", 3), plots.Mark("peer", 3.5))

    def _lines(self, *marks: plots.Mark) -> str:
        series = ("self", "manager", "peer")
        drawn = charts.draw(plots.Lanes("Plot", SCALE, series, marks))
        return "".join(re.findall(rf'd="([^"]*)" stroke="{drawing.SOFT}"', drawn))

    def test_lead_from_ones_own_rating_to_that_of_each_group(self) -> None:
        own = drawing.short(charts.HorizontalScale(1, 5, charts.WIDTHS["lanes"]).x(4))
        assert re.findall(r"M([\d.]+) ", self._lines(*self.MARKS)) == [own] * 3

    def test_have_no_such_lines_without_an_own_rating(self) -> None:
        assert self._lines(*self.MARKS[1:]) == ""


SPOT = re.compile(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="5"')


def field(*spots: plots.Spot) -> plots.Field:
    key = ("off target", "at target", "margin", "close")
    return plots.Field("Chart", 2, spots, CORNERS, "others", "you", key, "(outside)", 0.5, 0.3)


def spots_of(drawn: str) -> list[tuple[float, float]]:
    """Where the spots are, in levels above the target; the two of the key left out."""
    frame = Frame(44, 4, SIDE, 2)
    unit = frame.side / 2 / frame.reach
    places = [(float(x), float(y)) for x, y in SPOT.findall(drawn)]
    return [((x - frame.x(0)) / unit, (frame.y(0) - y) / unit) for x, y in places[:-2]]


ENGLISH = ("you above, others below", "both above", "both below", "others above, you below")
WELSH = (
    *("chi uwchlaw, eraill islaw", "y ddau uwchlaw"),
    *("y ddau islaw", "eraill uwchlaw, chi islaw"),
)
CORNER_LINE = re.compile(
    r'<text x="([\d.]+)" y="([\d.]+)" font-size="9"[^>]*"(start|end)">([^<]*)<'
)
NUMBER = re.compile(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*middle" font-weight="600">(\d+)<')


@functools.cache
def widths_of_letters() -> dict[int, float]:
    """By code point, in parts of the font's size, of the font that the page draws charts in."""
    with TTFont(ROOT / "static/vendor/fonts/source-sans-3-latin-400-normal.woff2") as font:
        size, advances = font["head"].unitsPerEm, font["hmtx"]
        return {code: advances[name][0] / size for code, name in font.getBestCmap().items()}


def box_of(x: str, y: str, anchor: str, words: str) -> tuple[float, float, float, float]:
    """What a line of nine pixels covers."""
    wide = 9 * sum(widths_of_letters()[ord(letter)] for letter in words)
    left = float(x) - (wide if anchor == "end" else 0)
    return left, float(y) - 7, left + wide, float(y) + 2


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class TestTheField:
    def test_moves_no_spot_from_its_place_however_many_lie_there(self) -> None:
        random, drawn = Random(6), 0
        for _report in range(300):
            spots = [
                plots.Spot(random.randint(-20, 20) / 10, random.randint(-20, 20) / 10, n, "Skill")
                for n in range(1, random.randint(2, 13))
            ]
            spots += [plots.Spot(spots[0].x, spots[0].y, len(spots) + 1, "On top of it")]
            found = spots_of(charts.draw(field(*spots)))
            for (x, y), spot in zip(found, spots, strict=True):
                assert (round(x, 3), round(y, 3)) == (spot.x, spot.y)
            drawn += len(found)
        assert drawn > 1500

    def test_has_equal_units_on_both_axes_and_numbers_on_its_ticks(self) -> None:
        drawn = charts.draw(field(plots.Spot(0, 0, 1, "Communication")))
        assert texts(drawn)[:10] == ["−2", "−2", "−1", "−1", "0", "0", "+1", "+1", "+2", "+2"]
        frame = Frame(44, 4, SIDE, 2)
        assert frame.x(1) - frame.x(0) == frame.y(0) - frame.y(1)

    def test_draws_the_band_in_which_both_views_are_close(self) -> None:
        frame = Frame(44, 4, SIDE, 2)
        drawn = charts.draw(field(plots.Spot(0, 0, 1, "Communication")))
        edges = re.findall(r'd="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"[^>]*dasharray', drawn)
        assert len(edges) == 2
        for edge, apart in zip(edges, (0.5, -0.5), strict=True):
            for x, y in (edge[:2], edge[2:]):
                others = (float(x) - frame.x(0)) / (frame.x(1) - frame.x(0))
                own = (frame.y(0) - float(y)) / (frame.x(1) - frame.x(0))
                assert round(own - others, 3) == apart

    def test_numbers_every_spot_of_a_crowd_across_no_line(self) -> None:
        places = [(-0.6, -0.2), (-0.5, -0.1), (-0.6, 0.0), (0.0, -0.3), (-0.7, -0.4), (-0.6, 0.0)]
        spots = [plots.Spot(x, y, n, f"Skill {n}") for n, (x, y) in enumerate(places, 1)]
        drawn = charts.draw(field(*spots))
        frame = Frame(44, 4, SIDE, 2)
        found = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*middle[^>]*600">(\d)<', drawn)
        assert [number for _x, _y, number in found] == ["1", "2", "3", "4", "5", "6"]
        for x, y, _number in found:
            assert abs(float(x) - frame.x(0)) >= 3
            assert abs(float(y) - 4 - frame.y(0)) >= 5

    @pytest.mark.parametrize("words", [ENGLISH, WELSH], ids=["English", "Welsh"])
    def test_has_a_number_to_each_spot_and_none_upon_a_word_of_a_corner(
        self, words: tuple[str, str, str, str]
    ) -> None:
        random, drawn = Random(9), 0
        for _report in range(300):
            spots = [
                plots.Spot(random.randint(-20, 20) / 10, random.randint(-20, 20) / 10, n, "Skill")
                for n in range(1, random.randint(2, 15))
            ]
            picture = charts.draw(replace(field(*spots), corners=words))
            corners = [box_of(*each) for each in CORNER_LINE.findall(picture)]
            numbers = [
                (float(x) - 3.5 * len(number), float(y) - 9, float(x) + 3.5 * len(number), float(y))
                for x, y, number in NUMBER.findall(picture)
            ]
            assert (len(corners), len(numbers)) == (
                sum(w.count(",") + 1 for w in words),
                len(spots),
            )
            assert not [pair for pair in product(corners, numbers) if meet(*pair)]
            assert not [pair for pair in combinations(numbers, 2) if meet(*pair)]
            drawn += len(numbers)
        assert drawn > 1500

    def test_names_what_is_further_than_it_reaches_and_draws_it_nowhere_else(self) -> None:
        drawn = charts.draw(field(plots.Spot(-2.1, 0, 1, "Far"), plots.Spot(0, 0, 2, "Near")))
        assert len(spots_of(drawn)) == 1
        assert {"Far (outside)", "Near"} <= set(texts(drawn))

    def test_leaves_long_names_to_the_table(self) -> None:
        drawn = charts.draw(field(plots.Spot(0, 0, 1, "Long " * 40)))
        assert max(map(len, texts(drawn))) <= 60


class TestDots:
    def test_stand_at_their_values_one_over_the_other_where_they_would_meet(self) -> None:
        marks = [plots.Mark(s, v) for s, v in (("self", 3), ("manager", 3), ("peer", 4.5))]
        drawn = charts.draw(plots.Dots("Dots", SCALE, (*marks, plots.Mark("bar", 3.4)), 4, 0.3))
        axis = charts.HorizontalScale(1, 5, charts.WIDTHS["dots"])
        assert re.findall(r'<circle cx="([\d.]+)"', drawn) == [drawing.short(axis.x(3))]
        bar = re.findall(r'x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="5"', drawn)
        [(start, width)] = bar
        assert round(float(start) + float(width), 2) == round(axis.x(3.4), 2)
        assert charts.stacked([axis.x(each.value) for each in marks]) == [0, 1, 0]

    def test_of_one_place_each_have_a_lane(self) -> None:
        assert charts.stacked([50.0] * 6) == [0, 1, 2, 3, 4, 5]


class TestBlackAndWhite:
    """Ink that is told apart from the paper and from the bands behind it."""

    @pytest.mark.parametrize("ink", [drawing.MAIN, drawing.WARM, drawing.INK, drawing.SOFT])
    @pytest.mark.parametrize("ground", [drawing.PAPER, drawing.BAND, CLOSE])
    def test_has_a_contrast_of_three_to_one_at_least(self, ink: str, ground: str) -> None:
        assert contrast(ink, ground) >= 3

    def test_leaves_each_series_a_shape_of_its_own(self) -> None:
        series = ["self", "colleagues", "bar", *(group.value for group in asked_groups())]
        shapes = {re.sub(r'(fill|stroke)="#\w+"', "", charts.mark(each, 0, 0)) for each in series}
        assert len(shapes) == len(series)


def contrast(one: str, other: str) -> float:
    """As WCAG 2.2 counts it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
