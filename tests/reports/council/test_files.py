"""The council report as PDF and as workbook: both say what the content says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.utils import translation

from reports.charts import draw
from reports.content.blocks import ReadingBlock
from reports.council import services
from reports.council.workbook import EVERY_SHEET, council_dictionary
from tests.councils import SIX
from tests.reports import pdfua, set_well, verapdf
from tests.reports.council.conftest import Told, cells
from tests.reports.said import squeezed

pytestmark = pytest.mark.django_db

KINDS_OF_PICTURE = {"Blend", "FocusLanes", "Quarters"}


class TestThePdf:
    @pytest.mark.parametrize("name", SIX)
    def test_is_accessible(self, six: Mapping[str, Told], name: str) -> None:
        assert pdfua.faults(six[name].pdf) == []

    @verapdf.needed
    def test_passes_the_reference_validator(self, six: Mapping[str, Told], tmp_path: Path) -> None:
        for name, told in six.items():
            (tmp_path / f"{name}.pdf").write_bytes(told.pdf)
        said = verapdf.verdict(*sorted(tmp_path.glob("*.pdf")))
        assert set(re.findall(r"/([^/]*).pdf: passes", said)) == set(SIX)

    @pytest.mark.parametrize("name", SIX)
    def test_reads_aloud_every_sentence_figure_and_reading(
        self, six: Mapping[str, Told], name: str
    ) -> None:
        told = six[name]
        aloud = squeezed(pdfua.read_aloud(told.pdf))
        for part in told.content.parts:
            for said in told.sentences(part.key):
                assert squeezed(said) in aloud
            for table in told.tables(part.key):
                for row in table.rows:
                    texts = "".join("" if c.chart else c.text + c.bound + c.mark for c in row.cells)
                    assert squeezed(row.header) in aloud
                    assert squeezed(texts) in aloud
        for reading in told.readings:
            assert squeezed("".join([reading.title, reading.text])) in aloud
            assert all(squeezed(each) in aloud for each in (*reading.figures, *reading.helps))
        assert told.content.fingerprint in aloud

    @pytest.mark.parametrize("name", SIX)
    def test_has_upright_pages_alone(self, six: Mapping[str, Told], name: str) -> None:
        assert all(sheet.height > sheet.width for sheet in set_well.sheets(six[name].pdf))

    @pytest.mark.parametrize("name", SIX)
    def test_is_well_set(self, six: Mapping[str, Told], name: str) -> None:
        assert set_well.faults(six[name].pdf, six[name].content) == []


class TestThePictures:
    @pytest.mark.parametrize("name", SIX)
    def test_have_a_title_in_words_and_a_table_beside_them(
        self, six: Mapping[str, Told], name: str
    ) -> None:
        told, found = six[name], set()
        for part in ("coverage", "focus", "corners"):
            for block in told.blocks(part):
                kind = type(block).__name__
                if kind in KINDS_OF_PICTURE:
                    found.add(kind)
                    drawn = draw(block)
                    assert "<title>" in drawn
                    assert len(block.title) > 30
                    assert told.tables(part)
        assert found == KINDS_OF_PICTURE


class TestTheWorkbook:
    def test_has_a_sheet_for_each_part_and_says_what_each_column_means(
        self, six: Mapping[str, Told]
    ) -> None:
        sheets = six["forty"].sheets
        named = [str(each.name) for each in EVERY_SHEET]
        assert list(sheets) == [*named, "Data dictionary", "Notes"]
        explained = {(row["Sheet"], row["Column"]) for row in sheets["Data dictionary"]}
        declared = {(str(s.name), c.name) for s in EVERY_SHEET for c in s.columns}
        assert declared <= explained
        assert len(list(council_dictionary())) == len(sheets["Data dictionary"])

    @pytest.mark.parametrize("name", SIX)
    def test_has_the_figures_of_the_tables(self, six: Mapping[str, Told], name: str) -> None:
        told = six[name]
        table = cells(told.tables("coverage")[-1])
        for row in told.sheets["Coverage"]:
            header = told.book.listed(told.book.holders[row["number"] - 1])
            said = next(each for each in table if each["Holder"] == header)[row["skill"]]
            if row["others"] is None:
                assert not re.search(r"\d", said)
            else:
                assert said.startswith(f"{row['others']:.1f} ({row['raters']})")

    @pytest.mark.parametrize("name", SIX)
    def test_has_the_places_of_the_focus(self, six: Mapping[str, Told], name: str) -> None:
        told = six[name]
        table = [(r["As"].lower(), r["Others see it"]) for r in cells(told.tables("focus")[0])]
        rows = [(r["role"].lower(), r["place"]) for r in told.sheets["Focus"]]
        assert sorted(rows) == sorted(table)

    @pytest.mark.parametrize("name", SIX)
    def test_has_the_words_of_the_two_by_two_and_the_readings(
        self, six: Mapping[str, Told], name: str
    ) -> None:
        told = six[name]
        words = [row["What helps"] for row in cells(told.tables("corners")[0])]
        assert [row["helps"] for row in told.sheets["Holders"]] == words
        fired = [(row["reading"], row["sentence"]) for row in told.sheets["Readings"]]
        assert fired == [(each.key, each.text) for each in told.readings]

    def test_holds_numbers_as_numbers(self, six: Mapping[str, Told]) -> None:
        first = six["forty"].sheets["Skills"][0]
        assert isinstance(first["mean"], float)
        assert first["people"] == 37


class TestWelsh:
    @pytest.mark.parametrize("name", ["four_with_withheld", "low_mandate"])
    def test_is_the_language_of_every_sentence(self, six: Mapping[str, Told], name: str) -> None:
        english = six[name].content
        welsh = services.content_of_council(six[name].about, "cy")
        assert welsh.language == "cy"
        assert welsh.cover.title != english.cover.title
        for theirs, ours in zip(welsh.parts, english.parts, strict=True):
            assert theirs.title != ours.title
        readings = [
            block
            for content in (welsh, english)
            for keep in content.parts[0].groups
            for block in keep.blocks
            if isinstance(block, ReadingBlock)
        ]
        half = len(readings) // 2
        for one, other in zip(readings[:half], readings[half:], strict=True):
            assert one.text != other.text
        assert translation.get_language() == "en-gb"
