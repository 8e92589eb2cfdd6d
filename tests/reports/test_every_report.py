"""Every sort of report: for everybody to read, whole, and well set. Each is rendered once."""

from __future__ import annotations

import datetime
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from assessment.models import Council, Framework, Kind, Person, Report, Result, User
from assessment.release.selectors.results import GoalTexts
from assessment.release.services.downloads import keep_goals
from reports import glyphs, pdf, services
from reports.content import Edition
from reports.content.blocks import Quote, Quotes, ReportContent
from tests.reports import pdfua, verapdf
from tests.reports.layout import headings, pages
from tests.reports.people import LATER, closed_round, rated, released
from tests.reports.said import said, squeezed, without_pages
from tests.reports.sorts import SORTS, make

pytestmark = pytest.mark.one_database


@dataclass(frozen=True)
class Made:
    """A report with what was released for it."""

    content: ReportContent
    html: str
    body: bytes
    warnings: list[str]
    comments: int
    statements: set[str]

    @property
    def quotes(self) -> list[Quote]:
        return [
            quote
            for part in self.content.parts
            for keep in part.groups
            for block in keep.blocks
            if isinstance(block, Quotes)
            for quote in block.quotes
        ]


def render(
    report: Report,
    caplog: pytest.LogCaptureFixture,
    *,
    goals: bool = False,
    edition: Edition = Edition.READING,
) -> Made:
    content = services.content_of(report, goals=goals, edition=edition)
    body = services.pdf_of(report, goals=goals, edition=edition).body
    results = Result.objects.filter(report=report)
    return Made(
        content,
        services.html_of(content),
        body,
        [record.message for record in caplog.records if record.levelno >= logging.WARNING],
        results.filter(measure="comment", withheld="").count(),
        set(
            results.filter(measure="item_mean", withheld="").values_list(
                "indicator__text", flat=True
            )
        ),
    )


def passes_the_checks_of_pdf_ua_without_a_warning(made: Made) -> None:
    assert pdfua.faults(made.body) == []
    assert pdfua.rule_faults(made.html, pdf.STYLE.read_text(encoding="utf-8")) == []
    assert made.warnings == []


def is_read_aloud_word_for_word_and_each_figure_once(made: Made) -> None:
    """Everything that the content says, in its order, and nothing else."""
    expected, read = said(made.content), without_pages(squeezed(pdfua.read_aloud(made.body)))
    read = read[-len(expected) :]
    if any(quote.direction == "rtl" for quote in made.quotes):  # read back as drawn
        assert sorted(read) == sorted(expected)
    else:
        assert read == expected


def is_read_aloud_with_every_statement_and_comment_that_was_released(made: Made) -> None:
    text = squeezed(pdfua.read_aloud(made.body))
    shown = [squeezed(glyphs.printable(quote.text)) for quote in made.quotes]
    assert len(shown) == made.comments
    assert [each for each in made.statements if squeezed(each) not in text] == []


def has_no_page_under_a_third_but_the_last_and_no_stranded_heading(made: Made) -> None:
    found = pages(made.body)
    assert [n for n, page in enumerate(found[:-1], 1) if page.filled < 1 / 3] == []
    stranded = {line for page in found for line in page.stranded}
    assert stranded & headings(made.content) == set()


def passes_verapdf(made: Made) -> None:
    if not verapdf.JAVA:
        pytest.skip(verapdf.REASON)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(made.body)
        assert ": passes, " in verapdf.verdict(Path(file.name))


CHECKS = [
    passes_the_checks_of_pdf_ua_without_a_warning,
    is_read_aloud_word_for_word_and_each_figure_once,
    is_read_aloud_with_every_statement_and_comment_that_was_released,
    has_no_page_under_a_third_but_the_last_and_no_stranded_heading,
    passes_verapdf,
]


class TestEveryReport:
    @pytest.mark.parametrize("sort", SORTS)
    def test_is_for_everybody_to_read_whole_and_well_set(
        self,
        sort: str,
        ashford: Council,
        shipped: Framework,
        alice: User,
        caplog: pytest.LogCaptureFixture,
        subtests: pytest.Subtests,
    ) -> None:
        made = render(make(sort, ashford, shipped, alice), caplog)
        for check in CHECKS:
            with subtests.test(check.__name__):
                check(made)

    @pytest.mark.parametrize("sort", ["combined", "withheld", "nobody"])
    def test_is_so_in_the_edition_for_the_conversation(
        self,
        sort: str,
        ashford: Council,
        shipped: Framework,
        alice: User,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        report = make(sort, ashford, shipped, alice)
        made = render(report, caplog, edition=Edition.CONVERSATION)
        for check in CHECKS[:-1]:
            check(made)

    def test_is_so_with_goals_as_long_as_they_may_be(
        self,
        ashford: Council,
        shipped: Framework,
        alice: User,
        carol: Person,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        assert carol.user
        skills = shipped.dimensions.filter(kind=Kind.SKILL).values_list("pk", flat=True)
        told = ("I will meet the heads of housing and of benefits and listen first. " * 9)[:500]
        for months, name in enumerate(("Spring", "Autumn")):
            round = closed_round(ashford, shipped, alice, name)
            rated(round, carol, comments=["Explains plans well.", "", ""], seed=months)
            at = LATER + datetime.timedelta(days=180 * months)
            report = released(round, alice, at)[0]
            goals = [GoalTexts(told, told, at.date(), str(skill), told) for skill in skills[:3]]
            keep_goals(report=report, goals=goals, by=carol.user, at=at)
        for edition in Edition:
            made = render(report, caplog, goals=True, edition=edition)
            for check in CHECKS[:-1]:
                check(made)
            lines = [page.lines for page in pages(made.body)]
            assert not [each for each in lines if each[-1] == "Last round (Spring) you wrote:"]
            assert any("Last round (Spring) you wrote:" in each for each in lines)
