"""What WeasyPrint leaves out of the tags of a PDF, written into it just before it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reports.glyphs import TRUE_TEXT, stand_in


def keep_links_whole(document: Any) -> None:
    """A link is one thing to press; WeasyPrint makes one more of each element inside of it."""
    for page in document.pages:
        boxes = [box for *_link, box in page.links]
        whole = {box.element for box in boxes if box.element_tag == box.element.tag}
        inside = {part for element in whole for part in element.iter() if part is not element}
        page.links = [each for each in page.links if each[3].element not in inside]


def finish(document: Any, pdf: Any, *, other_language: str, replaced: bool) -> None:
    """Write the scope of header cells and where their names lead, the language of pieces that
    stand in another one, and the true text of what was replaced, so that it is read aloud right."""
    from pydyf import Array, Dictionary, String

    headers = []
    for each in pdf.objects:
        kind = each.get("S") if isinstance(each, Dictionary) else None
        if kind == "/TH":
            headers.append(each)
        elif kind == "/Span" and other_language and _is_marked_piece(each):
            each["Lang"] = String(other_language)
    for cell in headers:
        section = _parent(pdf, _parent(pdf, cell))
        cell["A"]["Scope"] = "/Column" if section["S"] == "/THead" else "/Row"
    named = sorted((cell for cell in headers if "ID" in cell), key=lambda cell: cell["ID"].data)
    names = Array(value for cell in named for value in (cell["ID"], cell.reference))
    root = _find(pdf, pdf.catalog["StructTreeRoot"])
    root["IDTree"] = Dictionary({"Names": names})
    for run, true in _replaced(document, pdf) if replaced else ():
        run["ActualText"] = String(true)


def _is_marked_piece(element: Any) -> bool:
    """Whether this is a `<span>`; a run of text is called so too, but holds no element."""
    return any(isinstance(kid, bytes) for kid in element["K"])


def _parent(pdf: Any, element: Any) -> Any:
    return _find(pdf, element["P"])


def _find(pdf: Any, reference: bytes) -> Any:
    """The object behind “12 0 R”."""
    return pdf.objects[int(reference.split()[0])]


# The true text of what was replaced


def _replaced(document: Any, pdf: Any) -> Iterator[tuple[Any, str]]:
    """Each tag over a replaced run with the text that it stands for.

    WeasyPrint makes the tags of a page in the order of its boxes, one for each run of text.
    """
    left: dict[Any, str] = {}
    for page, reference in zip(document.pages, pdf.page_references, strict=True):
        boxes = list(_runs(page._page_box))
        if not any(TRUE_TEXT in _attributes(box) for box in boxes):
            continue
        tags = [each for each in pdf.objects if _is_run(each, reference)]
        for box, tag in zip(boxes, tags, strict=True):
            if true := _attributes(box).get(TRUE_TEXT):
                spoken, left[box.element] = _split(left.get(box.element, true), box.text)
                yield tag, spoken


def _runs(box: Any) -> Iterator[Any]:
    """The boxes of text below a box, but those of links, which hold their text themselves."""
    box = getattr(box, "_box", box)  # stands where an absolute element would be
    is_link = (box.element_tag or "").split(":")[0] == "a"
    for child in getattr(box, "children", ()):
        if not hasattr(child, "text"):
            yield from _runs(child)
        elif not is_link:
            yield child


def _is_run(each: Any, page: bytes) -> bool:
    from pydyf import Dictionary

    if not isinstance(each, Dictionary) or each.get("Pg") != page or each.get("S") != "/Span":
        return False
    return bool(each["K"]) and all(isinstance(kid, int) for kid in each["K"])


def _attributes(box: Any) -> dict[str, str]:
    return {} if box.element is None else box.element.attrib


def _split(true: str, drawn: str) -> tuple[str, str]:
    """How much of the true text the drawn one stands for, and what is left for the next line."""
    wanted = len("".join(drawn.split()))
    have = 0
    for place, character in enumerate(true):
        width = len("".join(stand_in(character).split()))
        if width and have >= wanted:
            return true[:place], true[place:]
        have += width
    return true, ""
