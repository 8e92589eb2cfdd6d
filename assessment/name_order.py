"""The order of names: as in a phone book, the same on every database and in Python.

Accents, capitals, apostrophes and full stops do not count: Łukasz stands among the L, Ólafur
among the O, Ŵyn among the W, de Souza among the D. Letters that are two are written out: Æ as ae,
ß as ss. It goes letter by letter, in Welsh names too: lists mix names of many languages, and
nobody looks for Llŷr after Lowri. Other alphabets keep their own order, after the Latin one.

No two databases, and no two of their locales, agree on this. So they compare a key that is made
from one table: by a Python function in SQLite, by translate() in PostgreSQL.
"""

from __future__ import annotations

import unicodedata
from itertools import chain
from typing import Any

from django.db.models import CharField, Func

_LATIN = [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]
_OTHERS = [*range(0x370, 0x530)]  # Greek and Cyrillic
_ACCENTS = range(0x300, 0x370)
_GONE = "'‘’ʼ`´.,\u200d"
_SPACES = "-‐‑‒–"
_OWN_LETTERS = {
    **{"ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "ĸ": "k"},
    **{"æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ƒ": "f", "ɨ": "i"},
}
_APART = "йЙ"  # letters of their own, though Unicode builds them of two


def _plain(letter: str) -> str:
    """Small, without accents."""
    if letter in _APART:
        return letter.lower()
    parts = unicodedata.normalize("NFKD", letter.casefold())
    bare = "".join(each for each in parts if not unicodedata.combining(each))
    return "".join(_OWN_LETTERS.get(each, each) for each in bare if each not in "ʼʾ·")


_PLAIN = {
    chr(code): _plain(chr(code))
    for code in chain(range(ord("A"), ord("Z") + 1), _LATIN, _OTHERS)
    if _plain(chr(code)) != chr(code)
}
_ONE = {
    **{letter: plain for letter, plain in _PLAIN.items() if len(plain) == 1},
    **dict.fromkeys(_SPACES, " "),
}
_SEVERAL = {letter: plain for letter, plain in _PLAIN.items() if len(plain) > 1}
_NONE = [
    *(letter for letter, plain in _PLAIN.items() if not plain),
    *_GONE,
    *map(chr, _ACCENTS),
]
_TABLE = str.maketrans({**_ONE, **_SEVERAL, **dict.fromkeys(_NONE, "")})
_AFTER_ALL = "\t"
"""Between the letters and the name itself, by which names of the same letters have an order too."""


def plain_letters(name: str) -> str:
    """The name in the letters that it is ordered by."""
    return name.translate(_TABLE)


def name_key(name: str) -> str:
    """What names are compared by, code point by code point."""
    return f"{plain_letters(name)}{_AFTER_ALL}{name}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"


class ByName(Func):
    """For `order_by`: the key of the name in a field, such as "participant__person__name"."""

    function = "name_key"
    arity = 1
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """The table as SQL; compared by code points, whatever the locale of the database."""
        letters = "%(expressions)s"
        for letter, plain in _SEVERAL.items():
            letters = f"replace({letters}, {_quoted(letter)}, {_quoted(plain)})"
        old, new = "".join([*_ONE, *_NONE]), "".join(_ONE.values())
        translated = f"translate({letters}, {_quoted(old)}, {_quoted(new)})"
        template = f'({translated} || {_quoted(_AFTER_ALL)} || %(expressions)s) COLLATE "C"'
        return super().as_sql(compiler, connection, template=template, **more)


def teach_database(connection: Any, **_more: Any) -> None:
    """Give a new connection to SQLite the function that PostgreSQL has as SQL."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("name_key", 1, name_key, deterministic=True)
