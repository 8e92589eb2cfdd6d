"""Reports of generated frameworks and people at all limits: well set, whole, for everybody."""

from __future__ import annotations

import logging
import os
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from assessment.models import Council, User
from reports import services
from reports.content import Edition
from tests.reports import pdfua, verapdf
from tests.reports.limits import Limits, limits, make
from tests.reports.set_well import faults

pytestmark = pytest.mark.one_database

# How many reports are made; CI keeps it small.
REPORTS = int(os.environ.get("ATTACK_LAYOUTS", "3"))
KEPT = os.environ.get("ATTACK_LAYOUTS_IN", "")
FEW = settings(
    max_examples=REPORTS,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_a_report_at_any_limit_is_well_set(
    ashford: Council, alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    """All are looked at before any fails, so that a change can be counted against another."""
    found: dict[int, list[str]] = {}

    @FEW
    @given(limits())
    def look(drawn: Limits) -> None:
        with transaction.atomic():
            found[len(found)] = _faults(drawn, ashford, alice, caplog, len(found))
            transaction.set_rollback(True)

    look()
    kinds = Counter(each.split(":")[0] for report in found.values() for each in report)
    assert not kinds, f"{len(found)} reports: {dict(kinds)}\n" + "\n".join(
        f"{number}: {each}" for number, report in found.items() for each in report
    )


def _faults(
    drawn: Limits, council: Council, by: User, caplog: pytest.LogCaptureFixture, number: int
) -> list[str]:
    report = make(drawn, council, by)
    edition, language = Edition[drawn.edition], drawn.language
    texts = services.texts_of(report, language)
    content = services.content_of(report, texts, language, goals=True, edition=edition)
    caplog.clear()
    body = services.pdf_of(report, texts, language, goals=True, edition=edition).body
    warned = [r.message for r in caplog.records if r.levelno >= logging.WARNING]
    if KEPT:
        Path(KEPT, f"{number}.pdf").write_bytes(body)
        Path(KEPT, f"{number}.txt").write_text(f"{drawn}\n")
    found = [*faults(body, content), *(f"warning: {each}" for each in warned)]
    found += [f"PDF/UA: {each}" for each in pdfua.faults(body)]
    if verapdf.JAVA:
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            Path(file.name).write_bytes(body)
            if ": passes, " not in (said := verapdf.verdict(Path(file.name))):
                found.append(f"veraPDF: {said}")
    return found
