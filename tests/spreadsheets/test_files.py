"""Whatever file is chosen: read it right, or say in one sentence what to do."""

from __future__ import annotations

import datetime
import io
import zipfile

import openpyxl
import pytest

from assessment.spreadsheets import MAX_FILE_BYTES, read_people
from tests.spreadsheets.builders import (
    HEADER,
    MANAGER,
    PEER,
    ROLES,
    Rows,
    as_csv,
    as_xlsx,
    fill,
    refusal,
    saved,
)

ACCENTS = ["Siân Ô’Neill", "sian@example.gov.uk", "e-champion", "Zoë", "zoe@example.com", "peer"]


class TestACsvFile:
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_is_read_with_any_separator_that_excel_writes(self, separator: str) -> None:
        rows = [HEADER, ["Carol, MBE; BSc", *MANAGER[1:]]]
        (row,) = read_people(as_csv(rows, separator=separator), ROLES).rows
        assert (row.participant_name, row.rater_name) == ("Carol, MBE; BSc", "Bob")

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_is_read_in_any_encoding_that_excel_writes(self, encoding: str) -> None:
        (row,) = read_people(as_csv([HEADER, ACCENTS], encoding=encoding), ROLES).rows
        assert (row.participant_name, row.rater_name) == ("Siân Ô’Neill", "Zoë")

    def test_in_latin_1_is_read_with_a_word_about_accents(self) -> None:
        sheet = read_people(as_csv([HEADER, ACCENTS], encoding="cp1252"), ROLES)
        assert "accents" in sheet.notes[0]
        assert read_people(as_csv([HEADER, ACCENTS]), ROLES).notes == ()

    def test_in_an_unknown_encoding_is_refused(self) -> None:
        assert "CSV UTF-8" in refusal(as_csv([HEADER, MANAGER]) + b"\x81\x8d\x9d")

    def test_may_begin_with_the_separator_as_excel_writes_it(self) -> None:
        sheet = read_people(b"sep=;\r\n" + as_csv([HEADER, MANAGER], separator=";"), ROLES)
        assert [row.number for row in sheet.rows] == [3]

    def test_that_never_closes_a_quotation_mark_is_refused(self) -> None:
        content = as_csv([HEADER]) + b'"Carol,' + b"x" * 200_000
        assert "quotation mark" in refusal(content)

    def test_may_hold_a_line_break_within_a_cell(self) -> None:
        (row,) = read_people(as_csv([HEADER, ["Carol\nJones", *MANAGER[1:]]]), ROLES).rows
        assert row.participant_name == "Carol Jones"


class TestAFileOfAnotherKind:
    @pytest.mark.parametrize(
        ("content", "word"),
        [
            (b"", "empty"),
            (b" \r\n\t ", "empty"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "XLSX without a password"),
            (b"%PDF-1.7\n\x00\x01\x02", "not a spreadsheet"),
            (b"\x89PNG\r\n\x1a\n\x00\x00", "not a spreadsheet"),
            (b"<html><table><tr><td>Participant</td></tr></table>", "not a spreadsheet"),
            (b"PK\x03\x04 and then nothing", "damaged"),
            (b"Dear all, please find attached the list.", "No row names the columns"),
            (b"x" * (MAX_FILE_BYTES + 1), "larger than 5 MB"),
        ],
    )
    def test_is_refused_with_a_sentence(self, content: bytes, word: str) -> None:
        assert word in refusal(content)

    def test_such_as_a_word_document_is_told_from_excel(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("word/document.xml", "<w:document/>")
        assert "not an Excel file" in refusal(out.getvalue())


class TestAnExcelFile:
    def test_is_read(self) -> None:
        sheet = read_people(as_xlsx([HEADER, MANAGER, PEER]), ROLES)
        assert [(row.rater_name, row.group) for row in sheet.rows] == [
            ("Bob", "manager"),
            ("Frank", "peer"),
        ]
        assert (sheet.problems, sheet.notes) == ((), ())

    def test_may_have_a_title_and_blank_rows(self) -> None:
        rows: Rows = [["Spring round"], [], HEADER, [], MANAGER, [None] * 6, PEER]
        assert [row.number for row in read_people(as_xlsx(rows), ROLES).rows] == [5, 7]

    def test_with_formulas_is_refused_cell_by_cell(self) -> None:
        rows = [HEADER, ["=A9", *MANAGER[1:]], [*PEER[:3], '=CONCAT("Fr","ank")', *PEER[4:]]]
        sheet = read_people(as_xlsx(rows), ROLES)
        assert [(each.row, str(each.column)) for each in sheet.problems] == [
            (2, "participant_name"),
            (3, "rater_name"),
        ]
        assert "formula" in sheet.problems[0].message
        assert sheet.letters[sheet.problems[1].column] == "D"

    @pytest.mark.parametrize(
        ("value", "word"),
        [
            (45321, "number 45321"),
            (datetime.date(2026, 3, 2), "date"),
            (True, "number True"),
            ("#N/A", "error"),
        ],
    )
    def test_with_something_else_than_text_names_the_cell(self, value: object, word: str) -> None:
        sheet = read_people(as_xlsx([HEADER, [value, *MANAGER[1:]]]), ROLES)
        (problem,) = sheet.problems
        assert (problem.row, word in problem.message) == (2, True)

    def test_with_merged_people_is_refused(self) -> None:
        content = as_xlsx([HEADER, MANAGER, [None, None, None, *PEER[3:]]], merge="A2:A3")
        assert "A2:A3" in refusal(content)

    def test_with_a_merged_title_above_the_table_is_read(self) -> None:
        content = as_xlsx([["Our people"], HEADER, MANAGER], merge="A1:F1")
        assert len(read_people(content, ROLES).rows) == 1

    def test_says_that_hidden_rows_were_read(self) -> None:
        content = as_xlsx([HEADER, MANAGER, PEER], hide_rows=[3])
        sheet = read_people(content, ROLES)
        assert (len(sheet.rows), sheet.notes) == (2, ("Hidden rows were read too: 1.",))

    def test_leaves_hidden_sheets_alone_and_says_so(self) -> None:
        book = openpyxl.Workbook()
        fill(book.active, [HEADER, MANAGER])
        old = book.create_sheet("Last year")
        fill(old, [HEADER, PEER])
        old.sheet_state = "hidden"
        sheet = read_people(saved(book), ROLES)
        assert [row.rater_name for row in sheet.rows] == ["Bob"]
        assert "Last year" in sheet.notes[0]

    def test_with_other_sheets_is_read_where_the_people_are(self) -> None:
        book = openpyxl.Workbook()
        book.active.append(["How to use this file"])
        fill(book.create_sheet("People"), [HEADER, MANAGER])
        assert len(read_people(saved(book), ROLES).rows) == 1

    def test_with_people_in_two_sheets_is_refused(self) -> None:
        book = openpyxl.Workbook()
        fill(book.active, [HEADER, MANAGER])
        fill(book.create_sheet("More"), [HEADER, PEER])
        assert "Sheet · More" in refusal(saved(book))

    def test_without_anything_is_refused(self) -> None:
        assert "empty" in refusal(as_xlsx([]))

    def test_whose_stated_size_is_wrong_is_read_whole(self) -> None:
        content = repacked(
            as_xlsx([HEADER, MANAGER, PEER]), b'<dimension ref="A1:F3"', b'<dimension ref="A1:A1"'
        )
        assert len(read_people(content, ROLES).rows) == 2

    def test_cut_short_is_refused(self) -> None:
        content = as_xlsx([HEADER, MANAGER])
        assert "damaged" in refusal(content[: len(content) // 2])

    def test_with_broken_xml_is_refused(self) -> None:
        content = repacked(as_xlsx([HEADER, MANAGER]), b"</sheetData>", b"</sheet")
        assert "damaged" in refusal(content)


class TestAHostileFile:
    @pytest.mark.parametrize(
        ("part", "megabytes"), [("xl/worksheets/sheet1.xml", 25), ("xl/styles.xml", 3)]
    )
    def test_that_unpacks_to_too_much_is_refused_at_once(self, part: str, megabytes: int) -> None:
        content = as_xlsx([HEADER, MANAGER])
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(content)) as whole,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for name in whole.namelist():
                blank = b" " * (megabytes * 1024 * 1024) if name == part else b""
                archive.writestr(name, whole.read(name) + blank)
        assert len(out.getvalue()) < 100_000
        assert "unpacks to too much" in refusal(out.getvalue())

    def test_with_entities_that_multiply_is_refused(self) -> None:
        laughs = b"".join(
            b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha") for n in range(12)
        )
        content = repacked(
            as_xlsx([HEADER, MANAGER]),
            b"<worksheet",
            b"<!DOCTYPE x [" + laughs + b"]><worksheet",
        )
        content = repacked(content, b"</sheetData>", b"<row><c><v>&l11;</v></c></row></sheetData>")
        assert "damaged" in refusal(content)

    def test_with_one_cell_in_the_last_row_of_the_sheet_does_not_read_a_million_rows(self) -> None:
        book = openpyxl.Workbook()
        fill(book.active, [HEADER, MANAGER])
        book.active["XFD1048576"] = "far away"
        content = saved(book)
        assert len(read_people(content, ROLES).rows) == 1

    def test_with_too_many_rows_is_refused(self) -> None:
        assert "more than 20000 rows" in refusal(as_csv([HEADER, *[MANAGER] * 20_001]))


class TestALargeFile:
    def test_of_five_thousand_rows_is_read(self) -> None:
        rows = [
            [
                f"P {n // 8}",
                f"p{n // 8}@example.gov.uk",
                "both",
                f"R {n}",
                f"r{n}@example.com",
                "peer",
            ]
            for n in range(5000)
        ]
        content = as_xlsx([HEADER, *rows])
        sheet = read_people(content, ROLES)
        assert (len(sheet.rows), sheet.problems) == (5000, ())


def repacked(content: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with something else in its first sheet's XML."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            data = source.read(part)
            if part == "xl/worksheets/sheet1.xml":
                assert old in data
                data = data.replace(old, new)
            target.writestr(part, data)
    return out.getvalue()
