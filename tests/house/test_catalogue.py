"""The Welsh catalogue is whole: every sentence of the source, every plural form, every mark."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.translation import ngettext
from django.utils.translation.template import templatize

from assessment import catalogues
from assessment.library_sentences import SENTENCES
from tests.house.source import Module, product_modules
from tests.house.test_strings import templates

SAYS = {"_", "gettext", "gettext_lazy", "gettext_noop", "pgettext", "pgettext_lazy"}
COUNTS = {"ngettext", "ngettext_lazy", "npgettext", "npgettext_lazy"}
IN_TEMPLATE = re.compile(r"\b(_|n?p?gettext)\(")
LITERAL = re.compile(r"""\s*u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*,?""")
# What must be the same in both languages: %(name)s, %s, {name}, and tags of HTML
MARKS = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{[^{}]*\}|</?[a-z][^>]*>")
FORMS = (0, 1, 2, 3, 6, 7)
"""A number for each of the six plural forms of Welsh, in their order."""


def said_in_python(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).split(".")[-1]
            at = 1 if name.startswith(("pgettext", "npgettext")) else 0
            texts = node.args[at : at + 1] if name in SAYS | COUNTS else []
            for each in texts:
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield each.value


def said_in_template(text: str) -> Iterator[str]:
    read = templatize(text)
    for call in IN_TEMPLATE.finditer(read):
        literal = LITERAL.match(read, call.end())
        if literal and call[1].endswith("pgettext"):
            literal = LITERAL.match(read, literal.end())
        if literal:
            yield str(ast.literal_eval(literal[1]))


@cache
def said() -> frozenset[str]:
    """Every sentence of the source."""
    found = {each for module in product_modules() for each in said_in_python(module)}
    for path in templates():
        found |= set(said_in_template(path.read_text(encoding="utf-8")))
    return frozenset(found - {""})


@cache
def welsh() -> list[polib.POEntry]:
    (catalogue,) = catalogues.files()
    return catalogues.entries(catalogue)


def marks(text: str) -> Counter[str]:
    return Counter(MARKS.findall(text))


def edges(text: str) -> tuple[str, str]:
    """The spaces and line breaks that a text begins and ends with."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def faults(entry: polib.POEntry) -> list[str]:
    """What is wrong with one translation."""
    if catalogues.lacks(entry):
        return [f"no translation: {entry.msgid}"]
    if not entry.msgid_plural:
        pairs = [(entry.msgid, entry.msgstr)]
        kinds = [marks(entry.msgid)]
    elif sorted(entry.msgstr_plural) != list(range(len(FORMS))):
        return [f"not six forms: {entry.msgid}"]
    else:
        pairs = [(entry.msgid_plural, text) for text in entry.msgstr_plural.values()]
        kinds = [marks(entry.msgid), marks(entry.msgid_plural)]
    return [
        f"{english!r} is {text!r}"
        for english, text in pairs
        if marks(text) not in kinds or edges(english) != edges(text)
    ]


class TestTheCatalogue:
    def test_has_every_sentence_of_the_source_and_no_other(self) -> None:
        assert len(said()) > 2000
        known = {each.msgid for each in welsh()}
        mend = "Run: make messages, then translate what is missing"
        assert (sorted(said() - known), sorted(known - said())) == ([], []), mend

    def test_has_a_translation_with_the_same_marks_for_each(self) -> None:
        assert [fault for each in welsh() for fault in faults(each)] == []

    def test_is_written_the_same_way_by_everybody(self, tmp_path: Path) -> None:
        (catalogue,) = catalogues.files()
        copy = tmp_path / "django.po"
        copy.write_bytes(catalogue.read_bytes())
        catalogues.rewrite(copy)
        assert copy.read_text(encoding="utf-8") == catalogue.read_text(encoding="utf-8")

    @pytest.mark.parametrize("number", FORMS)
    def test_has_its_own_text_for_every_kind_of_number(self, number: int) -> None:
        counted = [each for each in welsh() if each.msgid_plural and not each.msgctxt]
        assert counted
        form = FORMS.index(number)
        with translation.override("cy"):
            for each in counted:
                said = ngettext(each.msgid, each.msgid_plural, number)
                assert said == each.msgstr_plural[form]

    def test_has_what_django_and_the_sign_in_pages_lack(self) -> None:
        with translation.override("cy"):
            same = [each for each in SENTENCES if translation.gettext(each) == each]
        assert len(SENTENCES) > 100
        assert same == []


class TestTheReader:
    def test_finds_what_a_template_says(self) -> None:
        template = (
            '{% load i18n %}{% translate "One" %}{% blocktranslate trimmed count n=n %}\n {{ n }} a'
            '\n{% plural %}\n {{ n }} b\n{% endblocktranslate %}{% button _("Two") %}'
        )
        assert set(said_in_template(template)) == {"One", "%(n)s a", "Two"}

    def test_finds_what_python_says(self) -> None:
        module = Module("x", '_("A" "B"); ngettext("%d c", "%d d", 2); pgettext("when", "E")')
        assert set(said_in_python(module)) == {"AB", "%d c", "E"}

    @pytest.mark.parametrize(
        "entry",
        [
            polib.POEntry(msgid="Save"),
            polib.POEntry(msgid="Save", msgstr="Cadw", flags=["fuzzy"]),
            polib.POEntry(msgid="Of {name}", msgstr="Am {enw}"),
            polib.POEntry(msgid="%(n)s a", msgid_plural="%(n)s b", msgstr_plural={0: "%(n)s c"}),
            polib.POEntry(
                msgid="%s a", msgid_plural="%s b", msgstr_plural=dict.fromkeys(range(6), "b")
            ),
        ],
    )
    def test_finds_a_fault(self, entry: polib.POEntry) -> None:
        assert len(faults(entry)) >= 1
