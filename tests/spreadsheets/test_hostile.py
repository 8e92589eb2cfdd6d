"""No file keeps a reader busier than its size: four times the file, four times the work."""

from __future__ import annotations

import contextlib
import zipfile

import pytest

from assessment.frameworks.services import BadFile, read_file
from assessment.spreadsheets import Unreadable, read_people
from assessment.spreadsheets.workbook import LONGEST_TEXT, MAX_SHEETS
from assessment.spreadsheets.xlsx_file import MAX_ELEMENTS
from tests.growth import is_linear
from tests.spreadsheets import hostile
from tests.spreadsheets.builders import HEADER, MANAGER, ROLES, as_csv, refusal

SIZE = 1000


def is_read_in_line(make: hostile.Make, *, framework: bool) -> bool:
    files = {size: make(size) for size in (SIZE, SIZE * 4)}

    def read(size: int) -> None:
        with contextlib.suppress(Unreadable, BadFile):
            read_file(files[size]) if framework else read_people(files[size], ROLES)

    return is_linear(read, SIZE)


class TestTheReaderOfPeople:
    @pytest.mark.parametrize("name", hostile.XLSX)
    def test_is_kept_no_longer_by_a_workbook_of(self, name: str) -> None:
        assert is_read_in_line(hostile.XLSX[name], framework=False)

    @pytest.mark.parametrize("column", ["C", "F"])
    def test_is_kept_no_longer_by_a_long_text_in_column(self, column: str) -> None:
        assert is_read_in_line(lambda n: hostile.long_string(n, column), framework=False)

    @pytest.mark.parametrize("name", hostile.CSV)
    def test_is_kept_no_longer_by_lines_of(self, name: str) -> None:
        assert is_read_in_line(hostile.CSV[name], framework=False)


class TestTheReaderOfFrameworks:
    @pytest.mark.parametrize("name", hostile.XLSX)
    def test_is_kept_no_longer_by_a_workbook_of(self, name: str) -> None:
        assert is_read_in_line(hostile.XLSX[name], framework=True)

    @pytest.mark.parametrize("name", hostile.JSON)
    def test_is_kept_no_longer_by_json_of(self, name: str) -> None:
        assert is_read_in_line(hostile.JSON[name], framework=True)


class TestALimit:
    def test_of_cells_is_named(self) -> None:
        content = hostile.as_rows(b"<row/>" * (MAX_ELEMENTS + 1))
        assert f"more than {MAX_ELEMENTS} cells" in refusal(content)

    def test_of_the_length_of_a_cell_is_named(self) -> None:
        content = hostile.as_rows(
            b'<row><c t="inlineStr"><is><t>%b</t></is></c></row>' % (b"x" * (LONGEST_TEXT + 1))
        )
        assert f"more than {LONGEST_TEXT} characters" in refusal(content)

    def test_of_sheets_is_named(self) -> None:
        content = hostile.XLSX["sheets in one part"](MAX_SHEETS)
        assert f"more than {MAX_SHEETS} sheets" in refusal(content)

    def test_of_lines_is_named(self) -> None:
        assert "more than 40000 lines" in refusal(hostile.CSV["blank lines"](5000))

    def test_of_the_words_in_a_cell_is_named(self) -> None:
        content = as_csv([HEADER, [*MANAGER[:2], "x" * 2501, *MANAGER[3:]]])
        (problem,) = read_people(content, ROLES).problems
        assert "at most 2500 fit" in problem.message


class TestAWorkbook:
    @pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_that_is_packed_in_another_way_is_refused(self, packing: int) -> None:
        content = hostile.changed(hostile.SHEET, b"", b"", packing)
        assert "damaged" in refusal(content)

    @pytest.mark.parametrize(
        "xml",
        [
            b'<row r="0"/>',
            b'<row r="1048577"/>',
            b'<row r="-1"/>',
            b'<row><c r="!1"><v>1</v></c></row>',
            b"<row><c><v>1e999</v></c></row>",
            b'<row><c t="s"><v>-1</v></c></row>',
            b'<row><c t="s"><v>99</v></c></row>',
        ],
    )
    def test_that_says_what_no_workbook_says_is_refused(self, xml: bytes) -> None:
        assert "damaged" in refusal(hostile.as_rows(xml))
