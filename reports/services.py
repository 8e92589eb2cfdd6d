"""What views and commands ask of reports: the content, the file, and a word in the audit trail."""

from __future__ import annotations

import datetime
import hashlib
import multiprocessing
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessment.access import User
from assessment.models.results import Report
from assessment.selectors.results import (
    FrameworkTexts,
    find_report,
    framework_texts,
    released_report,
    reports_of_round,
)
from assessment.services.reports import record_download
from reports import pdf
from reports.content import Content, build

LANGUAGE = "en-gb"
"""Reports are written in English: a PDF has one language, and the framework's texts are English."""


_Work: TypeAlias = tuple[Path, str, str]
BATCH = 50  # reports whose HTML waits in memory for a process


@dataclass(frozen=True, slots=True)
class Document:
    """A finished PDF and the name that it is saved under."""

    name: str
    body: bytes


def content_of(report: Report, framework: FrameworkTexts | None = None) -> Content:
    """The content of a released report, from released rows alone."""
    with translation.override(LANGUAGE):
        return build(released_report(report, framework))


def pdf_of(report: Report, framework: FrameworkTexts | None = None) -> Document:
    """The report as PDF/UA-1. The same results and product version give the same bytes."""
    content = content_of(report, framework)
    return Document(f"{content.file_name}.pdf", pdf.render(html_of(content), content.key))


def file_name(what: str, round: str, ending: str) -> str:
    """The name that a file about a whole round is saved under."""
    return f"{what}-{slugify(round)[:60] or 'round'}.{ending}"


def html_of(content: Content) -> str:
    """What the PDF is made of."""
    with translation.override(LANGUAGE):
        return render_to_string("reports/pdf.html", {"content": content})


def count(round_id: uuid.UUID) -> int:
    """How many reports a round has; none before its release."""
    return reports_of_round(round_id).count()


def write_all(round_id: uuid.UUID, folder: Path, *, jobs: int = 1) -> Iterator[Path]:
    """Write the PDFs of a released round, each as soon as it is done; several processes if asked.

    A file that is there already stays: its content cannot have changed. Names that two people
    share get a number.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = list(reports_of_round(round_id))
    if not found:
        return
    texts = framework_texts(found[0].participant.round.framework)
    pending = _pending(found, texts, folder)
    if jobs == 1:
        yield from (pdf.write(*work) for work in pending)
        return
    # Fresh processes, for a forked one would share the database connection; and now and then
    # new ones, because fonts leak a little.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, max_tasks_per_child=200) as pool:
        while batch := list(islice(pending, BATCH)):
            yield from pool.map(pdf.write, *zip(*batch, strict=True))


def _pending(found: Iterable[Report], texts: FrameworkTexts, folder: Path) -> Iterator[_Work]:
    taken: Counter[str] = Counter()
    for report in found:
        content = content_of(report, texts)
        taken[content.file_name] += 1
        number = taken[content.file_name]
        name = content.file_name if number == 1 else f"{content.file_name}-{number}"
        target = folder / f"{name}.pdf"
        if not target.exists():
            yield target, html_of(content), content.key


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a file is what this service makes of a report, and why."""

    genuine: bool
    reason: str


_NAMED = re.compile(rb"/ID ?\[\(([0-9a-f-]{36})\)")


def verify(body: bytes) -> Verdict:
    """Whether a PDF is genuine: the file names its report, and that report gives these bytes."""
    named = _NAMED.search(body)
    report = find_report(named[1].decode()) if named else None
    if report is None:
        return Verdict(False, _("The file does not name a report of this service."))
    if pdf_of(report).body == body:
        return Verdict(True, _("The file is what this service makes of the report, to the byte."))
    return Verdict(
        False,
        _(
            "The file differs from what this service makes of the report: it was changed, or made "
            "by another version. The report has the fingerprint {fingerprint}."
        ).format(fingerprint=content_of(report).fingerprint),
    )


def download(*, report: Report, by: User, at: datetime.datetime) -> Document:
    """The PDF for somebody who may have it; the audit trail keeps the hash of what was given."""
    document = pdf_of(report)
    record_download(
        report=report, kind="pdf", sha256=hashlib.sha256(document.body).hexdigest(), by=by, at=at
    )
    return document
