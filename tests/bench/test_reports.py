"""The PDF report beside a plain template, beside Chromium, and beside WeasyPrint alone."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from assessment.models import Council, Framework, RaterGroup, Report, Result, Round, User, frozen
from reports import pdf, services
from tests.cast import make_person
from tests.house.source import ROOT
from tests.plugins.bench import Bench
from tests.plugins.browser import find_chromium
from tests.reports.people import closed_round, rated, released
from tests.workers import environment

pytestmark = pytest.mark.bench

RUNS = 5
GROUPS = {RaterGroup.MANAGER: 1, RaterGroup.PEER: 6, RaterGroup.REPORT: 5, RaterGroup.PARTNER: 3}
COMMENTS = [
    "Explains plans so that everybody in the room can follow.",
    "Could involve the housing service earlier.",
    "Keeps promises. If something slips, we hear about it the same day.",
]
# What a first attempt looks like: tables that size themselves, leaders of dots in the contents
NAIVE = """
.figures { table-layout: auto; border-collapse: separate; border-spacing: 0 }
.figures th, .figures td { width: auto }
.cover-facts, .cover-raters, .half { float: none; display: flex; width: auto }
.contents a::after { content: leader(".") target-counter(attr(href), page) }
.contents li::after { content: none }
.keep, .skill, .goal, tr { break-inside: avoid }
"""


@pytest.fixture
def report(ashford: Council, alice: User, db: None) -> Report:
    call_command("load_frameworks", verbosity=0)
    framework = Framework.objects.published().get(key="e-government-roles", version="2.0")
    round = closed_round(ashford, framework, alice)
    rated(round, make_person(ashford, "Dana Whitlock"), groups=GROUPS, comments=COMMENTS)
    return released(round, alice)[0]


def naively(html: str) -> bytes:
    """As the manual shows it: style and fonts anew each time, the collector running."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    styles = [CSS(filename=str(pdf.STYLE), font_config=fonts), CSS(string=NAIVE)]
    written: bytes = HTML(string=html).write_pdf(
        stylesheets=styles, font_config=fonts, pdf_variant=pdf.VARIANT
    )
    return written


def alone(html: str) -> bytes:
    """WeasyPrint's own time on our HTML and style, with what we set."""
    from weasyprint import HTML

    fonts, style = pdf._style()
    gc.disable()
    try:
        written: bytes = HTML(string=html).write_pdf(
            stylesheets=[style], font_config=fonts, pdf_variant=pdf.VARIANT
        )
    finally:
        gc.enable()
        gc.collect()
    return written


def by_chromium(page: Path) -> bytes:
    target = page.with_suffix(".pdf")
    command = [
        find_chromium(),
        *("--headless", "--no-sandbox", "--disable-gpu", "--generate-pdf-document-outline"),
        *("--export-tagged-pdf", "--no-pdf-header-footer", f"--print-to-pdf={target}"),
        page.as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target.read_bytes()


class TestAReport:
    def test_costs_less_than_a_plain_template(self, report: Report, bench: Bench) -> None:
        html = services.html_of(services.content_of(report))
        bench.compare(
            "PDF report, against naive WeasyPrint",
            lambda: pdf.render(html),
            lambda: naively(html),
            RUNS,
            time.process_time,
        )

    def test_costs_hardly_more_than_weasyprint_itself(self, report: Report, bench: Bench) -> None:
        html = services.html_of(services.content_of(report))
        bench.compare(
            "PDF report, all of it, against WeasyPrint alone",
            lambda: services.pdf_of(report),
            lambda: alone(html),
            RUNS,
            time.process_time,
        )

    def test_is_not_far_from_chromium(self, report: Report, bench: Bench, tmp_path: Path) -> None:
        html = services.html_of(services.content_of(report))
        page = tmp_path / "report.html"
        style = pdf.STYLE.read_text(encoding="utf-8")
        page.write_text(html.replace("</head>", f"<style>{style}</style></head>"), "utf-8")
        bench.compare(
            "PDF report, against Chromium's tagged print",
            lambda: pdf.render(html),
            lambda: by_chromium(page),
            RUNS,
        )

    def test_spends_little_on_content(self, report: Report, bench: Bench) -> None:
        html = services.html_of(services.content_of(report))
        bench.compare(
            "Content of a report, against its PDF",
            lambda: services.content_of(report),
            lambda: pdf.render(html),
            RUNS,
            time.process_time,
        )


class TestManyReports:
    def test_keep_memory_flat(self, report: Report, bench: Bench) -> None:
        html = services.html_of(services.content_of(report))
        for _ in range(5):
            pdf.render(html)
        start, began = _resident(), time.monotonic()
        for _ in range(20):
            pdf.render(html)
        bench.record("Memory after 20 more reports", _resident(), "MB", baseline=start, runs=20)
        assert time.monotonic() > began


ROWS = 100_000


@pytest.mark.django_db(transaction=True)
class TestTheSheets:
    """Row by row: memory must not grow with rows. The peak is of a whole process, over idle."""

    @pytest.fixture
    def large(self, report: Report) -> Round:
        """A round with a hundred thousand results, by repeating those of one report."""
        rows = list(report.results.order_by("position"))
        with transaction.atomic(), frozen.thawed():
            for start in range(len(rows), ROWS, len(rows)):
                for place, row in enumerate(rows):
                    row.pk, row.position = uuid.uuid4(), start + place
                    row._state.adding = True
                Result.objects.bulk_create(rows, batch_size=500)
        return report.participant.round

    @pytest.mark.parametrize(("name", "kind"), [("CSV", "csv"), ("XLSX", "xlsx")])
    def test_of_a_hundred_thousand_results_take_little_memory(
        self, large: Round, bench: Bench, name: str, kind: str
    ) -> None:
        command = [sys.executable, "-m", "tests.bench.streamed", kind]
        command += [str(large.pk), str(large.min_group_size)]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(), check=True, capture_output=True, text=True
        )
        peak, taken, worked, size = json.loads(done.stdout)
        assert size > 1_000_000
        bench.record(f"{name} of {ROWS:,} results, peak over idle", peak, "MB")
        bench.record(f"{name} of {ROWS:,} results", taken, "s")
        bench.record(f"{name} of {ROWS:,} results, processor", worked, "s")


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1_000_000
