"""What views and commands ask of reports: the content, the file, and a word in the audit trail."""

from __future__ import annotations

import datetime
import hashlib
import multiprocessing
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import TypeAlias

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from assessment import access, languages
from assessment.access import User
from assessment.models.results import Report
from assessment.release.selectors.report_hashes import was_handed_out
from assessment.release.selectors.results import (
    FrameworkTexts,
    Kind,
    find_report,
    framework_texts,
    released_report,
    reports_of_round,
)
from assessment.release.services.downloads import record_download
from reports import pdf
from reports.content import Edition, ReportContent, build
from reports.content.blocks import Plan, PlannedGoal
from reports.file_names import file_stem

ENGLISH = settings.LANGUAGE_CODE
_Work: TypeAlias = tuple[Path, str, str]
BATCH = 50  # reports whose HTML waits in memory for a process


@dataclass(frozen=True, slots=True)
class Document:
    """A finished PDF and the name that it is saved under."""

    name: str
    body: bytes


def texts_of(report: Report, language: str) -> FrameworkTexts:
    """The texts of a report's framework in a language, as far as they are translated."""
    return framework_texts(report.participant.round.framework, language)


def content_of(
    report: Report,
    framework: FrameworkTexts | None = None,
    language: str = ENGLISH,
    *,
    goals: bool = False,
    edition: Edition = Edition.READING,
) -> ReportContent:
    """The content of a released report, from released rows alone.

    `language` is that of the report's own words, as far as there is a catalogue; those of the
    framework are in `framework`. `goals` puts the participant's own into the plan sheet: for
    nobody else.
    """
    with translation.override(languages.interface(language)):
        return build(released_report(report, framework, goals=goals, language=language), edition)


def offered_goals(
    report: Report, framework: FrameworkTexts, language: str = ENGLISH
) -> tuple[PlannedGoal, ...]:
    """What the plan sheet proposes before the participant has written anything."""
    parts = content_of(report, framework, language).parts
    blocks = (block for part in parts for keep in part.groups for block in keep.blocks)
    return tuple(block.goal for block in blocks if isinstance(block, Plan))


def skills_of(framework: FrameworkTexts) -> list[tuple[str, str]]:
    """The skills that a goal may be about, by key and name."""
    return [(each.key, each.name) for each in framework.dimensions if each.kind is Kind.SKILL]


def pdf_of(
    report: Report,
    framework: FrameworkTexts | None = None,
    language: str = ENGLISH,
    *,
    goals: bool = False,
    edition: Edition = Edition.READING,
) -> Document:
    """The report as PDF/UA-1. The same results and product version give the same bytes."""
    texts = framework or texts_of(report, language)
    content = content_of(report, texts, language, goals=goals, edition=edition)
    name = content.file_name if language == ENGLISH else f"{content.file_name}-{language}"
    html = html_of(content, language, texts.voices)
    return Document(f"{name}.pdf", pdf.render(html, content.key))


def file_name(what: str, round: str, ending: str) -> str:
    """The name that a file about a whole round is saved under."""
    return f"{what}-{file_stem(round) or 'round'}.{ending}"


def html_of(
    content: ReportContent, language: str = ENGLISH, voices: Mapping[str, str] | None = None
) -> str:
    """What the PDF is made of; `voices` are the framework's texts and the language of each."""
    with translation.override(languages.interface(language)):
        terms = languages.ForeignTerms(voices or {})
        context = {"content": content, "terms": terms, "is_paper": True}
        return render_to_string("reports/pdf.html", context)


def report_count(round_id: uuid.UUID) -> int:
    """How many reports a round has; none before its release."""
    return reports_of_round(round_id).count()


def smallest_group(round_id: uuid.UUID) -> int | None:
    """The minimum group size that the reports of a round were made with; None without reports."""
    return reports_of_round(round_id).values_list("min_group_size", flat=True).first()


def write_all(round_id: uuid.UUID, folder: Path, *, jobs: int = 1) -> Iterator[Path]:
    """Write the PDFs of a released round, each as soon as it is done; several processes if asked.

    A file that is there already stays: its content cannot have changed. Names that look the same
    get a number.
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
    """Whether a PDF is genuine: its report gives these bytes, or the audit trail knows them.

    The participant's file holds their goals, which change; HR's does not.
    """
    named = _NAMED.search(body)
    report = find_report(named[1].decode()) if named else None
    if report is None:
        return Verdict(False, _("The file does not name a report of this service."))
    if any(made.body == body for made in _every_file(report)):
        return Verdict(True, _("The file is what this service makes of the report, to the byte."))
    if was_handed_out(report.pk, hashlib.sha256(body).hexdigest()):
        return Verdict(
            True,
            _(
                "The service handed out this very file. It would make another one now: the goals, "
                "a name or the version of the product have changed since."
            ),
        )
    return Verdict(
        False,
        _(
            "The file differs from what this service makes of the report: it was changed, or made "
            "by another version. The report has the fingerprint {fingerprint}."
        ).format(fingerprint=content_of(report).fingerprint),
    )


def _every_file(report: Report) -> Iterator[Document]:
    """All that is made of a report now: to be read and to be talked through, in each language."""
    for edition, language, goals in product(Edition, languages_of(report), (False, True)):
        yield pdf_of(report, language=language, goals=goals, edition=edition)


def languages_of(report: Report) -> list[str]:
    """English, and the languages that the framework's name is translated into."""
    translated = report.participant.round.framework.translations
    return [code for code, _name in settings.LANGUAGES if code == ENGLISH or code in translated]


def download(
    *,
    report: Report,
    by: User,
    at: datetime.datetime,
    language: str = ENGLISH,
    edition: Edition = Edition.READING,
) -> Document:
    """The PDF for somebody who may have it; the audit trail keeps the hash of what was given.

    A language that the framework does not have gives English.
    """
    spoken = language if language in languages_of(report) else ENGLISH
    own = access.is_about(report, by)
    document = pdf_of(report, language=spoken, goals=own, edition=edition)
    record_download(
        report=report,
        kind=edition.value or "pdf",
        sha256=hashlib.sha256(document.body).hexdigest(),
        by=by,
        at=at,
    )
    return document
