"""HTML becomes a tagged PDF. The only importer of WeasyPrint, which it imports when first used.

Nothing outside the project is read: the style sheet and its fonts load once, by themselves, and
the document may fetch nothing at all.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports import glyphs, paging, tags
from reports.characters import clean_text

if TYPE_CHECKING:
    from weasyprint import CSS, HTML, Document
    from weasyprint.text.fonts import FontConfiguration

STYLE = Path(__file__).parent / "style" / "report.css"
VARIANT = "pdf/ua-1"

# One FontConfiguration for the life of the process: each new one leaks a quarter of a megabyte.
# It is not made for threads, and two threads render no faster than one.
_ONE_AT_A_TIME = threading.Lock()


class ForbiddenFetch(Exception):
    """The document asked for something outside of itself."""


def render(html: str, identifier: str = "") -> bytes:
    """The PDF/UA-1 of a whole HTML document; the same bytes for the same text.

    `identifier` is the name that the file carries for itself. What stands in `<span lang="…">` is
    in another language than the rest, and one document has one other language. Raises
    ForbiddenFetch when the document asks for any file or address.
    """
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    nothing = URLFetcher(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
    with _ONE_AT_A_TIME, _collector_off():
        fonts, style = _style()
        document = HTML(string=clean_text(html), url_fetcher=nothing)
        replaced = glyphs.redraw(document.etree_element)
        try:
            written: bytes = _paged(document, fonts, style).write_pdf(
                pdf_variant=VARIANT,
                pdf_identifier=identifier.encode() or None,
                finisher=functools.partial(
                    _finish, other_language=_other_language(html), replaced=replaced
                ),
            )
        except FatalURLFetchingError as error:  # a BaseException, which would end the worker
            raise ForbiddenFetch(str(error)) from error
    return written


def _paged(html: HTML, fonts: FontConfiguration, style: CSS) -> Document:
    """Set once, and again where a page would stay nearly empty."""
    for _time in range(paging.MOST_TIMES):
        document = html.render(font_config=fonts, stylesheets=[style], pdf_variant=VARIANT)
        if not paging.loosen(document):
            break
    tags.keep_links_whole(document)
    return document


def _finish(document: Document, pdf: Any, *, other_language: str, replaced: bool) -> None:
    """Complete the tags. From here on no object changes, nor what is added in writing the file."""
    tags.finish(document, pdf, other_language=other_language, replaced=replaced)
    add = pdf.add_object
    pdf.add_object = lambda each: add(_made_once(each))
    for each in pdf.objects:
        _made_once(each)


def _made_once(each: Any) -> Any:
    """A PDF object that makes its bytes once.

    They are asked for twice, to be written and for the hash in the identifier of the file; pydyf
    would set and compress everything again.
    """
    each.__class__ = _kind_made_once(each.__class__)
    return each


@functools.cache
def _kind_made_once(kind: type[Any]) -> type[Any]:
    return type(kind.__name__, (kind,), {"data": functools.cached_property(kind.data.fget)})


def write(target: Path, html: str, identifier: str) -> Path:
    """Render into a file, which is there whole or not at all; for a process of its own too."""
    unfinished = target.with_suffix(".part")
    unfinished.write_bytes(render(html, identifier))
    return unfinished.replace(target)


@functools.cache
def _style() -> tuple[FontConfiguration, CSS]:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    own = URLFetcher(allowed_protocols=("file",), allow_redirects=False)
    fonts = FontConfiguration()
    return fonts, CSS(filename=str(STYLE), font_config=fonts, url_fetcher=own)


# Freed while Python still stands: at the very end the fonts would complain to the terminal.
atexit.register(_style.cache_clear)


@contextlib.contextmanager
def _collector_off() -> Iterator[None]:
    """A render makes a million objects that all live to its end: looking through them is waste."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.collect()


def _other_language(html: str) -> str:
    """The language of the marked pieces of a document; empty where none is marked."""
    found = set(re.findall(r'<span lang="([-\w]+)">', html))
    if len(found) > 1:
        raise ValueError(found)
    return next(iter(found), "")
