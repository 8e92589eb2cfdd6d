"""The checks of PDF/UA must fail what is broken, or their silence means nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from reports import pdf
from tests.reports import pdfua, verapdf

GOOD = (
    '<html lang="en"><head><title>A title</title></head><body><h1 id="one">One</h1>'
    "<table><thead><tr><th scope=col>Head</th><th scope=col>Two</th></tr></thead>"
    "<tbody><tr><th scope=row>Row</th><td>1</td></tr></tbody></table>"
    '<ul><li>Item</li></ul><p><a href="#one">To one</a></p>{}</body></html>'
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}<path d="M0 0H9V9Z"/></svg>'
WRITTEN = {
    "a heading skipped": (GOOD.format("<h3>Three</h3>"), "level 3 follows one of level 1"),
    "a first heading of level two": (GOOD.replace("h1", "h2").format(""), "not of level 1"),
    "a figure without a title": (GOOD.format(SVG.format("")), "no description"),
    "rows of unequal width": (
        GOOD.format("<table><tr><th>1</th><th>2</th></tr><tr><td>1</td></tr></table>"),
        "rows of [1, 2] cells",
    ),
    "a table without headers": (
        GOOD.format("<table><tr><td>1</td></tr></table>"),
        "no header cell",
    ),
    "no language": (GOOD.replace(' lang="en"', "").format(""), "no language"),
    "no title": (GOOD.replace("<title>A title</title>", "").format(""), "no title"),
}


def first(file: Pdf, kind: str) -> pdfua.Element:
    return next(each for each in pdfua.elements(file) if pdfua.kind(each) == kind)


def _drop(*path: str) -> Callable[[Pdf], None]:
    def damage(file: Pdf) -> None:
        place = file.Root
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]

    return damage


def _set(value: object, *path: str) -> Callable[[Pdf], None]:
    def damage(file: Pdf) -> None:
        place = file.Root
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value

    return damage


def _claim_another_part(file: Pdf) -> None:
    with file.open_metadata(update_docinfo=False, set_pikepdf_as_editor=False) as metadata:
        metadata["pdfuaid:part"] = "2"


def _item_outside_of_a_list(file: Pdf) -> None:
    item = first(file, "/LI")
    item.P.S = Name.P


def _cell_outside_of_a_row(file: Pdf) -> None:
    first(file, "/TD").P.S = Name.Div


def _header_without_scope(file: Pdf) -> None:
    for element in pdfua.elements(file):
        if pdfua.kind(element) == "/TH":
            del element["/A"]["/Scope"]


def _cell_of_an_unknown_header(file: Pdf) -> None:
    first(file, "/TD")["/A"] = Array([Dictionary(O=Name.Table, Headers=Array([String("nobody")]))])


def _link_to_nowhere(file: Pdf) -> None:
    link = first(file, "/Link")
    link.K = Array(kid for kid in link.K if not isinstance(kid, Dictionary) or "/Obj" not in kid)


def _annotation(key: str) -> Callable[[Pdf], None]:
    def damage(file: Pdf) -> None:
        del file.pages[0].Annots[0][key]

    return damage


def _annotation_unknown(file: Pdf) -> None:
    file.pages[0].Annots[0].StructParent = 99


def _link_that_is_none(file: Pdf) -> None:
    for value in file.Root.StructTreeRoot.ParentTree.Nums:
        if isinstance(value, Dictionary) and Name.Link == value.S:
            value.S = Name.Span


def _no_tab_order(file: Pdf) -> None:
    del file.pages[0]["/Tabs"]


def _paint_outside(file: Pdf) -> None:
    file.pages[0].contents_add(b"0 0 9 9 re f", prepend=False)


def _tag_that_nobody_knows(file: Pdf) -> None:
    file.pages[0].contents_add(b"/P <</MCID 99>> BDC 0 0 9 9 re f EMC", prepend=False)


def _tag_that_leads_nowhere(file: Pdf) -> None:
    numbers = file.Root.StructTreeRoot.ParentTree.Nums
    numbers[1][0] = Dictionary()


def _tag_in_a_form(file: Pdf) -> None:
    form = file.make_stream(
        b"/P <</MCID 0>> BDC 0 0 9 9 re f EMC", Type=Name.XObject, Subtype=Name.Form
    )
    page = file.pages[0]
    page.Resources["/XObject"] = Dictionary(Fm=file.make_indirect(form))
    page.contents_add(b"/Artifact BMC /Fm Do EMC", prepend=False)


def _fonts(change: Callable[[pdfua.Element], None]) -> Callable[[Pdf], None]:
    def damage(file: Pdf) -> None:
        for font in file.pages[0].Resources.Font.values():
            change(font)

    return damage


def _font_not_embedded(font: pdfua.Element) -> None:
    del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def _font_without_characters(font: pdfua.Element) -> None:
    del font["/ToUnicode"]


def _bookmark_of_other_words(file: Pdf) -> None:
    with file.open_outline() as outline:
        outline.root[0].title = "Won"


def _bookmarks_reversed(file: Pdf) -> None:
    with file.open_outline() as outline:
        outline.root.reverse()


DAMAGED: dict[str, tuple[Callable[[Pdf], None], str]] = {
    "its mark": (_drop("/MarkInfo"), "not marked as tagged"),
    "the title of its window": (_drop("/ViewerPreferences"), "file name instead of the title"),
    "a language that is one": (_set(String("not one!"), "/Lang"), "no language"),
    "its metadata": (_drop("/Metadata"), "does not claim PDF/UA-1"),
    "its part of the standard": (_claim_another_part, "does not claim PDF/UA-1"),
    "the list of an item": (_item_outside_of_a_list, "/LI stands in /P"),
    "the row of a cell": (_cell_outside_of_a_row, "/TD stands in /Div"),
    "the scope of headers": (_header_without_scope, "does not say what it heads"),
    "the header of a cell": (_cell_of_an_unknown_header, "not in its table"),
    "the end of a link": (_link_to_nowhere, "leads nowhere"),
    "the place of a link": (_annotation("/StructParent"), "not in the structure"),
    "the way to a link": (_annotation_unknown, "not in the structure"),
    "the kind of a link": (_link_that_is_none, "what is no link"),
    "the words of a link": (_annotation("/Contents"), "no text"),
    "the order of a page": (_no_tab_order, "in the order of the structure"),
    "the tag of a drawing": (_paint_outside, "outside of tags"),
    "the number of a tag": (_tag_that_nobody_knows, "does not know"),
    "the element of a tag": (_tag_that_leads_nowhere, "does not know"),
    "all its tags": (_set(Array(), "/StructTreeRoot", "/ParentTree", "/Nums"), "does not know"),
    "the tag of a form": (_tag_in_a_form, "inside a form"),
    "its fonts": (_fonts(_font_not_embedded), "not in the file"),
    "the characters of its fonts": (_fonts(_font_without_characters), "cannot be read back"),
    "its bookmarks": (_drop("/Outlines"), "not the headings"),
    "the words of a bookmark": (_bookmark_of_other_words, "not the headings"),
    "the order of its bookmarks": (_bookmarks_reversed, "not the headings"),
}


# What veraPDF lets pass, and readers would stumble over
STRICTER = {
    *("its bookmarks", "the words of a bookmark", "the order of its bookmarks"),
    *("the scope of headers", "the header of a cell", "the end of a link", "the tag of a form"),
}


@pytest.fixture(scope="module")
def good() -> bytes:
    return pdf.render(GOOD.format("<h1>Two</h1>" + SVG.format("<title>A mark</title>")))


def damaged(body: bytes, damage: Callable[[Pdf], None]) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(body)) as file:
        damage(file)
        file.save(target)
    return target.getvalue()


class TestTheChecks:
    def test_pass_a_good_file(self, good: bytes) -> None:
        assert pdfua.faults(good) == []
        assert pdfua.faults(damaged(good, lambda _file: None)) == []

    @pytest.mark.parametrize("fault", WRITTEN)
    def test_fail_a_file_with(self, fault: str) -> None:
        html, named = WRITTEN[fault]
        assert any(named in each for each in pdfua.faults(pdf.render(html)))

    @verapdf.needed
    def test_agree_with_verapdf(self, good: bytes, tmp_path: Path) -> None:
        """It finds fault with each damaged file but those with which we are stricter."""
        for name, (damage, _named) in DAMAGED.items():
            (tmp_path / f"{name}.pdf").write_bytes(damaged(good, damage))
        (tmp_path / "nothing.pdf").write_bytes(good)
        said = verapdf.verdict(*sorted(tmp_path.glob("*.pdf")))
        passed = set(re.findall(r"/([^/]*).pdf: passes", said))
        assert passed == STRICTER | {"nothing"}

    @pytest.mark.parametrize("lost", DAMAGED)
    def test_fail_a_file_that_lost(self, lost: str, good: bytes) -> None:
        damage, named = DAMAGED[lost]
        assert any(named in each for each in pdfua.faults(damaged(good, damage)))

    def test_fail_spans_of_headers_and_opacity(self) -> None:
        assert len(pdfua.rule_faults("<th scope=col colspan=2>", "p { opacity: .5 }")) == 2
        assert pdfua.rule_faults("<th scope=col>", "p { color: red }") == []

    def test_hear_a_warning_about_a_character_without_a_glyph(
        self, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("reports.glyphs.redraw", id)  # as if nobody had looked
        pdf.render(GOOD.format("<p>\U0001f9ff\ue000</p>"))
        assert [r for r in caplog.records if r.levelname == "WARNING" and "glyph" in r.message]

    def test_read_in_the_order_of_the_tree_and_not_of_the_page(self) -> None:
        moved = '<div style="position: absolute; top: 0">Second</div>'
        body = pdf.render(GOOD.format(f"<p>First</p>{moved}"))
        assert pdfua.read_aloud(body).endswith("FirstSecond")
