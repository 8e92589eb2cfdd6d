"""The sheets of data protection say what the code does."""

from __future__ import annotations

import re

import pytest

from assessment.models import Council, Deletion
from assessment.models.people import PERIODS
from tests.house.source import ROOT

FOLDER = ROOT / "docs" / "data-protection"
SHEETS = sorted(FOLDER.glob("*.md"))


def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


class TestTheSchedule:
    def test_has_the_default_and_the_bounds_of_every_period(self) -> None:
        row = re.compile(r"\| `(\w+)` \| (\d+) \| (\d+) \| (\d+) \|")
        told = {
            name: tuple(map(int, rest))
            for name, *rest in row.findall(text_of("retention-schedule.md"))
        }
        fresh = Council()
        assert told == {name: (getattr(fresh, name), *bounds) for name, bounds in PERIODS.items()}

    def test_names_every_kind_of_the_deletion_log(self) -> None:
        told = set(re.findall(r"\| `(\w+)` \|$", text_of("retention-schedule.md"), re.MULTILINE))
        assert told == set(Deletion.Kind.values)


class TestTheSheets:
    @pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
    def test_name_only_files_that_there_are(self, sheet: object) -> None:
        text = text_of(getattr(sheet, "name", ""))
        named = re.findall(r"`((?:assessment|tests|config)/[\w/.-]+)`", text)
        linked = re.findall(r"\]\(([\w./-]+\.md)\)", text)
        assert named or linked
        assert [path for path in named if not (ROOT / path).exists()] == []
        assert [path for path in linked if not (FOLDER / path).exists()] == []
