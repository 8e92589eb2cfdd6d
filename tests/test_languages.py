"""Names in a sentence, in the language of the page."""

from __future__ import annotations

import ast

import pytest
from django.utils import translation

from assessment.languages import TaggedText, join_names, join_tagged_names
from tests.house.source import product_modules


@pytest.mark.parametrize(
    ("names", "joined"),
    [
        ([], ""),
        (["Bob"], "Bob"),
        (["Bob", "Carol"], "Bob and Carol"),
        (["Bob", "Carol", "Frank"], "Bob, Carol and Frank"),
    ],
)
def test_names_are_joined_as_people_write(names: list[str], joined: str) -> None:
    assert join_names(names) == joined
    assert join_tagged_names(names) == joined


def test_a_name_in_another_language_is_marked_and_nothing_is_taken_for_html() -> None:
    welsh = TaggedText("Pennaeth <TG>")
    welsh.language = "cy"
    with translation.override("en-gb"):
        joined = join_tagged_names([welsh, "R & D"])
    assert joined == '<span lang="cy">Pennaeth &lt;TG&gt;</span> and R &amp; D'


def test_only_one_place_joins_names_with_and() -> None:
    ways = {"{most} and {last}", "and", "get_text_list"}
    found = {
        module.name
        for module in product_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant | ast.Name)
        and (node.value if isinstance(node, ast.Constant) else node.id) in ways
    }
    assert found == {"assessment.languages"}
