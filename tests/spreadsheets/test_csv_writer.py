"""CSV that is handed out: read back the same, and no cell of it is a formula."""

from __future__ import annotations

import ast
import csv
import io
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy

from assessment.spreadsheets.csv_writer import csv_lines, harmless
from tests.house.source import product_modules
from tests.spreadsheets.formulas import HOSTILE

PLAIN = ["peers", "", " ", "\t", "a=b", "50%", "’quoted’", "Zoë", "1.0", "2026-03-02", "\n\n"]
ROWS: list[list[object]] = [["Zoë", -1], ['say "yes", then\ngo', None]]


class TestACell:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_that_starts_like_a_formula_gets_an_apostrophe(self, text: str) -> None:
        assert harmless(text) == f"'{text}"

    @pytest.mark.parametrize("text", PLAIN)
    def test_of_plain_words_is_left(self, text: str) -> None:
        assert harmless(text) == text

    @pytest.mark.parametrize("value", [-3, -0.3, Decimal("-1.5"), None])
    def test_of_a_number_is_left(self, value: object) -> None:
        assert harmless(value) is value

    def test_that_is_translated_when_it_is_read_is_looked_at_too(self) -> None:
        assert harmless(gettext_lazy("=1+1")) == "'=1+1"


class TestTheLines:
    def test_are_written_one_by_one_with_the_mark_before_the_first(self) -> None:
        rows = iter(ROWS)
        lines = csv_lines(["=name", "n"], rows)

        assert next(lines) == "\ufeff'=name,n\r\n"
        assert list(rows) == ROWS

    def test_are_read_back_the_same(self) -> None:
        table = [["name", "n"], ["Zoë", "-1"], ['say "yes", then\ngo', ""]]
        text = "".join(csv_lines(table[0], ROWS)).removeprefix("\ufeff")

        assert list(csv.reader(io.StringIO(text, newline=""))) == table

    def test_are_the_only_csv_that_the_product_writes(self) -> None:
        writers = {
            module.name
            for module in product_modules()
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and (node.value.id, node.attr) in {("csv", "writer"), ("csv", "DictWriter")}
        }
        assert writers == {"assessment.spreadsheets.csv_writer"}
