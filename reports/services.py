"""What views and commands ask of reports: the content, the file, and a word in the audit trail."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from assessment.access import User
from assessment.models.results import Report
from assessment.selectors.results import FrameworkTexts, released_report
from assessment.services.reports import record_download
from reports import pdf
from reports.content import Content, build

LANGUAGE = "en-gb"
"""Reports are written in English: a PDF has one language, and the framework's texts are English."""


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
    return Document(f"{content.file_name}.pdf", pdf.render(html_of(content)))


def html_of(content: Content) -> str:
    """What the PDF is made of."""
    with translation.override(LANGUAGE):
        return render_to_string("reports/pdf.html", {"content": content})


def download(*, report: Report, by: User, at: datetime.datetime) -> Document:
    """The PDF for somebody who may have it; the audit trail keeps the hash of what was given."""
    document = pdf_of(report)
    record_download(
        report=report, kind="pdf", sha256=hashlib.sha256(document.body).hexdigest(), by=by, at=at
    )
    return document
