"""The words of a tagged PDF in the order of its structure tree, as assistive technology has them.

poppler says the same (`pdfinfo -struct-text`), at seconds for a report: it draws a page again
for every piece of text.
"""

from __future__ import annotations

import functools
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, String

Object: TypeAlias = Any  # pikepdf types the parts of a file as one Object
Piece: TypeAlias = tuple[tuple[str, ...], str]
Letters: TypeAlias = dict[int, str]
SHOWING = {"Tj", "TJ", "'", '"'}
NOWHERE = -1  # the mark of what is painted outside of the structure
HEX = r"<([0-9a-fA-F]+)>"


@functools.lru_cache(maxsize=16)
def pieces(data: bytes) -> tuple[Piece, ...]:
    """Each text with the kinds of the elements that it stands in, outermost first.

    An element comes before what is in it, with no text.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root.get("/StructTreeRoot")
        return () if root is None else tuple(Reader().below(root, (), None))


def texts(data: bytes) -> list[Piece]:
    """The pieces that are text."""
    return [piece for piece in pieces(data) if piece[1]]


@dataclass
class Reader:
    """Reads each page and each font of a file once."""

    pages: dict[tuple[int, int], dict[int, str]] = field(default_factory=dict)
    fonts: dict[tuple[int, int], Letters] = field(default_factory=dict)

    def below(self, parent: Object, kinds: tuple[str, ...], page: Object) -> Iterator[Piece]:
        found = parent.get("/K", Array())
        for kid in found if isinstance(found, Array) else [found]:
            if isinstance(kid, int):
                if text := self._texts(page).get(kid):
                    yield kinds, text
            elif kid.get("/Type") == Name.MCR:
                if text := self._texts(kid.get("/Pg", page)).get(int(kid.MCID)):
                    yield kinds, text
            elif "/S" in kid:
                inside = (*kinds, str(kid.S)[1:])
                yield inside, ""
                yield from self.below(kid, inside, kid.get("/Pg", page))

    def _texts(self, page: Object) -> dict[int, str]:
        if page.objgen not in self.pages:
            texts: dict[int, list[str]] = defaultdict(list)
            self._read(page, page.Resources, texts, NOWHERE)
            self.pages[page.objgen] = {mark: "".join(found) for mark, found in texts.items()}
        return self.pages[page.objgen]

    def _read(
        self, source: Object, resources: Object, texts: dict[int, list[str]], outside: int
    ) -> None:
        """Add what a content stream shows to the texts of its marks."""
        marks, letters = [outside], Letters()
        for instruction in pikepdf.parse_content_stream(source):
            operands: Object = instruction.operands
            match str(instruction.operator):
                case "BMC" | "BDC":
                    marks.append(_mark(operands, marks[-1]))
                case "EMC":
                    marks.pop()
                case "Tf":
                    letters = self._letters(resources.Font[operands[0]])
                case "Do":
                    drawn = resources.XObject[operands[0]]
                    if drawn.Subtype == Name.Form:
                        self._read(drawn, drawn.get("/Resources", resources), texts, marks[-1])
                case showing if showing in SHOWING and marks[-1] != NOWHERE:
                    texts[marks[-1]].extend(_shown(operands[-1], letters))

    def _letters(self, font: Object) -> Letters:
        if font.objgen not in self.fonts:
            table = font.ToUnicode.read_bytes().decode() if "/ToUnicode" in font else ""
            self.fonts[font.objgen] = dict(_mapped(table))
        return self.fonts[font.objgen]


def _mark(operands: Object, outside: int) -> int:
    """The mark that a sequence opens, or the one around it."""
    if operands[0] == Name.Artifact:
        return NOWHERE
    if len(operands) > 1 and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
        return int(operands[1].MCID)
    return outside


def _shown(operand: Object, letters: Letters) -> Iterator[str]:
    for each in operand if isinstance(operand, Array) else [operand]:
        if isinstance(each, String):
            codes = bytes(each)
            for place in range(0, len(codes), 2):  # Identity-H, the only encoding of a report
                yield letters.get(int.from_bytes(codes[place : place + 2]), "")


def _mapped(table: str) -> Iterator[tuple[int, str]]:
    """The characters of each code, from a font's /ToUnicode."""
    for part in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letters in re.findall(HEX + r"\s*" + HEX, part):
            yield int(code, 16), bytes.fromhex(letters).decode("utf-16-be")
