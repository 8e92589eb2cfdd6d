"""The page that says it: the readings that fired, each with its figures and what helps."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.council.words import RULE_WORDS, reading_sentence
from assessment.scoring.council_rules import CouncilReading, CouncilRule
from reports.content.blocks import Block, Keep, ReadingBlock, Text
from reports.council.book import CouncilBook
from reports.council.evidence import evidence_in_words

PLACES: Mapping[CouncilRule, str] = {
    CouncilRule.ROLE_VACANT: "holders",
    CouncilRule.ALL_ON_ONE: "coverage",
    CouncilRule.NO_SERVICES_CHAMPION: "focus",
    CouncilRule.FOCUS_NARROWED: "focus",
    CouncilRule.OBSTACLE_NOT_PERSON: "corners",
    CouncilRule.MANAGERS_SEE_MANDATE: "corners",
    CouncilRule.HOLDERS_SEE_MANDATE: "corners",
    CouncilRule.PLANNING_UNSETTLED: "corners",
    CouncilRule.CORE_SKILLS_SHORT: "coverage",
    CouncilRule.CUSTOMER_SERVICE_SHORT: "coverage",
    CouncilRule.TARGETS_PULL_APART: "holders",
}
"""The part of the report where more stands."""


def what_it_says(titles: Mapping[str, str]) -> Callable[[CouncilBook], tuple[Keep, ...]]:
    """The first part; `titles` are those of the other parts, by their keys."""

    def first(book: CouncilBook) -> tuple[Keep, ...]:
        if not book.about.readings:
            return (Keep((Text(_("No reading applies."), "lead"), *_why_none(book))),)
        lead = Keep((Text(_how_many(book), "lead"),))
        return (lead, *(_reading(book, each, titles) for each in book.about.readings))

    return first


def _how_many(book: CouncilBook) -> str:
    count = len(book.about.readings)
    return ngettext(
        "{count} of {all} readings applies. It says what figures point to; it judges nobody.",
        "{count} of {all} readings apply. They say what figures point to; they judge nobody.",
        count,
    ).format(count=count, all=len(CouncilRule))


def _why_none(book: CouncilBook) -> tuple[Block, ...]:
    """That all is well, as far as figures tell; or that too few can be shown to say so."""
    why = _(
        "None of the {all} readings found what it looks for. A reading looks only at figures that "
        "can be shown, and never applies where one is within its margin."
    ).format(all=len(CouncilRule))
    return (Text(why), Text(_known(book)))


def _known(book: CouncilBook) -> str:
    """Of how many holders the rules could say anything at all."""
    judged, count = sum(bool(each.judged) for each in book.picture.corners), len(book.holders)
    if count == 1:
        return (
            _("The skills of the one holder could be judged.")
            if judged
            else _("The skills of the one holder could not be judged.")
        )
    said = _("Skills could be judged of {judged} of {count} holders.")
    return said.format(judged=judged, count=count)


def _reading(book: CouncilBook, reading: CouncilReading, titles: Mapping[str, str]) -> Keep:
    place, said = PLACES[reading.rule], RULE_WORDS[reading.rule]
    block = ReadingBlock(
        key=reading.rule.value,
        title=str(said.name),
        text=reading_sentence(reading, book.told),
        figures=evidence_in_words(book, reading),
        helps=tuple(map(str, said.helps)),
        place=place,
        part=titles[place],
    )
    return Keep((block,), "said")
