"""The document about e-Government roles 2.0 says what its file and the simulation say."""

from __future__ import annotations

import re

import pytest

from tests.house.source import ROOT
from tests.quality import second_edition as edition

TEXT = (ROOT / edition.ROLES).read_text(encoding="utf-8")
STATEMENTS = [i for d in edition.form("2.0")["dimensions"] for i in d["indicators"]]
WHO = {"self": "self", "manager": "managers", "peer": "peers", "report": "direct reports"}
ROWS = {
    key: cells.split(" | ") for key, cells in re.findall(r"^\| `([\w-]+)` \| (.+) \|$", TEXT, re.M)
}


def who(statement: dict[str, list[str]]) -> str:
    return ", ".join(WHO[group] for group in statement.get("seen_by", [])) or "all groups"


class TestTheStatements:
    def test_are_each_there_once(self) -> None:
        found = re.findall(r"^\| `([\w-]+)` \|", TEXT, re.MULTILINE)
        assert found == [each["key"] for each in STATEMENTS]

    @pytest.mark.parametrize("statement", STATEMENTS, ids=lambda each: each["key"])
    def test_say_what_the_file_says(self, statement: dict[str, list[str]]) -> None:
        text, groups, mean, reason = ROWS[str(statement["key"])]
        assert (text, groups) == (statement["text"], who(statement))
        assert mean == str(edition.EXPECTED.get(str(statement["key"]), "no better end"))
        assert len(reason) > 20

    def test_are_expected_between_3_and_4(self) -> None:
        assert {key for key, mean in edition.EXPECTED.items() if not 3 <= mean <= 4} == set()
        better = [
            i["key"]
            for d in edition.form("2.0")["dimensions"]
            if d["kind"] != "focus"
            for i in d["indicators"]
        ]
        assert list(edition.EXPECTED) == better


class TestTheComparison:
    def test_has_every_statement_of_the_first_edition_once(self) -> None:
        part = TEXT.split("| statement of 1.0 |")[1].split("## ")[0]
        rows = re.findall(r"^\| (.+?) \| (.+?) \| `([\w-]+)` \|$", part, re.MULTILINE)
        old = [i["text"] for d in edition.form("1.0")["dimensions"] for i in d["indicators"]]
        assert [text for text, _fault, _key in rows] == old
        assert {key for _text, _fault, key in rows} <= {each["key"] for each in STATEMENTS}


class TestTheTables:
    @pytest.mark.parametrize(
        "table", [edition.comparison_table, edition.reliability_table, edition.effort_table]
    )
    def test_are_those_that_are_worked_out(self, table: object) -> None:
        assert callable(table)
        assert "\n".join(table()) in TEXT


class TestTheSimulation:
    def test_shows_the_same_each_time(self) -> None:
        assert edition.simulate("2.0") == edition.simulate("2.0")

    def test_finds_more_agreement_and_spread_and_fewer_at_the_top(self) -> None:
        old, new = edition.simulate("1.0"), edition.simulate("2.0")
        assert new.icc > old.icc
        assert new.spread > old.spread
        assert new.at_top < old.at_top

    def test_does_not_hide_that_equal_answers_look_reliable(self) -> None:
        assert edition.simulate("1.0").alpha > edition.simulate("1.0", follow=0).alpha

    def test_finds_less_to_read_and_to_press(self) -> None:
        for group in ("peer", "partner"):
            old = edition.effort("1.0", group)
            new = edition.effort("2.0", group, side_by_side=True)
            assert new.words < old.words / 3
            assert new.keys < old.keys / 3
