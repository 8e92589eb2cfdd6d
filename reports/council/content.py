"""The content of a council report: its parts in order, the same for page, PDF and workbook."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from reports.content import words
from reports.content.blocks import (
    Cell,
    Cover,
    Fact,
    Keep,
    ReportContent,
    ReportSection,
    Row,
    Table,
    TableColumn,
)
from reports.council import (
    compared,
    corners,
    coverage,
    first,
    focus,
    guide,
    holders,
    overall,
    response,
    years,
)
from reports.council.book import CouncilBook, ReleasedCouncil
from reports.file_names import file_stem

MakesPart: TypeAlias = Callable[[CouncilBook], tuple[Keep, ...]]


def _nothing(_book: CouncilBook) -> str:
    return _("there is nothing to show")


@dataclass(frozen=True, slots=True)
class CouncilPart:
    """A part: what it is called, what makes it, why it is left out where nothing is made."""

    key: str
    title: str
    make: MakesPart
    absent: Callable[[CouncilBook], str] = _nothing
    look: str = ""


def parts_of_council() -> tuple[CouncilPart, ...]:
    """The parts in order; the first says what the others hold, and leads to them.

    A module that adds one puts its function in here, at the place that is kept for it.
    """
    rest = (
        CouncilPart("holders", _("Who holds what"), holders.who_holds_what, look="fresh"),
        CouncilPart("coverage", _("Coverage of the pair"), coverage.coverage_of_the_pair),
        CouncilPart("focus", _("Focus"), focus.focus_of_all, focus.no_focus),
        CouncilPart(
            "corners",
            _("Mandate against skill"),
            corners.mandate_against_skill,
            corners.no_mandate,
        ),
        CouncilPart("overall", _("Skills over all participants"), overall.over_all_participants),
        CouncilPart("years", _("Over the years"), years.over_the_years, years.no_years),
        CouncilPart("benchmark", _("Benchmark"), compared.against_others, compared.no_benchmark),
        CouncilPart("response", _("Response"), response.response_part),
        CouncilPart("how-to-read", _("How to read this report"), guide.how_to_read_it),
    )
    titles = {each.key: each.title for each in rest}
    said = CouncilPart(
        "readings", _("What this report says"), first.what_it_says(titles), look="fresh"
    )
    return (said, *rest)


def council_content(about: ReleasedCouncil) -> ReportContent:
    """The whole report. Pure: no database, no clock; the same for the same released results."""
    book, told = CouncilBook(about), about.told
    content = ReportContent(
        key=about.key,
        language=_spoken(),
        title=_("Council report of {council}, {round}").format(
            council=told.council, round=told.round
        ),
        file_name="-".join(
            filter(None, ["council-report", file_stem(told.round, 40), file_stem(told.council)])
        ),
        released_on=told.released_on.isoformat(),
        running_head=f"{words.brief_name(told.council)} · {words.brief_name(told.round)}",
        cover=_cover(book),
        parts=_sections(book),
    )
    said = repr(content)
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
    return dataclasses.replace(content, fingerprint=digest)


def _spoken() -> str:
    """The language of the report's own words, as tags write it: en-GB, cy."""
    language, _hyphen, region = (translation.get_language() or "en-gb").partition("-")
    return f"{language}-{region.upper()}" if region else language


def _sections(book: CouncilBook) -> tuple[ReportSection, ...]:
    """Numbered from 1; a part without matter has no number and says why."""
    sections: list[ReportSection] = []
    number = 0
    for part in parts_of_council():
        groups = part.make(book)
        number += bool(groups)
        absent = "" if groups else part.absent(book)
        sections.append(
            ReportSection(part.key, part.title, number if groups else 0, groups, absent, part.look)
        )
    return tuple(sections)


# --- the cover ---------------------------------------------------------------------------


def _cover(book: CouncilBook) -> Cover:
    about, told = book.about, book.told
    return Cover(
        product=str(settings.PRODUCT_NAME),
        title=_("Council report"),
        name=words.safe(told.council),
        roles=words.safe(told.round),
        brief=_("{round}, released on {date}").format(
            round=told.round, date=words.date(told.released_on)
        ),
        facts=(
            Fact(
                _("Answers given"),
                _("{first} to {last}").format(
                    first=words.date(about.opens_on), last=words.date(told.ended_on)
                ),
            ),
            Fact(_("Released"), words.date(told.released_on)),
            Fact(_("Framework"), f"{told.framework.name}, {told.framework.version}"),
            Fact(_("Who may read it"), _("HR only")),
        ),
        raters=_who_takes_part(book),
        purpose=_(
            "This report is about roles, conditions and skills of the council as a whole. It is "
            "for development, not for decisions about pay, grading or selection."
        ),
        confidentiality=_(
            "It is for HR only: for those who may open every report of this round. It names "
            "people and holds nothing that their own reports do not. "
            "Raters were promised that nobody sees who gave which rating."
        ),
    )


def _who_takes_part(book: CouncilBook) -> Table:
    """How many hold each role; who holds several is in each."""
    rows = [
        Row(words.capital(book.role(held.role)), (Cell(str(len(held.holders))),))
        for held in book.picture.roles
    ]
    combined = sum(each.is_combined for each in book.picture.holders)
    rows.append(Row(_("More than one of these roles"), (Cell(str(combined)),)))
    rows.append(Row(_("Everybody who took part"), (Cell(str(len(book.holders))),)))
    return Table(
        caption=_("Who took part"),
        columns=(TableColumn(_("Role"), 70), TableColumn(_("People"), 30, numeric=True)),
        rows=tuple(rows),
    )
