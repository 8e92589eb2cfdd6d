"""The documents for engineers: their links lead somewhere, and nothing is left out of a list."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.house.source import ROOT, product_modules, tracked_files

DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "docs/*.md",
    "docs/*/*.md",
)
DECISIONS = ROOT / "docs/adr"
GLOSSARY = ROOT / "docs/glossary.md"


def anchors(text: str) -> set[str]:
    """The names by which the headings of a page can be linked to."""
    heads = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def dead_links(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not resolves(page, link)]


def resolves(page: Path, link: str) -> bool:
    if link.startswith(("https://", "mailto:")):
        return True
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return False
    return not anchor or anchor in anchors(target.read_text(encoding="utf-8"))


def unlisted(index: str, decisions: Iterable[Path]) -> list[str]:
    return [each.name for each in decisions if f"]({each.name}) | {title(each)} |" not in index]


def title(decision: Path) -> str:
    return re.sub(r"^# \d+\.? ", "", decision.read_text(encoding="utf-8").splitlines()[0])


def entries(glossary: str) -> list[str]:
    """The first cell of every row of its tables, the heads left out."""
    return re.findall(r"^\| (?!word \|)([^|]+?) \|", glossary, re.MULTILINE)


def models() -> set[str]:
    """What assessment.models gives to others, and the tables of reports."""
    modules = {module.name: module for module in product_modules()}
    named = re.search(r"__all__ = \[(.*?)\]", modules["assessment.models"].text, re.DOTALL)
    assert named
    tables = re.findall(
        r"^class (\w+)\((?:models\.Model|Piece)\)", modules["reports.models"].text, re.M
    )
    return {*re.findall(r'"(\w+)"', named[1]), *tables}


class TestEveryDocument:
    @pytest.mark.parametrize("pattern", DOCUMENTS)
    def test_links_to_what_is_there(self, pattern: str) -> None:
        pages = [page for page in tracked_files() if page in set(ROOT.glob(pattern))]
        assert pages
        assert {page.name: dead for page in pages if (dead := dead_links(page))} == {}

    def test_is_caught_with_a_dead_link(self, tmp_path: Path) -> None:
        page = tmp_path / "page.md"
        page.write_text("# A head\n[a](page.md#a-head) [b](gone.md) [c](#no-head) [d](https://e.f)")
        assert dead_links(page) == ["gone.md", "#no-head"]


class TestEveryDecision:
    def test_is_in_the_index_by_its_title(self) -> None:
        decisions = sorted(DECISIONS.glob("0*.md"))
        assert decisions
        assert unlisted((DECISIONS / "README.md").read_text(encoding="utf-8"), decisions) == []

    def test_has_a_number_that_is_used_or_said_to_be_missing(self) -> None:
        index = (DECISIONS / "README.md").read_text(encoding="utf-8")
        used = {int(each.name[:4]) for each in DECISIONS.glob("0*.md")}
        missing = {f"{n:04}" for n in range(1, max(used)) if n not in used}
        assert {number for number in missing if number not in index} == set()

    def test_is_missed_in_an_index_without_it(self, tmp_path: Path) -> None:
        page = tmp_path / "0099-a-decision.md"
        page.write_text("# 0099 A decision")
        assert unlisted("| [0098](0098-another.md) | Another |", [page]) == [page.name]


class TestTheGlossary:
    def test_has_a_line_for_every_model(self) -> None:
        assert models() - set(entries(GLOSSARY.read_text(encoding="utf-8"))) == set()

    def test_gives_each_word_one_line(self) -> None:
        words = [word.lower() for word in entries(GLOSSARY.read_text(encoding="utf-8"))]
        assert sorted({word for word in words if words.count(word) > 1}) == []
