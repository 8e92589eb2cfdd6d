from __future__ import annotations

import copy
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.frameworks.selectors.content import (
    Content,
    DimensionContent,
    IndicatorContent,
    LevelContent,
    RoleContent,
    SuggestionContent,
    TargetContent,
)
from assessment.frameworks.services import BadFile, read_file, write_json, write_xlsx
from assessment.frameworks.services.format import parse
from assessment.models import Kind, RaterGroup
from assessment.rater_groups import as_seen_by

DATA = Path(__file__).resolve().parents[3] / "assessment" / "data" / "frameworks"
SHIPPED = sorted(DATA.glob("*.json"))
ENGLISH = [path for path in SHIPPED if not path.name.endswith(".cy.json")]

# What a person could type into the admin, the odd beginnings of formulas and escapes included.
letters = st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"])
words = st.one_of(
    st.text(letters, min_size=1, max_size=12),
    st.sampled_from(["=1+1", "-x", "@a", "_x0041_", "1.0", "007", "TRUE", "é…“", "1e5"]),
)
lines = st.lists(words, min_size=1, max_size=3).map(" ".join)
paragraphs = st.lists(lines, min_size=1, max_size=3).map("\n".join)
tenths = st.integers(10, 70).map(lambda n: Decimal(n) / 10)
hundredths = st.integers(1, 99).map(lambda n: Decimal(n) / 100)
translated = st.dictionaries(
    st.sampled_from(["cy", "gd"]), st.fixed_dictionaries({"name": lines}), max_size=2
)


@st.composite
def voices(draw: st.DrawFn, *names: str) -> dict[str, Any]:
    """Translations of some of these fields, some of them out of date."""
    texts = st.fixed_dictionaries({}, optional=dict.fromkeys(names, lines)).filter(bool)
    found = draw(st.dictionaries(st.sampled_from(["cy", "gd"]), texts, max_size=2))
    stale = {
        language: sorted(draw(st.sets(st.sampled_from(sorted(given)))))
        for language, given in found.items()
    }
    return {
        "translations": found,
        "stale": {language: fields for language, fields in stale.items() if fields},
    }


def keyed(build: Callable[[str], st.SearchStrategy[Any]], most: int) -> st.SearchStrategy[Any]:
    keys = st.lists(
        st.from_regex(r"[a-z][-a-z0-9_]{0,8}", fullmatch=True), max_size=most, unique=True
    )
    return keys.flatmap(lambda given: st.tuples(*map(build, given)))


def role(key: str) -> st.SearchStrategy[RoleContent]:
    name = words.map(lambda word: f"{word} {key}")
    return st.builds(RoleContent, st.just(key), name, paragraphs, translated)


# Self is always asked, all are written as none, and somebody beside self has to be asked.
asked_groups = st.sets(st.sampled_from(RaterGroup.values[1:]), max_size=4).map(
    lambda chosen: tuple(as_seen_by(chosen)) if chosen else ()
)


def indicator(key: str) -> st.SearchStrategy[IndicatorContent]:
    return st.builds(
        lambda text, own, asked, said: IndicatorContent(key, text, own, asked, **said),
        lines,
        lines,
        asked_groups,
        voices("text", "self_text"),
    )


levels = st.lists(st.integers(1, 7), max_size=4, unique=True).flatmap(
    lambda values: st.tuples(
        *(
            st.builds(
                lambda label, anchor, said, value=value: LevelContent(value, label, anchor, **said),
                lines,
                paragraphs,
                voices("label", "anchor"),
            )
            for value in sorted(values)
        )
    )
)
suggestion = st.builds(
    lambda level, text, said: SuggestionContent(level, text, **said),
    st.integers(1, 7),
    paragraphs,
    voices("text"),
)
suggestions = st.lists(suggestion, max_size=4).map(
    lambda found: tuple(sorted(found, key=lambda each: each.from_level))
)


def dimension(key: str) -> st.SearchStrategy[DimensionContent]:
    return st.builds(
        DimensionContent,
        key=st.just(key),
        kind=st.sampled_from(Kind.values),
        name=words.map(lambda word: f"{word} {key}"),
        description=paragraphs,
        levels=levels,
        indicators=keyed(indicator, 4),
        suggestions=suggestions,
        translations=translated,
    )


def target(role: str, dimension: str) -> st.SearchStrategy[TargetContent | None]:
    level = st.builds(
        TargetContent, st.just(role), st.just(dimension), tenths, st.sampled_from([1, 2])
    )
    ranged = st.tuples(tenths, tenths).map(
        lambda pair: TargetContent(role, dimension, range_low=min(pair), range_high=max(pair))
    )
    return st.one_of(st.none(), level, ranged)


@st.composite
def contents(draw: st.DrawFn) -> Content:
    roles, dimensions = draw(keyed(role, 3)), draw(keyed(dimension, 3))
    pairs = [(r.key, d.key) for r in roles for d in dimensions]
    targets = [found for pair in pairs if (found := draw(target(*pair)))]
    return Content(
        key="key",
        name=draw(lines),
        version=draw(words),
        description=draw(st.one_of(st.just(""), paragraphs)),
        scale_top=draw(st.integers(3, 7)),
        standard_deviation=draw(hundredths),
        single_rater_reliability=draw(hundredths),
        roles=roles,
        dimensions=dimensions,
        targets=tuple(targets),
        translations=draw(translated),
    )


class TestRoundTrip:
    @settings(max_examples=60, deadline=None)
    @given(contents())
    def test_through_json_is_the_identity(self, content: Content) -> None:
        assert read_file(write_json(content)) == content

    @settings(max_examples=40, deadline=None)
    @given(contents())
    def test_through_xlsx_is_the_identity(self, content: Content) -> None:
        assert read_file(write_xlsx(content)) == content

    @pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.stem)
    def test_of_what_ships_is_the_identity(self, path: Path) -> None:
        content = read_file(path.read_bytes())
        assert read_file(write_xlsx(content)) == content
        assert read_file(write_json(content)) == content

    def test_does_not_change_the_data_it_reads(self) -> None:
        data = json.loads(ENGLISH[0].read_text(encoding="utf-8"))
        before = copy.deepcopy(data)
        parse(data)
        assert data == before

    def test_leaves_the_file_as_it_was(self) -> None:
        content = read_file(ENGLISH[0].read_bytes())
        assert write_json(read_file(write_json(content))) == write_json(content)


def problems(content: bytes) -> list[str]:
    with pytest.raises(BadFile) as refused:
        read_file(content)
    return refused.value.problems


class TestHostileJson:
    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "This is not JSON from line 1, column 1 on."),
            (b'{"name": "x"', "This is not JSON from line 1"),
            (b"\xff\xfe{}", "The file is not text in UTF-8."),
            (b'{"name": "a", "name": "b"}', "name: is there twice."),
            (
                b'{"format": 1, "roles": [{}, {"key": 1, "key": 2}]}',
                "roles 2, key: is there twice.",
            ),
            (b'{"format": 1, "scale_top": NaN}', "scale_top: must be a whole number"),
            (b'{"format": 1, "name": NaN}', "name: must be a text."),
            (b'{"format": 1, "standard_deviation": Infinity}', "standard_deviation: must be"),
            (b"[" * 100_000, "The file is nested too deeply."),
            (b'{"a":' * 100_000, "The file is nested too deeply."),
            (b'{"scale_top": ' + b"9" * 5000 + b"}", "a number that is too long"),
            (b'{"format": 1, "standard_deviation": 1e999}', "standard_deviation: must be a number"),
            (b" " * (1024 * 1024 + 1), "The file is larger than 1 MB."),
            (b'{"format": 1, "roles": [' + b"{}," * 30 + b"{}]}", "roles: holds more than 20"),
        ],
    )
    def test_is_refused_with_a_sentence(self, content: bytes, message: str) -> None:
        assert any(message in problem for problem in problems(content))

    def test_is_not_answered_with_endless_problems(self) -> None:
        junk = {str(number): number for number in range(10_000)}
        assert len(problems(json.dumps(junk).encode())) <= 100


@pytest.fixture
def workbook() -> Any:
    content = read_file(ENGLISH[0].read_bytes())
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(content)))


def saved(workbook: Any) -> bytes:
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def put(sheet: str, cell: str, value: object) -> Callable[[Any], None]:
    def change(workbook: Any) -> None:
        workbook[sheet][cell] = value

    return change


BAD: list[tuple[Callable[[Any], Any], str]] = [
    (put("Roles", "B2", "=1+1"), "sheet Roles, row 2, name: holds a formula."),
    (put("Roles", "A3", None), "sheet Roles, row 3, column key: is missing."),
    (put("Roles", "B1", "title"), "sheet Roles, row 2, column title: is not a field"),
    (put("Roles", "B1", "key"), "sheet Roles, key: is there twice as a column."),
    (put("Levels", "B2", 9), "sheet Levels, row 2, column value: must be a whole number"),
    (put("Levels", "B2", "one"), "sheet Levels, row 2, column value: must be a whole number"),
    (put("Levels", "A2", "golf"), "sheet Levels, row 2, column dimension: is not the key"),
    (put("Indicators", "D4", None), "sheet Indicators, row 4, column self_text: is missing."),
    (put("Targets", "D2", "vital"), "sheet Targets, row 2, column importance: must be"),
    (put("Targets", "A2", "mayor"), "sheet Targets, row 2, column role: is not the key"),
    (put("Framework", "A3", "second"), "sheet Framework: must have one row"),
    (lambda book: book.remove(book["Targets"]), "sheet Targets: is missing"),
]


class TestWorkbook:
    @pytest.mark.parametrize(("spoil", "message"), BAD)
    def test_has_its_problems_named_by_sheet_row_and_column(
        self, workbook: Any, spoil: Callable[[Any], Any], message: str
    ) -> None:
        spoil(workbook)
        found = problems(saved(workbook))
        assert any(problem.startswith(message) for problem in found), found

    def test_may_have_numbers_where_excel_made_some(self, workbook: Any) -> None:
        workbook["Framework"]["C2"] = 2.5
        assert read_file(saved(workbook)).version == "2.5"

    def test_may_have_other_sheets_and_blank_rows(self, workbook: Any) -> None:
        before = read_file(saved(workbook))
        workbook.create_sheet("Notes")["A1"] = "Ask Erin"
        workbook["Roles"].insert_rows(3)
        assert read_file(saved(workbook)) == before

    def test_shows_translations_beside_the_texts(self) -> None:
        content = read_file(ENGLISH[0].read_bytes())
        first, *rest = content.roles
        welsh = replace(first, translations={"cy": {"name": "rôl"}})
        book = write_xlsx(replace(content, roles=(welsh, *rest)))
        heading = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(book))["Roles"][1]]
        assert heading == ["key", "name", "name (cy)", "purpose"]

    def test_that_is_none_is_refused(self) -> None:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("hello.txt", "hello")
        assert "not an Excel file" in problems(archive.getvalue())[0]

    def test_that_unpacks_to_too_much_is_refused(self) -> None:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("xl/workbook.xml", b"0" * (100 * 1024 * 1024))
        assert "unpacks to too much" in problems(archive.getvalue())[0]


class TestDescriptionOfTheFormat:
    text = (DATA.parents[2] / "docs" / "framework-format.md").read_text(encoding="utf-8")

    def test_names_every_field(self) -> None:
        parts = [Content, RoleContent, DimensionContent, LevelContent]
        parts += [IndicatorContent, SuggestionContent, TargetContent]
        names = {each.name for part in parts for each in fields(part)}
        assert {name for name in names if f"`{name}`" not in self.text} == set()

    def test_has_an_example_that_can_be_read(self) -> None:
        example = self.text.split("```json")[1].split("```")[0]
        assert read_file(example.encode()).title == "Digital roles 1.0"
