"""The sheets of a council workbook: their rows and columns, declared once.

Names and codes are the same in every language and every version; meanings are for people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _

from assessment.council.words import RULE_WORDS, reading_sentence
from assessment.scoring.council import (
    DimensionOverall,
    FocusPlace,
    GroupAnswered,
    HolderStanding,
    MandateView,
    RoleCoverage,
    SkillCoverage,
)
from assessment.scoring.council_holders import SeenScore
from assessment.scoring.council_rules import CouncilReading
from reports.columns import Holds
from reports.council.book import CouncilBook
from reports.council.columns import (
    CouncilColumn,
    CouncilSheet,
    dimension_column,
    score_columns,
    tenth_or_none,
    who_columns,
    why_no_figure,
    withheld_columns,
    yes_or_no,
)
from reports.council.compared_sheet import BENCHMARK_SHEET
from reports.council.corners import corner_word
from reports.council.coverage import importance_word, own_standing
from reports.council.evidence import all_evidence
from reports.council.focus import place_in_words
from reports.council.holders import mandate_word
from reports.council.overall import counted

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# --- rows ----------------------------------------------------------------------------------

HolderInSkill: TypeAlias = tuple[SkillCoverage, str, SeenScore, HolderStanding | None]


def _standings(book: CouncilBook) -> Iterator[HolderInSkill]:
    for skill in book.picture.coverage:
        for holder in book.holders:
            seen = book.others(holder, skill.dimension)
            yield skill, holder, seen, own_standing(skill, holder)


def _targets(book: CouncilBook) -> Iterator[tuple[SkillCoverage, RoleCoverage]]:
    return ((skill, asked) for skill in book.picture.coverage for asked in skill.asked)


def _places(book: CouncilBook) -> Iterator[tuple[str, FocusPlace]]:
    return ((focus.dimension, place) for focus in book.picture.focus for place in focus.places)


def _mandates(book: CouncilBook) -> Iterable[MandateView]:
    return sorted(book.picture.mandates, key=lambda view: book.number(view.holder))


def _answers(book: CouncilBook) -> Iterator[tuple[str, GroupAnswered]]:
    return ((each.holder, group) for each in book.picture.response for group in each.groups)


# --- sheets --------------------------------------------------------------------------------

_READINGS = CouncilSheet(
    _("Readings"),
    lambda book: book.about.readings,
    (
        CouncilColumn(
            "reading",
            _("The reading that applies, as a code."),
            lambda book, row: row.rule.value,
            width=26,
        ),
        CouncilColumn(
            "name",
            _("The same in words."),
            lambda book, row: str(RULE_WORDS[row.rule].name),
            width=34,
        ),
        CouncilColumn(
            "sentence",
            _("What it says of this round."),
            lambda book, row: reading_sentence(row, book.told),
            width=60,
        ),
        CouncilColumn(
            "holders",
            _("The holders that it is about, by name, with semicolons between them."),
            lambda book, row: _names(book, row),
            width=30,
        ),
        CouncilColumn(
            "figures",
            _("The figures that it stands on, with the number of raters in brackets."),
            lambda book, row: "\n".join(all_evidence(book, row)),
            width=60,
        ),
        CouncilColumn(
            "helps",
            _("What helps; each is for the council to decide."),
            lambda book, row: "\n".join(map(str, RULE_WORDS[row.rule].helps)),
            width=60,
        ),
    ),
)


def _names(book: CouncilBook, reading: CouncilReading) -> str:
    return "; ".join(map(book.name, book.ordered((*reading.holders, *reading.against))))


_HOLDERS = CouncilSheet(
    _("Holders"),
    lambda book: [
        each for key in book.holders for each in book.picture.corners if each.holder == key
    ],
    (
        *who_columns(lambda row: row.holder),
        CouncilColumn(
            "roles",
            _("The roles that the holder has, with semicolons between them."),
            lambda book, row: "; ".join(map(book.role, book.holder(row.holder).roles)),
            width=30,
        ),
        CouncilColumn(
            "skills_judged",
            _("How many skills something can be concluded of."),
            lambda book, row: len(row.judged),
            Holds.WHOLE,
        ),
        CouncilColumn(
            "skills_reached",
            _("How many of them are at the holder’s own target or above."),
            lambda book, row: len(row.judged) - len(row.short),
            Holds.WHOLE,
        ),
        CouncilColumn(
            "skills_below",
            _("The others, with semicolons between them."),
            lambda book, row: "; ".join(book.dimension(key).name for key in row.short),
            width=40,
        ),
        CouncilColumn(
            "helps_code",
            _("What mandate and skills together ask for, as a code; empty where unknown."),
            lambda book, row: row.corner.value if row.corner else "",
            width=22,
        ),
        CouncilColumn(
            "helps", _("The same in words."), lambda book, row: corner_word(row.corner), width=24
        ),
    ),
)

_COVERAGE = CouncilSheet(
    _("Coverage"),
    _standings,
    (
        dimension_column("skill", _("The skill."), lambda row: row[0].dimension),
        *who_columns(lambda row: row[1]),
        *score_columns(lambda row: row[1], lambda row: row[0].dimension, lambda row: row[2]),
        CouncilColumn(
            "target",
            _("The holder’s own target; empty where no role held asks for it."),
            lambda book, row: tenth_or_none(row[3].target) if row[3] else None,
            Holds.NUMBER,
        ),
        CouncilColumn(
            "stands",
            _("below, within the margin of, or above the own target; empty where unknown."),
            lambda book, row: row[3].stands.value if row[3] and row[3].stands else "",
        ),
        CouncilColumn(
            "can_lead",
            _("yes where the holder reaches the highest target of any role; empty where unknown."),
            lambda book, row: _can_lead(row),
        ),
        *withheld_columns(lambda row: row[2]),
    ),
)


def _can_lead(row: HolderInSkill) -> str:
    skill, holder, seen, _own = row
    if not seen.concludes:
        return ""
    return yes_or_no(holder in skill.leads)


_TARGETS = CouncilSheet(
    _("Targets"),
    _targets,
    (
        dimension_column("skill", _("The skill."), lambda row: row[0].dimension),
        CouncilColumn("role", _("The role."), lambda book, row: book.role(row[1].role), width=24),
        CouncilColumn(
            "target",
            _("What the role asks."),
            lambda book, row: tenth_or_none(row[1].target),
            Holds.NUMBER,
        ),
        CouncilColumn(
            "importance",
            _("core or supporting, in words."),
            lambda book, row: importance_word(row[1]),
        ),
        CouncilColumn(
            "reached_by",
            _("How many holders of any role reach it."),
            lambda book, row: len(row[1].reached_by),
            Holds.WHOLE,
        ),
        CouncilColumn(
            "holders",
            _("How many take part."),
            lambda book, row: len(row[1].standings),
            Holds.WHOLE,
        ),
        CouncilColumn(
            "covered",
            _("Whether at least one reaches it: yes or no; empty where it cannot be said."),
            lambda book, row: yes_or_no(row[1].is_covered),
        ),
    ),
)

_FOCUS = CouncilSheet(
    _("Focus"),
    _places,
    (
        dimension_column("focus", _("The focus."), lambda row: row[0]),
        *who_columns(lambda row: row[1].holder),
        CouncilColumn(
            "role",
            _("The role whose range it is."),
            lambda book, row: book.role(row[1].role),
            width=24,
        ),
        CouncilColumn(
            "range_low",
            _("Where the range begins."),
            lambda book, row: tenth_or_none(row[1].low),
            Holds.NUMBER,
        ),
        CouncilColumn(
            "range_high",
            _("Where it ends."),
            lambda book, row: tenth_or_none(row[1].high),
            Holds.NUMBER,
        ),
        *score_columns(lambda row: row[1].holder, lambda row: row[0], lambda row: row[1].seen),
        CouncilColumn(
            "own",
            _("The holder’s own view, with one decimal."),
            lambda book, row: tenth_or_none(book.own(row[1].holder, row[0]).score),
            Holds.NUMBER,
        ),
        CouncilColumn(
            "place",
            _("Where others see it to the range, in words."),
            lambda book, row: place_in_words(row[1]),
            width=30,
        ),
        *withheld_columns(lambda row: row[1].seen),
    ),
)

_MANDATE = CouncilSheet(
    _("Mandate"),
    _mandates,
    (
        dimension_column("mandate", _("The mandate."), lambda row: row.dimension),
        *who_columns(lambda row: row.holder),
        *score_columns(lambda row: row.holder, lambda row: row.dimension, lambda row: row.seen),
        CouncilColumn(
            "own",
            _("The holder’s own view, with one decimal."),
            lambda book, row: tenth_or_none(row.own),
            Holds.NUMBER,
        ),
        CouncilColumn(
            "managers",
            _("The view of managers, who are named to the holder."),
            lambda book, row: tenth_or_none(row.managers.score),
            Holds.NUMBER,
        ),
        CouncilColumn(
            "is",
            _("How it stands to the middle of the scale, in words."),
            lambda book, row: mandate_word(row.stands),
            width=18,
        ),
        *withheld_columns(lambda row: row.seen),
    ),
)


def _overall(
    name: str, meaning: _StrPromise, value: Callable[[DimensionOverall], Fraction | None]
) -> CouncilColumn:
    return CouncilColumn(name, meaning, lambda book, row: tenth_or_none(value(row)), Holds.NUMBER)


def _counted(place: int, name: str, meaning: _StrPromise) -> CouncilColumn:
    return CouncilColumn(name, meaning, lambda book, row: counted(row)[place], Holds.WHOLE)


_SKILLS = CouncilSheet(
    _("Skills"),
    lambda book: book.picture.overall,
    (
        dimension_column("dimension", _("The skill, mandate or focus."), lambda row: row.dimension),
        CouncilColumn("kind", _("skill, mandate or focus."), lambda book, row: row.kind.value),
        CouncilColumn(
            "people",
            _("How many participants have a score from others."),
            lambda book, row: row.scored,
            Holds.WHOLE,
        ),
        _overall(
            "mean", _("The mean of these scores, each participant equal."), lambda row: row.mean
        ),
        _overall("lowest", _("The lowest of them."), lambda row: row.lowest),
        _overall("highest", _("The highest of them."), lambda row: row.highest),
        _overall("mean_gap", _("The mean of target minus others."), lambda row: row.gap),
        _counted(0, "above", _("How many are above their own target.")),
        _counted(1, "at_target", _("How many are at it, within the margin.")),
        _counted(2, "below", _("How many are below it.")),
        _counted(3, "cannot_be_said", _("Of how many it cannot be said.")),
        _counted(4, "priorities", _("How many have it among their priorities.")),
        _counted(5, "first_priorities", _("How many have it as their first priority.")),
        _counted(6, "own_higher", _("How many see themselves 0.5 or more higher than others do.")),
        _counted(7, "own_lower", _("How many see themselves 0.5 or more lower than others do.")),
        CouncilColumn(
            "withheld",
            _("Why there is no mean. No value stands behind it anywhere in the file."),
            lambda book, row: why_no_figure(book, row.withheld),
            width=44,
        ),
    ),
)

_RESPONSE = CouncilSheet(
    _("Response"),
    _answers,
    (
        *who_columns(lambda row: row[0]),
        CouncilColumn(
            "group", _("The group of raters, as a code."), lambda book, row: row[1].group.value
        ),
        CouncilColumn(
            "answered",
            _("How many of them answered."),
            lambda book, row: row[1].answered,
            Holds.WHOLE,
        ),
        CouncilColumn(
            "put_into",
            _("The group that this one is put together in, as a code."),
            lambda book, row: row[1].merged_into.value if row[1].merged_into else "",
        ),
        CouncilColumn(
            "withheld",
            _("Why there is no number, in a sentence."),
            lambda book, row: why_no_figure(book, row[1].withheld),
            width=44,
        ),
    ),
)

SHEETS_OF_COUNCIL = (
    _READINGS,
    _HOLDERS,
    _COVERAGE,
    _TARGETS,
    _FOCUS,
    _MANDATE,
    _SKILLS,
    BENCHMARK_SHEET,
    _RESPONSE,
)
"""In their order in the workbook. A module that adds a part adds its sheet here."""
