"""A rater group is declared once: whatever says or draws something of it reads the declaration."""

from __future__ import annotations

import ast
import csv
import io
import re
from collections.abc import Iterable, Iterator

import openpyxl
import pytest

from assessment.models import Rater, Result
from assessment.rater_groups import ALL_ANONYMOUS, ANY_GROUP, RaterGroup, asked_groups, facts_of
from assessment.rater_groups import name_of as name
from assessment.scoring.values import ANONYMOUS, IDENTIFIED, JOINED, Group
from assessment.spreadsheets import Column
from assessment.spreadsheets.vocabulary import find_group, squeeze
from reports import charts
from tests.house.source import ROOT, Module, product_modules, tracked_files

DECLARED = {"assessment.scoring.values", "assessment.rater_groups"}
# Whom the people of the sample council are rated by is their story, told by hand; and a list of
# participants can be narrowed to those who lack their own assessment or a manager.
BY_HAND = {"assessment.management.sample.build", "assessment.rounds.forms.rounds"}
# Of the table of groups in a report, in percent, and of its page in pixels
NAME_OF_A_SKILL, TEXT_WIDTH = 20, 657
DATA = ROOT / "assessment" / "data"


def lists_of_groups(modules: Iterable[Module]) -> Iterator[str]:
    """Where code names an anonymous group in a table of its own, or several by their keys."""
    for module in modules:
        if module.name in DECLARED | BY_HAND:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, (ast.Dict, ast.Tuple, ast.List, ast.Set)):
                parts = node.keys if isinstance(node, ast.Dict) else node.elts
                if named := _groups_in(parts):
                    yield f"{module.name}:{node.lineno} lists {', '.join(named)}"


def _groups_in(parts: Iterable[ast.expr | None]) -> list[str]:
    names, keys = [], []
    for part in parts:
        while isinstance(part, ast.Tuple) and part.elts:
            part = part.elts[0]
        if isinstance(part, ast.Attribute) and ast.unparse(part.value) in {"Group", "RaterGroup"}:
            names += [part.attr] if Group[part.attr] in ANONYMOUS else []
        elif isinstance(part, ast.Constant) and part.value in {group.value for group in JOINED}:
            keys.append(part.value)
    return names + (keys if len(keys) > 1 else [])


def sentences_with_groups(text: str) -> list[str]:
    """The strings of a template that name two anonymous groups or more."""
    found = re.findall(
        r'{% translate "(.*?)"|{% blocktranslate.*?%}(.*?){% end|([^\n]+)', text, re.S
    )
    spoken = [part for parts in found for part in parts if part]
    return [each for each in spoken if sum(_names(each, group) for group in ANONYMOUS) > 1]


def _names(text: str, group: Group) -> bool:
    return bool(re.search(rf"\b{RaterGroup(group.value).label}s?\b", text, re.I))


def readable(path: str) -> str:
    return " ".join((ROOT / path).read_text(encoding="utf-8").split())


class TestTheDeclaration:
    def test_says_everything_of_every_group_that_scoring_knows(self) -> None:
        assert RaterGroup.values == [group.value for group in JOINED]
        assert all(facts_of(group).plural and facts_of(group).mark.character for group in Group)

    def test_fits_into_every_column_that_holds_a_group(self) -> None:
        for model, groups in ((Rater, JOINED), (Result, Group)):
            longest = model._meta.get_field("group").max_length
            assert longest is not None
            assert max(map(len, groups)) <= longest

    @pytest.mark.parametrize("group", RaterGroup)
    def test_reads_the_name_of_a_group_in_a_file(self, group: RaterGroup) -> None:
        assert {find_group(str(group.label)), find_group(str(group.facts.plural))} == {group}

    def test_gives_no_word_to_two_groups(self) -> None:
        words = [squeeze(each) for group in RaterGroup for each in group.facts.aliases.split(",")]
        assert sorted(words) == sorted(set(words))

    def test_gives_every_group_a_mark_of_its_own(self) -> None:
        drawn = {charts.mark(group.value, 10, 10) for group in JOINED}
        characters = {facts_of(group).mark.character for group in JOINED}
        assert len(drawn) == len(characters) == len(JOINED)

    def test_leaves_room_for_charts_beside_all_groups(self) -> None:
        charts_of = 100 - NAME_OF_A_SKILL - sum(facts_of(group).width for group in JOINED)
        assert charts_of * TEXT_WIDTH / 100 >= charts.WIDTHS["narrow lanes"]


class TestTheProduct:
    def test_lists_groups_nowhere_else(self) -> None:
        assert list(lists_of_groups(product_modules())) == []

    def test_names_groups_in_no_template(self) -> None:
        found = {
            str(path.relative_to(ROOT)): named
            for path in tracked_files()
            if path.suffix in {".html", ".txt"} and "templates" in path.parts
            if (named := sentences_with_groups(path.read_text(encoding="utf-8")))
        }
        assert found == {}

    @pytest.mark.parametrize(
        "code",
        [
            "NAMES = {Group.PEER: 'peers'}",
            "ASKED = (RaterGroup.SELF, RaterGroup.REPORT)",
            "SHAPES = {'self': 1, 'partner': 2}",
            "SIZES = [(Group.PARTNER, 3)]",
        ],
    )
    def test_would_be_caught_listing_them(self, code: str) -> None:
        assert list(lists_of_groups([Module("reports.words", code, is_package=False)]))

    def test_would_be_caught_naming_them(self) -> None:
        assert sentences_with_groups('<p>{% translate "Peers, partners and you." %}</p>')
        assert sentences_with_groups(
            "{% blocktranslate %}A peer\nor a partner{% endblocktranslate %}"
        )
        assert not sentences_with_groups('<p>{% translate "At least four peers." %}</p>')


class TestTheDocumentation:
    def test_names_the_groups_that_the_program_has(self) -> None:
        anonymous = str(ALL_ANONYMOUS)
        anonymous = anonymous[:1].lower() + anonymous[1:]
        managers = ", ".join(str(facts_of(g).plural) for g in IDENTIFIED if g is not Group.SELF)
        asked = ", ".join(name(Group(group.value)) for group in asked_groups())
        for path, sentence in {
            "docs/hr.md": f"a promise to raters: {anonymous} are shown as a group only",
            "docs/hr.md ": f"| group | {ANY_GROUP} |",
            "README.md": f"**Raters** ({asked})",
            "docs/data-protection/dpia.md": f"{managers}, {anonymous} answer by a personal link",
        }.items():
            assert sentence in readable(path.strip())

    def test_has_every_group_in_the_example_that_hr_may_fill_in(self) -> None:
        rows = list(csv.reader(io.StringIO((DATA / "people-example.csv").read_text("utf-8-sig"))))
        place = list(Column).index(Column.GROUP)
        assert {find_group(row[place]) for row in rows[1:]} >= set(asked_groups())

    def test_has_the_same_example_in_both_kinds_of_file(self) -> None:
        rows = list(csv.reader(io.StringIO((DATA / "people-example.csv").read_text("utf-8-sig"))))
        sheet = openpyxl.load_workbook(DATA / "people-example.xlsx").worksheets[0]
        found = sheet.iter_rows(values_only=True)
        assert [[value or "" for value in row] for row in found] == rows
