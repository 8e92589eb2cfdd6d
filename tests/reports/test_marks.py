"""What a report, its files and a copy of one's data say of marks and closing questions."""

from __future__ import annotations

import csv
import io

from django.urls import reverse

from assessment.models import Person, Report, Round, User
from assessment.release.selectors.results import released_report
from reports import content
from reports.content.blocks import Heading, Quotes, Table
from tests.cast import signed_in


def report_of(spring: Round, name: str) -> Report:
    return Report.objects.get(participant__round=spring, participant__person__name=name)


def marks_of(report: Report) -> Table | None:
    role = next(part for part in content.build(released_report(report)).parts if part.key == "role")
    tables = [b for keep in role.groups for b in keep.blocks if isinstance(b, Table)]
    return next((t for t in tables if "most important" in t.caption), None)


class TestMarks:
    def test_stand_beside_the_importance_in_the_framework(self, spring: Round) -> None:
        table = marks_of(report_of(spring, "Carol"))

        assert table is not None
        heads = [column.label for column in table.columns]
        assert heads == ["Skill", "Importance", "Colleagues", "Manager", "You"]
        rows = {row.header: [cell.text for cell in row.cells] for row in table.rows}
        assert rows["Leadership"][1:] == ["3 to 5 of 5", "marked", "marked"]
        assert rows["Communication"][1:] == ["0 to 2 of 5", "–", "–"]
        assert {cells[0] for cells in rows.values()} <= {"core", "supporting"}

    def test_of_too_few_are_withheld_with_the_reason(self, spring: Round) -> None:
        report = report_of(spring, "Gina")
        figures = [f for f in released_report(report).figures if f.measure == "marked_low"]

        assert {(f.withheld, f.value, f.n) for f in figures} == {("marks_too_few", None, None)}

    def test_say_that_they_change_no_priority(self, carol: Person, spring: Round) -> None:
        assert carol.user is not None
        page = signed_in(carol.user).get(
            reverse("report_page", args=[report_of(spring, "Carol").pk])
        )

        assert "Marks change no target, gap or priority." in page.content.decode()

    def test_are_in_the_spreadsheet(self, alice: User, spring: Round) -> None:
        response = signed_in(alice).get(reverse("round_results_csv", args=[spring.pk]))
        text = response.getvalue().decode().removeprefix("\ufeff")
        marked = [row for row in csv.DictReader(io.StringIO(text)) if "marked" in row["measure"]]
        rows = [row for row in marked if row["group"] == "colleagues"]
        marks = {(row["name"], row["measure"], row["dimension"]): row["value"] for row in rows}

        assert marks["Carol", "marked_low", "Leadership"] == "3"
        assert marks["Carol", "marked_high", "Leadership"] == "5"
        assert {row["ratings"] for row in rows if row["name"] == "Carol"} == {"5"}
        gina = [row for row in rows if row["name"] == "Gina"]
        assert {row["value"] for row in gina} == {""}
        assert all("at least 5 colleagues" in row["withheld"] for row in gina)


class TestClosingComments:
    def test_come_first_among_the_comments(self, spring: Round) -> None:
        built = content.build(released_report(report_of(spring, "Carol")))
        comments = next(part for part in built.parts if part.key == "comments")
        blocks = [block for keep in comments.groups for block in keep.blocks]
        heads = [block.text for block in blocks if isinstance(block, Heading)]

        assert heads[:2] == ["What to keep doing", "What to do differently"]
        first = next(block for block in blocks if isinstance(block, Quotes))
        assert [quote.text for quote in first.quotes] == ["Keep listening."]

    def test_that_are_withheld_are_named_with_the_reason(self, spring: Round) -> None:
        built = content.build(released_report(report_of(spring, "Gina")))
        comments = next(part for part in built.parts if part.key == "comments")

        assert comments.groups == ()
        assert comments.absent == "fewer than 5 colleagues answered"
