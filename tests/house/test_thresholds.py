"""A sentence that repeats what a constant decides takes it from the constant."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.source import ROOT, product_modules, tracked_files

NUMBER = (
    r"(?:[3-9]|\d{2,}|\d{1,3}(?:,\d{3})+|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|twenty|thirty)"
)
THINGS = (
    "peers?|ratings?|raters?|characters?|days?|hours?|minutes?|weeks?|months?|years?|goals?"
    "|things|MB|kB|people|participants?|words|councils?|columns?|rows?|levels?|roles?|files?"
    "|or more|or less"
)
REPEATED = re.compile(rf"(?<![\d.])\b{NUMBER}\s(?:{THINGS})\b", re.IGNORECASE)

TRANSLATING = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
BLOCK = re.compile(r"{% blocktranslate.*?%}(.*?){% endblocktranslate %}", re.DOTALL)
TRANSLATED = re.compile(r"""(?:{% translate |_\()"([^"]*)\"""")

ALLOWED = {
    "15 minutes": "how long answering takes: an estimate",
    "1,000 or more": "a band in words, one of several whose borders scoring has",
    "five or more": "a band in words: one rater in five is a share of 0.20",
    "three or more": "a band in words: one rater in three is a share of a third",
    "five minutes": "how long to wait, said by more than one limit",
    "Three words": "advice on a password; no password is refused for it",
    "20 words": "advice on a statement; none is refused for it",
    "8 raters": "the range that the share said with it was worked out for",
    "eight raters": "advice; no round is refused for it",
}
"""What is said of a number that no constant decides, each with the reason."""


def repeated(sentence: str) -> list[str]:
    return [" ".join(found.split()) for found in REPEATED.findall(" ".join(sentence.split()))]


def in_python(tree: ast.AST) -> Iterator[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id in TRANSLATING:
            texts = [each.value for each in call.args if isinstance(each, ast.Constant)]
            yield from (text for text in texts if isinstance(text, str))


def in_template(text: str) -> Iterator[str]:
    yield from BLOCK.findall(text)
    yield from TRANSLATED.findall(text)


def found() -> dict[str, list[str]]:
    """By where it is said."""
    said: dict[str, list[str]] = {}
    for module in product_modules():
        said[module.name] = [r for each in in_python(module.tree) for r in repeated(each)]
    for path in tracked_files():
        if path.is_relative_to(ROOT / "templates"):
            sentences = in_template(path.read_text(encoding="utf-8"))
            said[str(path.relative_to(ROOT))] = [r for each in sentences for r in repeated(each)]
    return {place: numbers for place, numbers in said.items() if numbers}


def test_no_sentence_repeats_a_number_that_a_constant_decides() -> None:
    bad = {
        place: new
        for place, numbers in found().items()
        if (new := [each for each in numbers if each not in ALLOWED])
    }
    assert bad == {}


def test_every_exception_is_still_said() -> None:
    said = {each for numbers in found().values() for each in numbers}
    assert set(ALLOWED) - said == set()


def test_finds_a_number_in_a_sentence() -> None:
    assert repeated("Keep at most three\n  goals.") == ["three goals"]
    assert repeated("It has at most 10,000 characters.") == ["10,000 characters"]
    assert repeated("At most {most} goals, two people.") == []
    assert list(in_template('{% link _("fewer than 4 peers") %}')) == ["fewer than 4 peers"]
    assert list(in_python(ast.parse('_("up to 5 MB")'))) == ["up to 5 MB"]
