"""Where a set report leaves a page nearly empty, what follows may break, and begins on it.

Reports keep together what is read together, and begin some things on a page of their own. How
much room that leaves is known only when it is set: names and texts may be a word or a page long.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

Document: TypeAlias = Any  # of WeasyPrint, which reports.pdf alone imports
Box: TypeAlias = Any  # WeasyPrint types none of its boxes
Element: TypeAlias = Any

LEAST = 0.36
"""Of a page that is printed on; no page but the last shall be emptier than a third."""

RUN_ON = "run-on"
"""The class of what may break and follows what is before it; of the cover, set closer."""

HEADINGS = ("h2", "h3", "caption")

MOST_TIMES = 8
"""So often may a report be set; each time fewer pages are left to mend."""


def loosen(document: Document) -> bool:
    """Mark what follows a page that is nearly empty; whether there was anything to mark.

    First the cover, if it runs onto a second page: what follows then lies elsewhere.
    """
    roots = [page._page_box.children[0] for page in document.pages]
    begins = [each for root in roots[1:2] for each in _first(root)]
    if any("cover" in _classes(each) and _mark(each) for each in begins):
        return True
    found = False
    for place, page in enumerate(document.pages[1:-1], 1):
        if _is_filled(page._page_box):
            continue
        seen = {each for root in roots[1 : place + 1] for each in _elements(root)}
        first = list(_first(roots[place + 1]))
        # A table may have left its caption, or its head, alone on the page before.
        begun = [each for each in first if each not in seen or "figures" in _classes(each)]
        marked = list(map(_mark, begun))
        found = found or any(marked)
    return found


def _is_filled(page: Box) -> bool:
    """Whether the lines of a page reach as far down as they should."""
    least = LEAST * float(page.margin_top + page.height)
    return any(_bottom(line) >= least for line in _lines(page.children[0]))


def _lines(box: Box) -> Iterator[Box]:
    """The last ones first, which are mostly the lowest."""
    for child in reversed(getattr(box, "children", ())):
        yield from _lines(child)
    if getattr(box, "text", ""):
        yield box


def _bottom(line: Box) -> float:
    return float(line.position_y + line.height)


def _elements(box: Box) -> Iterator[Element]:
    if box.element is not None:
        yield box.element
    for child in getattr(box, "children", ()):
        yield from _elements(child)


def _first(box: Box | None) -> Iterator[Element]:
    """What the words of a page begin with, from the outermost to the innermost.

    Beside a heading that is what it heads, which it moves with.
    """
    while box is not None:
        if box.element is not None:
            yield box.element
        inside = (each for each in getattr(box, "children", ()) if each.element_tag not in HEADINGS)
        box = next(filter(_has_words, inside), None)


def _has_words(box: Box) -> bool:
    return any(True for _line in _lines(box))


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").split()


def _mark(element: Element) -> bool:
    """Whether it was not marked before, and is something that breaks pages."""
    classes = _classes(element)
    if RUN_ON in classes or not {"cover", "part", "keep", "figures", "goal"} & set(classes):
        return False
    element.set("class", " ".join([*classes, RUN_ON]))
    return True
