"""The part about change: then and now of others and oneself, as its cells and charts say it."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from fractions import Fraction

from assessment.release.selectors.results import Figure, Group, Measure, Reason
from reports.charts import EDGE, WIDTHS, draw
from reports.content import build
from reports.content.blocks import Cell, Table, Text
from reports.content.plots import Arrow, Moves
from tests.reports.test_content import a_report, rated


def moved(key: str, group: Group, then: str, change: str, n: int = 8) -> list[Figure]:
    return [
        Figure(Measure.THEN, key, group=group, value=Fraction(then), n=n),
        Figure(Measure.CHANGE, key, group=group, value=Fraction(change), n=n),
    ]


OTHERS = moved("listening", Group.OTHERS, "2.96", "0.88")
OWN = moved("listening", Group.SELF, "4", "-1/2", 1)


def part(*figures: Figure) -> tuple[Text, Table]:
    since = datetime.date(2025, 3, 2)
    report = a_report(*rated("listening", "3.8", "4"), *figures)
    report = replace(report, compared_round="Autumn", compared_on=since)
    [section] = [each for each in build(report).parts if each.key == "change"]
    [keep] = section.groups
    text, table = keep.blocks
    assert isinstance(text, Text)
    assert isinstance(table, Table)
    return text, table


def cells(table: Table, row: int = 0) -> dict[str, Cell]:
    labels = [each.label for each in table.columns[1:]]
    return dict(zip(labels, table.rows[row].cells, strict=True))


def said(table: Table, row: int = 0) -> list[str]:
    return [" ".join(filter(None, (c.text, c.bound))) for c in table.rows[row].cells]


class TestThenAndNow:
    def test_stand_beside_the_change_that_is_their_difference(self) -> None:
        _text, table = part(*OTHERS, *OWN)
        assert said(table) == [
            *("", "3.0", "3.8", "+0.8", "8", "3.5 then 4.0", "4", "higher than before"),
        ]

    def test_are_said_by_the_title_as_the_cells_have_them(self) -> None:
        _text, table = part(*OTHERS, *OWN)
        [chart] = [cell.chart for cell in table.rows[0].cells if cell.chart]
        assert isinstance(chart, Moves)
        assert chart.title.partition(": ")[2] == (
            "others then 3.0; others now 3.8; you then 4.0; you now 3.5; target 4"
        )
        found = cells(table)
        texts = (found["Others then"], found["Others now"], found["You now"], found["Target"])
        for cell in texts:
            assert f" {cell.text}" in chart.title
            assert cell.bound in chart.title.replace("you ", "")

    def test_are_drawn_where_they_are_printed_against_the_target(self) -> None:
        _text, table = part(*OTHERS, *OWN)
        chart = cells(table)["Level 1 to 5"].chart
        assert isinstance(chart, Moves)
        found = re.findall(r'<circle cx="([\d.]+)"', draw(chart))
        unit = (WIDTHS["range"] - 2 * EDGE) / 4
        assert [round(1 + (float(x) - EDGE) / unit, 1) for x in found] == [3.0, 3.8, 4.0, 3.5]
        assert (chart.target, [move.clear for move in chart.moves]) == (4, [True, False])

    def test_leave_oneself_out_where_one_gave_nothing(self) -> None:
        _text, table = part(*OTHERS)
        assert cells(table)["You now"].text == "–"
        chart = cells(table)["Level 1 to 5"].chart
        assert isinstance(chart, Moves)
        assert [move.series for move in chart.moves] == ["others"]
        assert "you" not in chart.title

    def test_show_only_oneself_where_the_change_of_others_is_withheld(self) -> None:
        hidden = Reason.NOT_COMPARABLE
        change = Figure(Measure.CHANGE, "listening", group=Group.OTHERS, withheld=hidden)
        _text, table = part(change, *OWN)
        assert said(table) == ["", "–", "–", "withheld", "–", "3.5 then 4.0", "4", "–"]
        [chart] = [cell.chart for cell in table.rows[0].cells if cell.chart]
        assert isinstance(chart, Moves)
        assert [move.series for move in chart.moves] == ["self"]
        assert "others" not in chart.title

    def test_of_an_unclear_change_are_joined_by_a_thinner_line(self) -> None:
        clear, unclear = (
            draw(chart)
            for each in (OTHERS, moved("listening", Group.OTHERS, "2.96", "0.3"))
            if (chart := cells(part(*each)[1])["Level 1 to 5"].chart)
        )
        assert 'stroke-width="3"' in clear
        assert 'stroke-width="3"' not in unclear


class TestAReportOfAnEarlierEdition:
    def test_has_the_difference_alone(self) -> None:
        change = Figure(Measure.CHANGE, "listening", group=Group.OTHERS, value=Fraction(1), n=8)
        text, table = part(change)
        assert table.caption == "Change in the view of others"
        assert said(table) == ["", "+1.0", "8", "3.8 (≥ 8)", "4", "higher than before"]
        assert isinstance(table.rows[0].cells[0].chart, Arrow)
        assert text.text == (
            "Compared with Autumn, released on 2 March 2025. In a change only statements whose "
            "words are the same count, with at least 3 ratings in both rounds. “No clear change” "
            "means that the difference could well be chance."
        )
