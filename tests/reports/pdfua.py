"""What a PDF/UA-1 checker looks for, in the sixteen checks that a report can fail.

`faults(pdf)` names what is wrong, in words; an empty list is a pass.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from reports.glyphs import printable
from tests.reports.structure import pieces, texts

Element: TypeAlias = Any  # pikepdf types the parts of a file as one Object
HEADING = re.compile(r"^/H[1-6]$")
ONLY_IN = {
    "/LI": {"/L"},
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
    "/TFoot": {"/Table"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
}
PAINTING = {
    *("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI"),
    *("Tj", "TJ", "'", '"'),
}
LANGUAGE = re.compile(r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$")


def faults(data: bytes) -> list[str]:
    """Everything that is wrong with a tagged PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = [fault for check in CHECKS for fault in check(pdf)]
    return [*found, *check_bookmarks(data)]


def elements(pdf: Pdf) -> Iterator[Element]:
    """Every structure element in reading order."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is not None:
        yield from _below(root)


def _below(parent: Element) -> Iterator[Element]:
    for kid in kids(parent):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)


def kids(element: Element) -> list[object]:
    found = element.get("/K")
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def kind(element: Element) -> str:
    return str(element.S)


def attributes(element: Element) -> Dictionary:
    """/A may be one dictionary or several."""
    found = element.get("/A", Dictionary())
    merged = Dictionary()
    for each in found if isinstance(found, Array) else [found]:
        if isinstance(each, Dictionary):
            for key, value in each.items():
                merged[key] = value
    return merged


# --- the document -------------------------------------------------------------------------


def check_marked(pdf: Pdf) -> Iterator[str]:
    if not pdf.Root.get("/MarkInfo", Dictionary()).get("/Marked"):
        yield "The document is not marked as tagged."
    if not pdf.Root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle"):
        yield "The window would show the file name instead of the title."


def check_language(pdf: Pdf) -> Iterator[str]:
    if not LANGUAGE.match(str(pdf.Root.get("/Lang", ""))):
        yield "The document has no language."


def check_metadata(pdf: Pdf) -> Iterator[str]:
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "The metadata does not claim PDF/UA-1."
        if not metadata.get("dc:title"):
            yield "The metadata has no title."


def check_headings(pdf: Pdf) -> Iterator[str]:
    levels = [int(kind(e)[2]) for e in elements(pdf) if HEADING.match(kind(e))]
    if levels[:1] != [1]:
        yield "The first heading is not of level 1."
    for before, now in pairwise(levels):
        if now > before + 1:
            yield f"A heading of level {now} follows one of level {before}."


def check_figures(pdf: Pdf) -> Iterator[str]:
    for element in elements(pdf):
        if kind(element) == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "A figure has no description."


def check_nesting(pdf: Pdf) -> Iterator[str]:
    for element in elements(pdf):
        allowed = ONLY_IN.get(kind(element))
        parent = element.get("/P", Dictionary())
        if allowed and str(parent.get("/S")) not in allowed:
            yield f"{kind(element)} stands in {parent.get('/S')}."


# --- tables -------------------------------------------------------------------------------


def _tables(pdf: Pdf) -> Iterator[Element]:
    return (element for element in elements(pdf) if kind(element) == "/Table")


def _rows(table: Element) -> list[list[Element]]:
    rows = [each for each in _below(table) if kind(each) == "/TR"]
    return [
        [
            cell
            for cell in kids(row)
            if isinstance(cell, Dictionary) and kind(cell) in {"/TH", "/TD"}
        ]
        for row in rows
    ]


def check_widths(pdf: Pdf) -> Iterator[str]:
    for table in _tables(pdf):
        widths = set()
        hanging: dict[int, int] = {}
        for place, row in enumerate(_rows(table)):
            spans = [int(attributes(cell).get("/ColSpan", 1)) for cell in row]
            widths.add(sum(spans) + hanging.get(place, 0))
            for cell, span in zip(row, spans, strict=True):
                for below in range(1, int(attributes(cell).get("/RowSpan", 1))):
                    hanging[place + below] = hanging.get(place + below, 0) + span
        if len(widths) > 1:
            yield f"A table has rows of {sorted(widths)} cells."


def check_headers(pdf: Pdf) -> Iterator[str]:
    for table in _tables(pdf):
        cells = [cell for row in _rows(table) for cell in row]
        heads = [cell for cell in cells if kind(cell) == "/TH"]
        names = {str(cell.get("/ID")) for cell in heads if "/ID" in cell}
        if not heads:
            yield "A table has no header cell."
        if any("/Scope" not in attributes(head) for head in heads):
            yield "A header cell does not say what it heads."
        for cell in cells:
            for header in attributes(cell).get("/Headers", Array()):
                if str(header) not in names:
                    yield "A cell names a header that is not in its table."


# --- links and pages ----------------------------------------------------------------------


def check_links(pdf: Pdf) -> Iterator[str]:
    for element in elements(pdf):
        if kind(element) == "/Link" and not any(
            isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR for kid in kids(element)
        ):
            yield "A link in the structure leads nowhere."
    known, links = _parent_tree(pdf), _links(pdf)
    for page in pdf.pages:
        for annotation in page.get("/Annots", Array()):
            if annotation.get("/Subtype") == Name.Link:
                if int(annotation.get("/StructParent", -1)) not in known:
                    yield "A link is not in the structure."
                elif annotation.StructParent not in links:
                    yield "A link belongs to what is no link."
                if not str(annotation.get("/Contents", "")):
                    yield "A link has no text."


def check_tab_order(pdf: Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        if page.get("/Tabs") != Name.S:
            yield f"Page {number} is not walked in the order of the structure."


def check_content(pdf: Pdf) -> Iterator[str]:
    """Everything painted is tagged or an artifact, and every tag is known to the structure."""
    tree = _parent_tree(pdf)
    tagged: dict[tuple[int, int], bool] = {}  # each form once: every page may name all of them
    for number, page in enumerate(pdf.pages, 1):
        known = tree.get(int(page.get("/StructParents", -1)), set())
        seen, loose = _painted(page)
        if loose:
            yield f"Page {number} paints {loose} times outside of tags and artifacts."
        if seen - known:
            yield f"Page {number} has a tag that the structure does not know."
        for stream in page.get("/Resources", Dictionary()).get("/XObject", Dictionary()).values():
            if stream.get("/Subtype") != Name.Form:
                continue
            if stream.objgen not in tagged:
                tagged[stream.objgen] = bool(_painted(stream)[0])
            if tagged[stream.objgen]:
                yield f"Page {number} has a tag inside a form."


def _links(pdf: Pdf) -> set[int]:
    """What in the tree of parents is a link."""
    root = pdf.Root.get("/StructTreeRoot", Dictionary())
    numbers = list(root.get("/ParentTree", Dictionary()).get("/Nums", Array()))
    return {
        int(key)
        for key, value in zip(numbers[::2], numbers[1::2], strict=True)
        if isinstance(value, Dictionary) and value.get("/S") == Name.Link
    }


def _parent_tree(pdf: Pdf) -> dict[int, set[int]]:
    """The marks of each page that lead to an element; for an annotation the mark 0."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return {}
    numbers = list(root.get("/ParentTree", Dictionary()).get("/Nums", Array()))
    return {
        int(key): {
            mark
            for mark, element in enumerate(value if isinstance(value, Array) else [value])
            if isinstance(element, Dictionary) and "/S" in element
        }
        for key, value in zip(numbers[::2], numbers[1::2], strict=True)
    }


def _painted(source: object) -> tuple[set[int], int]:
    """The marks of a content stream, and how often it paints outside of any."""
    marks: set[int] = set()
    open_marks: list[bool] = []
    loose = 0
    for instruction in pikepdf.parse_content_stream(source):  # type: ignore[arg-type]
        operator = str(instruction.operator)
        if operator in {"BDC", "BMC"}:
            operands = list(instruction.operands)
            inside = str(operands[0]) == "/Artifact"
            if len(operands) > 1 and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
                marks.add(int(operands[1]["/MCID"]))
                inside = True
            open_marks.append(inside)
        elif operator == "EMC":
            open_marks.pop()
        elif operator in PAINTING and not any(open_marks):
            loose += 1
    return marks, loose


def check_fonts(pdf: Pdf) -> Iterator[str]:
    for page in pdf.pages:
        for font in page.get("/Resources", Dictionary()).get("/Font", Dictionary()).values():
            inner = font.get("/DescendantFonts", [font])[0]
            described = inner.get("/FontDescriptor", Dictionary())
            if not any(f"/FontFile{n}" in described for n in ("", "2", "3")):
                yield f"The font {font.get('/BaseFont')} is not in the file."
            if font.get("/Subtype") == Name.Type0 and "/ToUnicode" not in font:
                yield f"The text of {font.get('/BaseFont')} cannot be read back."


# --- bookmarks ----------------------------------------------------------------------------


def check_bookmarks(data: bytes) -> Iterator[str]:
    """Bookmarks are the headings, by their words and in their order."""
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        titles = [_tight(title) for title in _titles(outline.root)]
    headings = [_tight(heading) for heading in read_headings(data)]
    if [_tight(printable(title)) for title in titles] != headings:  # they carry the true text
        yield f"The bookmarks {titles} are not the headings {headings}."
    if not all(titles):
        yield "A bookmark has no text."


def _tight(text: str) -> str:
    """Without spaces and places to break."""
    return "".join(text.replace("\u200b", "").split())


def _titles(items: list[pikepdf.OutlineItem]) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from _titles(item.children)


CHECKS = (
    check_marked,
    check_language,
    check_metadata,
    check_headings,
    check_figures,
    check_nesting,
    check_widths,
    check_headers,
    check_links,
    check_tab_order,
    check_content,
    check_fonts,
)


# --- what needs more than the file --------------------------------------------------------


def reading_order(data: bytes) -> str:
    """The text as assistive technology reads it: in the order of the tree, one line a piece."""
    return " ".join(" ".join(text for _kinds, text in texts(data)).split())


def read_aloud(data: bytes) -> str:
    """The same without what stands inside drawings, which are read by their description."""
    return "".join(text for kinds, text in texts(data) if "Figure" not in kinds)


def read_headings(data: bytes) -> list[str]:
    """The words of each heading in the tree, in order."""
    found: list[str] = []
    for kinds, text in pieces(data):
        if not text and HEADING.match(f"/{kinds[-1]}"):
            found.append("")
        elif text and any(HEADING.match(f"/{kind}") for kind in kinds):
            found[-1] += text
    return found


def rule_faults(html: str, style: str) -> list[str]:
    """Spans on header cells, and opacity, both of which pass by a checker and read wrong."""
    found = []
    if re.search(r"<th[^>]*\b(rowspan|colspan)=", html):
        found.append("A header cell spans.")
    if re.search(r"\bopacity\s*:", style):
        found.append("The style uses opacity.")
    return found
