"""Results become words and numbers once; the page and the PDF are made of the same object."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from assessment.release.selectors.results import Group, Kind, Measure, ReleasedReport
from reports.content import closing, conditions, guide, messages, opening, skill, skills
from reports.content.blocks import Keep, ReportContent, ReportSection
from reports.content.book import Book
from reports.file_names import file_stem

__all__ = ["ReportContent", "build"]


@dataclass(frozen=True, slots=True)
class _Draft:
    key: str
    title: str
    make: Callable[[Book], tuple[Keep, ...]]
    absent: Callable[[Book], str] = lambda book: ""
    look: str = ""


def build(report: ReleasedReport) -> ReportContent:
    """The whole report. Pure: no database, no clock; the same for the same released results."""
    content = _content(Book(report))
    # Goals change after the release: the fingerprint is that of the report without them.
    said = _content(Book(dataclasses.replace(report, goals=()))) if report.goals else content
    return dataclasses.replace(content, fingerprint=fingerprint(said))


def _content(book: Book) -> ReportContent:
    report = book.report
    return ReportContent(
        key=report.key,
        language=_spoken(),
        title=_("Gap report of {name}, {round}").format(name=_named(report), round=report.round),
        file_name=_file_name(report),
        released_on=report.released_on.isoformat(),
        running_head=f"{_named(report)} · {report.round}",
        cover=opening.cover(book),
        parts=_parts(book),
    )


def _spoken() -> str:
    """The language of the report's own words, as tags write it: en-GB, cy."""
    language, _hyphen, region = (translation.get_language() or "en-gb").partition("-")
    return f"{language}-{region.upper()}" if region else language


def fingerprint(content: ReportContent) -> str:
    """SHA-256 over everything that the report says, whatever it looks like."""
    said = repr(dataclasses.replace(content, fingerprint=""))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _parts(book: Book) -> tuple[ReportSection, ...]:
    """Numbered from 1; a part without matter has no number and says why."""
    parts: list[ReportSection] = []
    number = 0
    for draft in _drafts(book):
        groups = draft.make(book)
        number += bool(groups)
        absent = "" if groups else draft.absent(book)
        parts.append(
            ReportSection(
                draft.key, draft.title, number if groups else 0, groups, absent, draft.look
            )
        )
    return tuple(parts)


def _drafts(book: Book) -> tuple[_Draft, ...]:
    """The parts in order; the first says what the others hold, and leads to them."""
    rest = (
        _Draft("summary", _("Your skills at a glance"), opening.glance, look=_fresh(book)),
        _Draft("gaps", _("Gap to target"), skills.gaps_block, _too_few),
        _Draft("views", skills.views_title(book), skills.views),
        _Draft("groups", _("By rater group"), skills.by_group, _too_few),
        _Draft("skills", _("Skill by skill"), _every_skill, look=_after_gaps(book)),
        _Draft("role", _("Role and mandate"), conditions.role_and_mandate),
        _Draft("comments", _("Comments"), closing.comments, closing.no_comments, "columns"),
        _Draft("change", _("Change since the last round"), closing.change_block, _first_round),
        _Draft("plan", _("Plan sheet"), closing.plan),
        _Draft("how-to-read", _("How to read this report"), guide.how_to_read),
        _Draft("method", _("Method"), closing.method),
    )
    titles = {draft.key: draft.title for draft in rest}
    first = functools.partial(messages.first_page, titles=titles)
    return (_Draft("messages", _("What this report says"), first, look="fresh"), *rest)


def _fresh(book: Book) -> str:
    """A page of its own after the messages, unless these are so few that theirs stays empty."""
    return "fresh" if book.judged else ""


def _after_gaps(book: Book) -> str:
    """Without gaps the parts before the skills are short, and the first skill fits beneath."""
    return "fresh" if any(book.get(Measure.GAP, each.key) for each in book.ranked) else ""


def _every_skill(book: Book) -> tuple[Keep, ...]:
    return tuple(skill.page(book, each) for each in book.dimensions(Kind.SKILL))


def _too_few(book: Book) -> str:
    counts = [each for each in book.all(Measure.COMPLETED) if each.group is not Group.SELF]
    others = any(each.withheld or each.value for each in counts)
    return _("too few people answered") if others else _("nobody but you answered")


def _first_round(book: Book) -> str:
    return _("there is no earlier round to compare with")


def _named(report: ReleasedReport) -> str:
    """The name, and where another report of the round bears it, the reference."""
    return f"{report.name} ({report.reference})" if report.reference else report.name


def _file_name(report: ReleasedReport) -> str:
    """Sorts by round, then by name; holds nothing of raters."""
    parts = [file_stem(report.round, 40), file_stem(report.name), report.reference]
    return "-".join(filter(None, ["gap-report", *parts]))
