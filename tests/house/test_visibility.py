"""Who sees what is declared once, and every document says it as it is declared."""

from __future__ import annotations

import pytest

from assessment import visibility
from assessment.data_protection.inventory.kinds import Record
from assessment.quality.statistics import PARTICIPANTS_MINIMUM
from assessment.visibility import WHO_SEES, WHO_SEES_A_MANAGER, RaterFact, Reader, Sight
from tests.house.source import ROOT

SHEETS = ROOT / "docs" / "data-protection"
WORDS = {
    Reader.PARTICIPANT: "participant",
    Reader.HR: "HR",
    Reader.SPONSOR: "sponsor",
    Reader.EDITOR: "framework editors",
    Reader.OPERATOR: "operators",
    Reader.OTHER_COUNCILS: "other councils",
}


class TestTheTable:
    @pytest.mark.parametrize("table", [WHO_SEES, WHO_SEES_A_MANAGER], ids=["group", "manager"])
    def test_has_a_cell_for_every_reader_and_fact(self, table: object) -> None:
        assert isinstance(table, type(WHO_SEES))
        assert {(r, f) for r, cells in table.items() for f in cells} == {
            (reader, fact) for reader in Reader for fact in RaterFact
        }

    @pytest.mark.parametrize("manager", [False, True])
    def test_is_written_out_whole_and_with_numbers(self, manager: bool) -> None:
        written = visibility.as_markdown(manager=manager)
        assert "{" not in written
        table = WHO_SEES_A_MANAGER if manager else WHO_SEES
        for reader, cells in table.items():
            assert str(reader.value).casefold() in written.casefold()
            if len(set(cells.values())) > 1:
                assert [fact for fact in cells if str(fact.value) not in written] == []

    def test_says_how_many_participants_are_behind_a_band(self) -> None:
        assert visibility.BANDS == {"many": PARTICIPANTS_MINIMUM}


class TestTheSheetsOfDataProtection:
    @pytest.mark.parametrize("manager", [False, True])
    def test_have_the_table_as_it_is_declared(self, manager: bool) -> None:
        sheet = (SHEETS / "dpia.md").read_text(encoding="utf-8")
        assert visibility.as_markdown(manager=manager) in sheet

    @pytest.mark.parametrize(
        ("record", "facts"),
        [
            (Record.TAKING_PART, {RaterFact.ANSWERED}),
            (Record.ANSWERS, {RaterFact.RATINGS, RaterFact.COMMENTS, RaterFact.MARKS}),
        ],
    )
    def test_name_everybody_who_sees_something_as_a_recipient(
        self, record: Record, facts: set[RaterFact]
    ) -> None:
        seeing = {r for r in Reader if any(WHO_SEES[r][f].sight != Sight.NOTHING for f in facts)}
        assert seeing <= WORDS.keys()
        told = record.value.recipients
        assert {reader for reader, word in WORDS.items() if word in told} == seeing

    def test_say_the_limit_in_its_numbers(self) -> None:
        sheet = (SHEETS / "dpia.md").read_text(encoding="utf-8")
        for k, numbers in {
            3: ("about 3", "15"),
            4: ("about 1", "11"),
            5: ("fewer than 1", "9"),
        }.items():
            usual, most = numbers
            assert f"in {usual} of 100" in visibility.limit(k=k)
            assert f"in up to {most} where" in visibility.limit(k=k)
            assert usual in sheet
            assert f"up to {most}" in sheet
