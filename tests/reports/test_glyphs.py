"""What no font draws: replaced where it is drawn, and true everywhere else."""

from __future__ import annotations

import io
import subprocess
import unicodedata

import pikepdf
import pytest

from reports import glyphs, pdf
from reports.characters import clean_text
from reports.content import words
from tests.reports import pdfua

NAME = "北京 O’Neill"
COMMENT = "他总是认真倾听同事的意见，" * 40
PAGE = (
    f'<html lang="en"><head><title>Report of {NAME}</title><meta name="author" content="{NAME}">'
    f'</head><body><h1 data-head="{NAME}">{NAME}</h1><h2>Two</h2>{{}}'
    f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><title>Chart of {NAME}</title>'
    f'<text x="0" y="12">{NAME}</text></svg></body></html>'
)
INVISIBLE = [
    chr(code)
    for code in (*range(1, 0xD800), *range(0xE000, 0x110000))
    if unicodedata.category(chr(code)) in {"Cc", "Cf", "Zl", "Zp", "Zs"}
]
NO_CHARACTERS = ["\ue000", "\uf8ff", "\ufdd0", "\ufffe", "\uffff", "\U0001fffe", "\u0378"]
BREAK = "style='break-after: page'"
WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


def opened(body: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(body))


def printed(body: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True)
    return done.stdout.decode()


def spoken(body: bytes, name: str) -> list[str]:
    with opened(body) as file:
        return [str(each[name]) for each in pdfua.elements(file) if name in each]


class TestWhatNoFontCovers:
    def test_is_true_in_the_metadata(self) -> None:
        with opened(pdf.render(PAGE)) as file:
            assert str(file.docinfo["/Title"]) == f"Report of {NAME}"
            assert str(file.docinfo["/Author"]) == NAME
            with file.open_metadata() as metadata:
                assert metadata["dc:title"] == f"Report of {NAME}"

    def test_is_true_in_the_bookmarks(self) -> None:
        with opened(pdf.render(PAGE)) as file, file.open_outline() as outline:
            assert list(pdfua._titles(outline.root)) == [NAME, "Two"]

    def test_is_true_in_the_description_of_a_drawing(self) -> None:
        assert spoken(pdf.render(PAGE), "/Alt") == [f"Chart of {NAME}"]

    def test_is_read_aloud_as_it_is_however_many_lines_it_fills(self) -> None:
        body = pdf.render(PAGE.format(f"<p>{COMMENT}</p><p>Well done \U0001f9ff!</p>"))
        name, *lines, sign = spoken(body, "/ActualText")
        assert (name, "".join(lines), sign) == ("北京", COMMENT, "\U0001f9ff")
        assert len(lines) > 3

    def test_is_drawn_as_marks_and_names(self) -> None:
        text = printed(pdf.render(PAGE.format(f"<p {BREAK}>Well done \U0001f9ff!</p>")))
        assert text.count("▯▯ O’Neill") == 3  # heading, drawing, head of the second page
        assert "Well done [nazar amulet]!" in text

    def test_breaks_no_rule_of_pdf_ua(self, caplog: pytest.LogCaptureFixture) -> None:
        table = (
            "<table><tr><th scope=col>北</th></tr><tr><td>京 <a href='#'>北</a></td></tr></table>"
        )
        body = pdf.render(PAGE.format(f"<p>{COMMENT}</p>{table}"))
        assert pdfua.faults(body) == []
        assert [each for each in caplog.records if each.levelname == "WARNING"] == []

    @pytest.mark.parametrize(("text", "there"), [("北", True), ("\U0001f9ff", True), ("ŵ", False)])
    def test_is_explained_where_it_was_replaced(self, text: str, there: bool) -> None:
        note = f"<p {glyphs.NOTE}>A mark stands for a letter.</p>"
        body = pdf.render(
            f'<html lang="en"><title>t</title><body><h1>T</h1>{note}<p>{text}</p></body></html>'
        )
        assert ("A mark stands" in printed(body)) is there


class TestTheNote:
    """Names what cannot be printed, and the part in which it stands."""

    def noted(self, *parts: tuple[str, str]) -> str:
        inside = "".join(f"<h2>{title}</h2><p>{text}</p>" for title, text in parts)
        note = f'<p {glyphs.NOTE}="Cover">See the page.</p>'
        page = f'<html lang="en"><title>t</title><body><h1>T</h1>{note}{inside}</body></html>'
        body = pdf.render(page)
        assert pdfua.faults(body) == []
        return " ".join(printed(body).split())

    def test_has_each_character_once_with_its_part(self) -> None:
        told = self.noted(("1 Skills", "ŵ"), ("2 Comments", "北京 北 क"), ("3 Plan", "\U0001f9ff"))
        assert (
            "See the page. 2 Comments: CJK U+5317, U+4EAC, Devanagari U+0915; "
            "3 Plan: nazar amulet U+1F9FF."
        ) in told
        assert "1 Skills:" not in told

    def test_calls_what_stands_before_the_parts_the_cover(self) -> None:
        note = f'<p {glyphs.NOTE}="Cover">See the page.</p>'
        page = f'<html lang="en"><title>t</title><body><h1>北</h1>{note}<h2>A</h2></body></html>'
        assert "Cover: CJK U+5317." in " ".join(printed(pdf.render(page)).split())

    def test_ends_where_there_are_too_many_to_name(self) -> None:
        told = self.noted(("A", "一丁七万丈三上下"))
        assert told.count("U+") == glyphs.NAMED_OF_A_PART
        assert "U+4E09, …" in told
        assert "…." not in told


class TestInvisibleCharacters:
    @pytest.mark.parametrize("pattern", ["a{}b", "{}b", "a{}", "{}", "{0}{0}a {0} b", "北{}京"])
    def test_print_without_an_empty_glyph(
        self, pattern: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        lines = "".join(f"<p>{pattern.format(each)}</p>" for each in INVISIBLE + NO_CHARACTERS)
        body = pdf.render(f'<html lang="en"><title>t</title><body><h1>T</h1>{lines}</body></html>')
        assert [each.message for each in caplog.records if each.levelname == "WARNING"] == []
        assert pdfua.faults(body) == []

    @pytest.mark.parametrize("line", ["\r\n", "\r", "\x85", "\u2028", "\u2029"])
    def test_that_end_a_line_end_it(self, line: str) -> None:
        assert words.safe(f"One{line}two") == "One\ntwo"

    @pytest.mark.parametrize(
        "each", ["\ufff9", "\ufffa", "\ufffb", "\x00", "\x1b", "\ufeff", "\ud800"]
    )
    def test_that_nobody_sees_are_left_out(self, each: str) -> None:
        assert words.safe(f"O{each}ne") == "One"

    @pytest.mark.parametrize(
        "text", ["co\u00adoperate", "می\u200cخواهم", "👩\u200d💻", WALES, "a\tb\n"]
    )
    def test_that_shape_others_stay(self, text: str) -> None:
        assert clean_text(text) == text
