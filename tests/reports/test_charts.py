"""Drawings say in place what they show."""

from __future__ import annotations

import re

from reports import charts, drawing
from reports.content import blocks

SCALE = blocks.Scale(1, 5)
CORNERS = ("Blind spot", "Open strength", "Known need", "Hidden strength")


def texts(drawing: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawing)


class TestAStrip:
    def test_labels_every_part_with_its_level_and_its_count_however_narrow(self) -> None:
        drawn = charts.draw(blocks.Strip("Ratings", (1, 0, 2, 80, 1), "level {}"))
        assert texts(drawn) == ["1", "1", "3", "2", "level 4", "80", "5", "1"]

    def test_is_as_wide_for_few_ratings_as_for_many(self) -> None:
        for counts in ((3, 0, 0, 0, 0), (1, 1, 1, 1, 1), (90, 1, 0, 1, 90)):
            widths = charts._widths(counts)
            assert round(sum(widths), 6) == 300
            assert [bool(width) for width in widths] == [bool(count) for count in counts]
            assert min(filter(None, widths)) >= charts.NARROWEST


class TestLanes:
    MARKS = (blocks.Mark("self", 4), blocks.Mark("manager", 3), blocks.Mark("peer", 3.5))

    def _lines(self, *marks: blocks.Mark) -> str:
        series = ("self", "manager", "peer")
        drawn = charts.draw(blocks.Lanes("Plot", SCALE, series, marks))
        return "".join(re.findall(rf'd="([^"]*)" stroke="{drawing.SOFT}"', drawn))

    def test_lead_from_ones_own_rating_to_that_of_each_group(self) -> None:
        own = drawing.short(charts.HorizontalScale(1, 5, charts.WIDTHS["lanes"]).x(4))
        assert re.findall(r"M([\d.]+) ", self._lines(*self.MARKS)) == [own] * 3

    def test_have_no_such_lines_without_an_own_rating(self) -> None:
        assert self._lines(*self.MARKS[1:]) == ""


class TestTheField:
    def test_names_a_spot_on_the_line_on_the_side_it_belongs_to(self) -> None:
        spot = blocks.Spot(-0.9, 0.0, 1, "Communication")
        drawn = charts.draw(blocks.Field("Chart", 1.5, (spot,), CORNERS, "others", "you"))
        [middle] = re.findall(r'<circle[^>]* cy="([\d.]+)"', drawn)
        [label] = re.findall(r'y="([\d.]+)"[^>]*>Communication<', drawn)
        assert float(label) < float(middle)

    def test_names_every_spot_of_a_crowd(self) -> None:
        places = [(-0.6, -0.2), (-0.5, -0.1), (-0.6, 0.0), (-0.4, -0.3), (-0.7, -0.4)]
        spots = tuple(
            blocks.Spot(x, y, n, f"Organisational skill {n}") for n, (x, y) in enumerate(places)
        )
        drawn = charts.draw(blocks.Field("Chart", 1.0, spots, CORNERS, "others", "you"))
        for spot in spots:
            assert {spot.label, f"{spot.number} {spot.label}"} & set(texts(drawn))
