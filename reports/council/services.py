"""What views ask of council reports: the content, the PDF and the workbook."""

from __future__ import annotations

import datetime
import hashlib
from io import BytesIO

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from assessment import languages
from assessment.access import Round, User
from assessment.council.benchmark.selectors import benchmark_beside
from assessment.council.selectors.picture import (
    picture_of_round,
    previous_round,
    readings_of_picture,
)
from assessment.council.selectors.years import rounds_beside
from assessment.release.services.downloads import record_council_file
from reports import pdf
from reports.content import ReportContent
from reports.council.book import ReleasedCouncil
from reports.council.content import council_content
from reports.council.workbook import write_council_workbook
from reports.services import ENGLISH, Document


def released_council(round: Round, viewer: User, language: str = ENGLISH) -> ReleasedCouncil | None:
    """A round in a constant number of queries, of released rows alone; None before its release.

    Beside earlier rounds all of whose reports the viewer may read as well. Nor is there anything
    once the reports are deleted, when their time is over.
    """
    told = picture_of_round(round, language)
    if told is None or not told.people:
        return None
    beside = rounds_beside(round, viewer, language, newest=told)
    made = {each.key: each.about.picture for each in beside.rounds} if beside else {}
    readings = readings_of_picture(told.picture, previous_round(round), made)
    benchmark = benchmark_beside(round)
    return ReleasedCouncil(str(round.pk), round.opens_on, told, readings, beside, benchmark)


def content_of_council(about: ReleasedCouncil, language: str = ENGLISH) -> ReportContent:
    """The content in the report's own words of a language, as far as there is a catalogue."""
    with translation.override(languages.interface(language)):
        return council_content(about)


def council_pdf(about: ReleasedCouncil, language: str = ENGLISH) -> Document:
    """The report as PDF/UA-1. The same results and product version give the same bytes."""
    content = content_of_council(about, language)
    html = council_html(content, about, language)
    return Document(f"{_named(content, language)}.pdf", pdf.render(html, content.key))


def council_html(content: ReportContent, about: ReleasedCouncil, language: str = ENGLISH) -> str:
    """What the PDF is made of."""
    with translation.override(languages.interface(language)):
        terms = languages.ForeignTerms(about.told.framework.voices)
        context = {"content": content, "terms": terms, "is_paper": True}
        return render_to_string("reports/council/pdf.html", context)


def council_workbook(about: ReleasedCouncil, language: str = ENGLISH) -> Document:
    """The same figures as a workbook, with what each column means."""
    content, file = content_of_council(about, language), BytesIO()
    with translation.override(languages.interface(language)):
        write_council_workbook(about, file)
    return Document(f"{_named(content, language)}.xlsx", file.getvalue())


def _named(content: ReportContent, language: str) -> str:
    return content.file_name if language == ENGLISH else f"{content.file_name}-{language}"


def languages_of_round(round: Round) -> list[str]:
    """English, and the languages that the framework's name is translated into."""
    translated = round.framework.translations
    return [code for code, _name in settings.LANGUAGES if code == ENGLISH or code in translated]


def download_council(
    *, round: Round, kind: str, by: User, at: datetime.datetime, language: str = ENGLISH
) -> Document | None:
    """The PDF or the XLSX; the audit trail keeps the hash of what was given. None before release.

    A language that the framework does not have gives English.
    """
    spoken = language if language in languages_of_round(round) else ENGLISH
    about = released_council(round, by, spoken)
    if about is None:
        return None
    document = MAKERS[kind](about, spoken)
    sha256 = hashlib.sha256(document.body).hexdigest()
    record_council_file(round=round, kind=kind, sha256=sha256, by=by, at=at)
    return document


MAKERS = {"pdf": council_pdf, "xlsx": council_workbook}
