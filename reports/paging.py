"""Where a set report leaves a page nearly empty, what follows may break, and begins on it.

Reports keep together what is read together, and begin some things on a page of their own. How
much room that leaves is known only when it is set: names and texts may be a word or a page long.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
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
    begins = [list(_first(root)) for root in roots]
    if any("cover" in _classes(each) and _mark(each) for each in chain(*begins[1:2])):
        return True
    seen: set[Element] = set()
    found = False
    for page, root, first in zip(document.pages[1:], roots[1:], begins[2:], strict=False):
        seen.update(_elements(root))
        if _filled(page._page_box) < LEAST:
            # A table may have left its caption, or its head, alone on the page before.
            begun = [each for each in first if each not in seen or "figures" in _classes(each)]
            marked = list(map(_mark, begun))
            found = found or any(marked)
    return found


def _filled(page: Box) -> float:
    """How far down the lines of a page reach, as a share of the page above its foot."""
    lowest: float = max(map(_bottom, _lines(page.children[0])), default=0.0)
    return lowest / float(page.margin_top + page.height)


def _lines(box: Box) -> Iterator[Box]:
    if getattr(box, "text", ""):
        yield box
    for child in getattr(box, "children", ()):
        yield from _lines(child)


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
        inside = [each for each in getattr(box, "children", ()) if _has_words(each)]
        box = next((each for each in inside if each.element_tag not in HEADINGS), None)


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
