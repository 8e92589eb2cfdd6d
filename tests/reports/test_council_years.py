"""The part of a council report that puts this round beside those before it."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import pytest
from openpyxl import load_workbook

from assessment.models import Indicator, Round, Target, User
from reports.content.blocks import Bullets, ReportSection, Table
from reports.content.plots import Moved, RoundSteps
from reports.council import services
from tests.cast import make_framework, publish, signed_in
from tests.console import get, text
from tests.council.rounds_held import BOTH, CHAMPION, HEAD, Hold, People, hold

__all__ = ["hold"]

FIVE: People = dict.fromkeys(("Ada", "Ben", "Cyd", "Dot", "Eve"), (BOTH, 2))


def part_of(round: Round, viewer: User) -> ReportSection:
    about = services.released_council(round, viewer)
    assert about
    parts = services.content_of_council(about).parts
    return next(each for each in parts if each.key == "years")


def sentences(part: ReportSection) -> list[str]:
    blocks = [block for group in part.groups for block in group.blocks]
    return [item for block in blocks if isinstance(block, Bullets) for item in block.items]


def tables(part: ReportSection) -> Mapping[str, Table]:
    blocks = [block for group in part.groups for block in group.blocks]
    return {block.caption: block for block in blocks if isinstance(block, Table)}


def picture(part: ReportSection) -> RoundSteps:
    blocks = [block for group in part.groups for block in group.blocks]
    return next(block for block in blocks if isinstance(block, RoundSteps))


def row(table: Table, header: str) -> list[str]:
    found = next(each for each in table.rows if each.header == header)
    return [" ".join(filter(None, (cell.text, cell.bound))) for cell in found.cells]


class TestTwoRounds:
    @pytest.fixture
    def part(self, hold: Hold, alice: User) -> ReportSection:
        """One person held both roles; a year later they are split, and she is seen higher."""
        hold("2026", {"Ada": (BOTH, 2)})
        return part_of(hold("2027", {"Ada": (HEAD, 4), "Ben": (CHAMPION, 3)}, 1), alice)

    def test_say_that_a_role_was_split_and_what_that_means(self, part: ReportSection) -> None:
        said = next(each for each in sentences(part) if each.startswith("E-champion"))
        assert "Ada held it together with head of ICT before" in said
        assert "this one is held by Ben" in said
        assert "Compare people, not the role" in said
        assert "Ada no longer holds e-champion." in sentences(part)
        assert "New in this round: Ben." in sentences(part)

    def test_have_the_change_of_whoever_is_in_both_and_nobody_else(
        self, part: ReportSection
    ) -> None:
        table = tables(part)["2026 to 2027: others then and now"]
        assert [column.label for column in table.columns] == ["Dimension", "Ada"]
        assert row(table, "Communication") == ["2.0 to 4.0 higher than before"]

    def test_are_drawn_with_a_mark_for_each_who_is_in_both(self, part: ReportSection) -> None:
        drawn = picture(part)
        assert [[head.name for head in column.holders] for column in drawn.across] == [["Ada"]]
        assert {each.label: each.marks for each in drawn.lines}["Leadership"] == ((Moved.UP,),)
        assert "Leadership: 1 higher, 0 lower, 0 without a clear change." in drawn.title

    def test_have_their_counts_beside_each_other(self, part: ReportSection) -> None:
        table = tables(part)["Each round by itself"]
        assert row(table, "People who took part") == ["1", "2"]
        assert row(table, "E-champion") == ["1 person, 1 with another role", "1 person"]
        assert row(table, "Targets that at least one holder reaches") == ["0 of 4", "4 of 4"]

    def test_say_which_targets_somebody_reaches_now(self, part: ReportSection) -> None:
        said = next(e for e in sentences(part) if e.startswith("Reached by somebody now"))
        assert "communication as e-champion" in said


class TestAnotherVersion:
    def test_of_the_framework_says_what_is_compared_and_which_targets_are_others(
        self, hold: Hold, alice: User
    ) -> None:
        hold("2026", {"Ada": (BOTH, 2)})
        newer = make_framework(published=False, version="2.0")
        written = Indicator.objects.filter(dimension__framework=newer)
        written.filter(dimension__key="leadership").update(text="Leads otherwise.")
        written.filter(key="communication-1").update(text="Says it otherwise.")
        Target.objects.filter(
            role__framework=newer, role__key="head-of-ict", dimension__key="communication"
        ).update(level=4)
        publish(newer)
        part = part_of(hold("2027", {"Ada": (BOTH, 4)}, 1, newer), alice)
        said = sentences(part)
        assert (
            "Communication: 2 of 3 statements have the words of 2026; these are compared." in said
        )
        assert "Leadership: 0 of 3 statements have the words of 2026. Nothing is compared." in said
        assert "Head of ICT, Communication: 3.5 (core) before, 4 (core) now." in said
        others = next(each for each in said if each.startswith("Not compared"))
        assert "communication as head of ICT" in others
        assert "leadership as e-champion" in others
        table = tables(part)["2026 to 2027: others then and now"]
        assert "higher" not in row(table, "Leadership")[0]
        assert {e.label: e.marks for e in picture(part).lines}["Leadership"] == ((Moved.UNSAID,),)


class TestFivePeopleOrMore:
    def test_have_a_mean_of_those_in_both_and_its_word(self, hold: Hold, alice: User) -> None:
        hold("2026", FIVE)
        later = dict.fromkeys(FIVE, (BOTH, 4))
        part = part_of(hold("2027", later, 1), alice)
        table = tables(part)["2026 to 2027: of 5 people in both rounds, how many moved"]
        assert row(table, "Communication") == [
            *("5", "0", "0", "0"),
            "2.0 to 4.0",
            "higher than before",
        ]
        assert row(tables(part)["Each round by itself"], "Communication: mean of all") == [
            "2.0",
            "4.0",
        ]

    def test_of_whom_four_are_in_both_have_no_mean_change(self, hold: Hold, alice: User) -> None:
        hold("2026", FIVE)
        later = {**dict.fromkeys(list(FIVE)[:4], (BOTH, 4)), "Flo": (BOTH, 4)}
        part = part_of(hold("2027", later, 1), alice)
        table = tables(part)["2026 to 2027: others then and now"]
        assert len(table.columns) == 5
        assert row(tables(part)["Each round by itself"], "Communication: mean of all") == [
            "2.0",
            "4.0",
        ]


class TestTheFirstRound:
    def test_has_no_such_part_and_says_why(self, hold: Hold, alice: User) -> None:
        part = part_of(hold("2026", {"Ada": (BOTH, 2)}), alice)
        assert (part.groups, part.number) == ((), 0)
        assert part.absent == "no round with this framework was released before this one"

    def test_names_an_earlier_one_of_another_framework(self, hold: Hold, alice: User) -> None:
        other = make_framework(name="Other", version="9", published=False)
        other.key = "other"
        publish(other)
        hold("Other skills", {"Ada": (BOTH, 0)}, of=other)
        part = part_of(hold("2027", {"Ada": (BOTH, 0)}, 1), alice)
        assert part.absent.endswith("Of another framework, so never compared: Other skills")


class TestTheWorkbook:
    def test_has_a_row_for_each_change_and_for_the_mean(self, hold: Hold, alice: User) -> None:
        hold("2026", {"Ada": (BOTH, 2)})
        about = services.released_council(hold("2027", {"Ada": (BOTH, 4)}, 1), alice)
        assert about
        sheet = load_workbook(BytesIO(services.council_workbook(about).body))["Over the years"]
        head, *rows = [list(each) for each in sheet.iter_rows(values_only=True)]
        found = [dict(zip(head, each, strict=True)) for each in rows]
        ada, mean = [each for each in found if each["dimension"] == "Communication"]
        assert [ada[key] for key in ("from_round", "to_round", "name", "then", "now")] == [
            *("2026", "2027", "Ada"),
            *(2, 4),
        ]
        assert [ada[key] for key in ("change", "trend_code", "raters")] == [2, "up", 3]
        assert (mean["change"], mean["raters"]) == (None, 1)
        assert "at least 5 people" in str(mean["withheld"])


def test_the_page_has_the_part_for_whoever_may_read_every_round(hold: Hold, alice: User) -> None:
    hold("2026", {"Ada": (BOTH, 2)})
    second = hold("2027", {"Ada": (BOTH, 4)}, 1)
    page = get(signed_in(alice), "council_report", second.pk)
    assert "2026 to 2027: others then and now" in text(page)
