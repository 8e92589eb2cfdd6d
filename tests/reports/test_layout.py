"""How a report falls into pages: short enough, no page nearly empty, nothing torn apart."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest

from assessment.models import Council, Framework, RaterGroup, User
from reports import services
from reports.content.blocks import Content, Heading, Table
from tests.cast import make_person
from tests.reports.people import TYPICAL, closed_round, rated, released
from tests.reports.test_pdf import SORTS, make

FOOT = 17 * 72 / 25.4  # the margin at the foot of a page, in points


@dataclass(frozen=True)
class Page:
    """The lines of a page from top to bottom, and how far down the last one reaches, 0 to 1."""

    lines: tuple[str, ...]
    filled: float

    @property
    def pairs(self) -> set[tuple[str, str]]:
        """Each line with the first word of the next one."""
        return {(line, following.split()[0]) for line, following in pairwise(self.lines)}


def pages(body: bytes, folder: Path) -> list[Page]:
    source = folder / "report.pdf"
    source.write_bytes(body)
    command = ["pdftotext", "-bbox-layout", str(source), "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [_page(part) for part in done.stdout.split("<page ")[1:]]


def _page(text: str) -> Page:
    height = float(re.search(r'height="([\d.]+)"', text)[1])  # type: ignore[index]
    lines = sorted(_lines(text, height - FOOT))
    return Page(tuple(words for _bottom, words in lines), lines[-1][0] / (height - FOOT))


def _lines(text: str, foot: float) -> Iterator[tuple[float, str]]:
    for bottom, inside in re.findall(r'<line [^>]*yMax="([\d.]+)">(.*?)</line>', text, re.DOTALL):
        if float(bottom) < foot:
            words = re.findall(r">([^<]+)</word>", inside)
            yield float(bottom), unescape(" ".join(words))


def headings(content: Content) -> set[str]:
    found = set()
    for number, part in enumerate((p for p in content.parts if p.groups), 1):
        found |= {part.title, f"{number} {part.title}"}
        for keep in part.groups:
            for block in keep.blocks:
                if isinstance(block, Heading):
                    found.add(block.text)
                elif isinstance(block, Table) and not block.caption_hidden:
                    found.add(block.caption)
    return found


class TestEveryReport:
    @pytest.mark.parametrize("sort", SORTS)
    def test_has_no_page_under_a_third_but_the_last_and_no_heading_at_a_foot(
        self, sort: str, ashford: Council, shipped: Framework, alice: User, tmp_path: Path
    ) -> None:
        report = make(sort, ashford, shipped, alice)
        found = pages(services.pdf_of(report).body, tmp_path)
        assert [n for n, page in enumerate(found[:-1], 1) if page.filled < 1 / 3] == []
        lowest = {page.lines[-1] for page in found[:-1]}
        assert lowest & headings(services.content_of(report)) == set()


class TestATypicalReport:
    def test_has_eight_to_twelve_pages_with_one_for_each_skill(
        self, ashford: Council, shipped: Framework, alice: User, tmp_path: Path
    ) -> None:
        round = closed_round(ashford, shipped, alice)
        comments = ["Explains plans well.", "", "Asks before deciding.", "", "", ""]
        rated(round, make_person(ashford, "Carol"), groups=TYPICAL, comments=comments)
        report = released(round, alice)[0]
        found = pages(services.pdf_of(report).body, tmp_path)
        assert 8 <= len(found) <= 12
        skills = shipped.dimensions.filter(kind="skill").order_by("position")
        starts = [
            [
                n
                for n, page in enumerate(found)
                if (skill.name, skill.description.split()[0]) in page.pairs
            ]
            for skill in skills
        ]
        first = starts[0][0]
        assert starts == [[first + n] for n in range(len(skills))]

    def test_with_many_comments_keeps_each_of_them_whole(
        self, ashford: Council, shipped: Framework, alice: User, tmp_path: Path
    ) -> None:
        round = closed_round(ashford, shipped, alice)
        comments = [f"Comment {n} that is a little longer than one line." for n in range(40)]
        groups = {RaterGroup.PEER: 14, RaterGroup.REPORT: 8}
        rated(round, make_person(ashford, "Carol"), groups=groups, comments=comments)
        report = released(round, alice)[0]
        found = pages(services.pdf_of(report).body, tmp_path)
        text = " ".join(line for page in found for line in page.lines)
        quoted = report.results.filter(measure="comment", withheld="").count()
        assert quoted > 100
        assert text.count("Comment ") >= quoted
        assert [n for n, page in enumerate(found[:-1], 1) if page.filled < 1 / 3] == []
