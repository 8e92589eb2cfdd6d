"""Results become words and numbers once; the page and the PDF are made of the same object."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from django.utils import translation
from django.utils.translation import gettext as _

from assessment.release.selectors.results import Kind, Measure, ReleasedReport
from reports.content import (
    change,
    check_ins,
    closing,
    comments,
    conditions,
    conversation,
    guide,
    messages,
    opening,
    plan,
    skill,
    skills,
    views,
    words,
)
from reports.content.absences import no_change, no_gaps, no_groups, no_others_short
from reports.content.blocks import Keep, ReportContent, ReportSection
from reports.content.book import Book
from reports.content.conversation import Edition
from reports.file_names import file_stem

__all__ = ["Edition", "ReportContent", "build"]


_Part: TypeAlias = Callable[[Book], tuple[Keep, ...]]


@dataclass(frozen=True, slots=True)
class _Draft:
    key: str
    title: str
    make: _Part
    absent: Callable[[Book], str] = no_others_short
    look: str = ""


def build(report: ReleasedReport, edition: Edition = Edition.READING) -> ReportContent:
    """The whole report. Pure: no database, no clock; the same for the same released results."""
    content = _content(Book(report), edition)
    # Goals change after the release, and check-ins are in the participant's copy alone: the
    # fingerprint is that of the report without them.
    said = content
    if report.goals or report.earlier or report.check_ins:
        bare = dataclasses.replace(report, goals=(), earlier=None, check_ins=())
        said = _content(Book(bare), edition)
    return dataclasses.replace(content, fingerprint=fingerprint(said))


def _content(book: Book, edition: Edition) -> ReportContent:
    report = book.report
    read = ReportContent(
        key=report.key,
        language=_spoken(),
        title=_("Gap report of {name}, {round}").format(name=_named(report), round=report.round),
        file_name=_file_name(report),
        released_on=report.released_on.isoformat(),
        running_head=f"{words.brief_name(_named(report))} · {words.brief_name(report.round)}",
        cover=opening.cover(book),
        parts=_parts(_drafts(book, edition), book),
    )
    return read if edition is Edition.READING else _to_talk_through(read, edition)


def _to_talk_through(read: ReportContent, edition: Edition) -> ReportContent:
    """Every place that names the report says which edition it is."""
    title = _("Gap report, edition for the conversation")
    return dataclasses.replace(
        read,
        edition=edition.value,
        title=_("{title}: for the conversation").format(title=read.title),
        file_name=f"{read.file_name}-{edition.value}",
        running_head=_("{head} · For the conversation").format(head=read.running_head),
        cover=dataclasses.replace(read.cover, title=title),
    )


def _spoken() -> str:
    """The language of the report's own words, as tags write it: en-GB, cy."""
    language, _hyphen, region = (translation.get_language() or "en-gb").partition("-")
    return f"{language}-{region.upper()}" if region else language


def fingerprint(content: ReportContent) -> str:
    """SHA-256 over everything that the report says, whatever it looks like."""
    said = repr(dataclasses.replace(content, fingerprint=""))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _parts(drafts: tuple[_Draft, ...], book: Book) -> tuple[ReportSection, ...]:
    """Numbered from 1; a part without matter has no number and says why."""
    parts: list[ReportSection] = []
    number = 0
    for draft in drafts:
        groups = draft.make(book)
        number += bool(groups)
        absent = "" if groups else draft.absent(book)
        parts.append(
            ReportSection(
                draft.key, draft.title, number if groups else 0, groups, absent, draft.look
            )
        )
    return tuple(parts)


def _of_answers(make: _Part) -> _Part:
    """A part that stands only where somebody's answers are shown, one's own or others'."""
    return lambda book: make(book) if book.has_own or not book.silent else ()


def _drafts(book: Book, edition: Edition) -> tuple[_Draft, ...]:
    """The parts in order; the first says what the others hold, and leads to them."""
    talk = _Draft("conversation", _("For the conversation"), conversation.conversation)
    rest = (
        _Draft(
            "summary",
            _("Your skills at a glance"),
            _of_answers(opening.glance),
            look=_fresh(book),
        ),
        _Draft("gaps", _("Gap to target"), skills.gaps_block, no_gaps),
        _Draft("views", views.views_title(book), _of_answers(views.views)),
        _Draft("groups", _("By rater group"), skills.by_group, no_groups),
        _Draft("skills", _("Skill by skill"), _of_answers(_every_skill), look=_after_gaps(book)),
        _Draft("role", _("Role and mandate"), _of_answers(conditions.role_and_mandate)),
        _Draft("comments", _("Comments"), _comments, comments.why_no_part, "columns"),
        _Draft("change", _("Change since the last round"), change.change_block, no_change),
        *(_check_ins_since(book)),
        *((talk,) if edition is Edition.CONVERSATION else ()),
        _Draft("plan", _("Plan sheet"), _of_answers(plan.plan)),
        _Draft("how-to-read", _("How to read this report"), _of_answers(guide.how_to_read)),
        _Draft("method", _("Method"), closing.method),
    )
    titles = {draft.key: draft.title for draft in rest}
    first = functools.partial(messages.first_page, titles=titles)
    return (_Draft("messages", _("What this report says"), first, look="fresh"), *rest)


def _check_ins_since(book: Book) -> tuple[_Draft, ...]:
    """No part at all where there are none, so that other copies do not say what they leave out."""
    if not book.report.check_ins:
        return ()
    return (_Draft("check-ins", _("Check-ins since then"), check_ins.check_ins_block),)


def _fresh(book: Book) -> str:
    """A page of its own after the messages, unless these are so few that theirs stays empty."""
    return "fresh" if book.judged else ""


def _comments(book: Book) -> tuple[Keep, ...]:
    return comments.comments(book, elsewhere=skill.commented(book))


def _after_gaps(book: Book) -> str:
    """Without gaps the parts before the skills are short, and the first skill fits beneath."""
    return "fresh" if any(book.get(Measure.GAP, each.key) for each in book.ranked) else ""


def _every_skill(book: Book) -> tuple[Keep, ...]:
    return tuple(keep for each in book.dimensions(Kind.SKILL) for keep in skill.page(book, each))


def _named(report: ReleasedReport) -> str:
    """The name, and where another report of the round bears it, what tells the two apart."""
    return report.apart.beside(report.name) if report.apart else report.name


def _file_name(report: ReleasedReport) -> str:
    """Sorts by round, then by name; holds nothing of raters."""
    apart = file_stem(report.apart.text) if report.apart else ""
    parts = [file_stem(report.round, 40), file_stem(report.name), apart]
    return "-".join(filter(None, ["gap-report", *parts]))
