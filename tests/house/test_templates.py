"""Templates are held to the same measure as Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from tests.house.source import ROOT, tracked_files

LONGEST_LINE = 120
LONGEST_FILE = 150

COMPONENTS = {
    "table": re.compile(r"<table\b"),
    "back link": re.compile(r"govuk-back-link|\"back_link\""),
    "summary list": re.compile(r"govuk-summary-list(?:__row|__key|__value|\")"),
}
BY_HAND = {
    # Mail programs know no class, and read a table of theirs as layout.
    "table": {
        "templates/emails/layout.html",
        # What is printed has a stylesheet of their own, for paper.
        "templates/reports/blocks/table.html",
        "templates/reports/plans/pdf.html",
        "templates/reports/questionnaire.html",
    },
}
"""Templates that write a component's HTML themselves, each with its reason."""

PLURAL = re.compile(
    r"\{% blocktranslate\b[^%]*\bcount\b.*?%\}(.*?)\{% plural %\}(.*?)\{% endblocktranslate %\}",
    re.DOTALL,
)


def templates() -> Iterator[tuple[str, str]]:
    for path in tracked_files():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("templates/") and path.suffix in {".html", ".txt"}:
            yield name, path.read_text(encoding="utf-8")


def long_lines(text: str) -> list[int]:
    return [at for at, line in enumerate(text.split("\n"), 1) if len(line) > LONGEST_LINE]


def copied(text: str) -> set[str]:
    """The sentences that stand word for word in both branches of a plural."""
    return {
        sentence
        for branches in PLURAL.findall(text)
        for sentence in set.intersection(*(_sentences(branch) for branch in branches))
    }


def _sentences(branch: str) -> set[str]:
    sentences = re.split(r"(?<=[.?!]) ", " ".join(branch.split()))
    return {each for each in sentences if len(each) > 25 and "{{" not in each[:4]}


def styles_and_scripts() -> Iterator[tuple[str, str]]:
    for path in tracked_files():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(("static/", "reports/style/")) and path.suffix in {".css", ".js"}:
            yield name, path.read_text(encoding="utf-8")


class TestTemplates:
    @pytest.mark.parametrize("kind", [templates, styles_and_scripts])
    def test_have_no_long_line(self, kind: Callable[[], Iterator[tuple[str, str]]]) -> None:
        found = {name: long_lines(text) for name, text in kind()}
        assert found
        assert {name: lines for name, lines in found.items() if lines} == {}

    def test_are_short(self) -> None:
        lengths = {name: text.count("\n") for name, text in templates()}
        assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}

    @pytest.mark.parametrize("component", sorted(COMPONENTS))
    def test_leave_the_html_of_a_component_to_it(self, component: str) -> None:
        by_hand = {name for name, text in templates() if COMPONENTS[component].search(text)}
        assert by_hand == BY_HAND.get(component, set())

    def test_copy_no_sentence_into_both_branches_of_a_plural(self) -> None:
        found = {name: copied(text) for name, text in templates()}
        assert {name: sentences for name, sentences in found.items() if sentences} == {}


class TestTheReader:
    def test_finds_a_sentence_that_both_branches_say(self) -> None:
        rest = "They are deleted with\n all others."
        template = (
            "{% blocktranslate trimmed count n=n %}{{ n }} answer goes. "
            + rest
            + "{% plural %}{{ n }} answers go. "
            + rest
            + "{% endblocktranslate %}"
        )
        assert copied(template) == {"They are deleted with all others."}

    def test_leaves_what_differs_alone(self) -> None:
        template = (
            "{% blocktranslate count n=n %}{{ n }} answer is ready to be read.{% plural %}"
            "{{ n }} answers are ready to be read.{% endblocktranslate %}"
        )
        assert copied(template) == set()

    def test_counts_a_line_from_its_beginning(self) -> None:
        assert long_lines(f"{'a' * 120}\n{'a' * 121}") == [2]
