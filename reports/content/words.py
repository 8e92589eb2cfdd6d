"""Numbers and codes in words. Every rule that turns a figure into a phrase stands here."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import accumulate, takewhile
from typing import TypeAlias

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.languages import inside_sentence
from assessment.rater_groups import facts_of, name_of
from assessment.release.selectors.results import (
    Agreement,
    Bound,
    Figure,
    Group,
    Measure,
    Position,
    Quadrant,
    RatersBehind,
    Reason,
    Spread,
    Trend,
    one_decimal,
    standing,
)
from reports.characters import clean_text
from reports.content.widths import letter_width, width

Writer: TypeAlias = Callable[[Figure], str]
NOTHING = "–"
LONGEST_COMMENT = 10_000
LONGEST_WORD = 40

QUADRANTS: Mapping[Quadrant, Callable[[], tuple[str, str]]] = {
    Quadrant.OPEN_STRENGTH: lambda: (
        _("open strength"),
        _(
            "Your raters see you above the target, you see yourself at it or above: less than 0.5 "
            "apart."
        ),
    ),
    Quadrant.HIDDEN_STRENGTH: lambda: (
        _("hidden strength"),
        _("Your raters see you above the target, you see yourself below it: 0.5 or more apart."),
    ),
    Quadrant.BLIND_SPOT: lambda: (
        _("blind spot"),
        _(
            "Your raters see you below the target, you see yourself at it or above: 0.5 or more "
            "apart."
        ),
    ),
    Quadrant.KNOWN_NEED: lambda: (
        _("known need"),
        _("You and your raters both see you below the target: less than 0.5 apart."),
    ),
    Quadrant.ALIGNED: lambda: (
        _("aligned"),
        _(
            "Less than 0.5 apart: your raters see you at the target, or you and they stand on "
            "either side of it."
        ),
    ),
    Quadrant.SELF_HIGHER: lambda: (
        _("you higher"),
        _("You see yourself 0.5 or more higher, and it is no blind spot."),
    ),
    Quadrant.SELF_LOWER: lambda: (
        _("you lower"),
        _("You see yourself 0.5 or more lower, and it is no hidden strength."),
    ),
}
SYMBOLS: Mapping[Quadrant, str] = {
    Quadrant.OPEN_STRENGTH: "●",
    Quadrant.HIDDEN_STRENGTH: "◐",
    Quadrant.BLIND_SPOT: "◑",
    Quadrant.KNOWN_NEED: "○",
    Quadrant.ALIGNED: "◎",
    Quadrant.SELF_HIGHER: "△",
    Quadrant.SELF_LOWER: "▽",
}

BAR = "▬"
TARGET = "┃"
"""The marks of reports.charts that are no group's, as characters for the heads of columns."""

AGREEMENTS: Mapping[Agreement, Callable[[], str]] = {
    Agreement.OVER: lambda: _("you rate yourself higher"),
    Agreement.UNDER: lambda: _("you rate yourself lower"),
    Agreement.IN_AGREEMENT: lambda: _("in agreement"),
}

SPREADS: Mapping[Spread, Callable[[], str]] = {
    Spread.SIMILAR: lambda: _("similar views"),
    Spread.SOME: lambda: _("some spread"),
    Spread.SPLIT: lambda: _("split views"),
}

POSITIONS: Mapping[Position, Callable[[], str]] = {
    Position.BELOW: lambda: _("below the expected range"),
    Position.WITHIN: lambda: _("within the expected range"),
    Position.ABOVE: lambda: _("above the expected range"),
}


PLACES: Mapping[Position, Callable[[], str]] = {
    Position.BELOW: lambda: _("below the range"),
    Position.WITHIN: lambda: _("within the range"),
    Position.ABOVE: lambda: _("above the range"),
}

TRENDS: Mapping[Trend, Callable[[], str]] = {
    Trend.UP: lambda: _("higher than before"),
    Trend.DOWN: lambda: _("lower than before"),
    Trend.UNCLEAR: lambda: _("no clear change"),
}


def value_of(figure: Figure) -> Fraction:
    """The value of a released figure; LookupError when it is withheld."""
    if figure.value is None:
        raise LookupError(f"The figure {figure.measure} holds no value.")
    return figure.value


def without_figure(reason: Reason) -> str:
    """What a cell says instead of a figure: what was never asked or given is not withheld."""
    if reason is Reason.NOT_ASKED:
        return _("not asked")
    return NOTHING if reason is Reason.NO_RATINGS else _("withheld")


def group(group: Group) -> str:
    """What a group is called to the person whom the report is about."""
    return _("you") if group is Group.SELF else name_of(group)


def shape(group: Group) -> str:
    """The mark of a group in reports.charts as a character."""
    return facts_of(group).mark.character


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def number(value: Fraction) -> str:
    """One decimal, halves away from zero, with a real minus sign."""
    return str(one_decimal(value)).replace("-", "−")


def tenth(value: Fraction) -> Fraction:
    """A value as it is printed."""
    return Fraction(one_decimal(value))


def drawn_at(value: Fraction) -> float:
    """Where a chart puts a value: a place between two tenths would tell more than is printed."""
    return float(one_decimal(value))


def level(value: float | Fraction) -> str:
    """A target without a needless decimal: 4, 3.5."""
    text = number(Fraction(value))
    return text.removesuffix(".0")


def target(figure: Figure) -> str:
    """What a role asks for: “4”, “3.5”."""
    return level(value_of(figure))


def with_n(figure: Figure) -> str:
    """A figure with the number of ratings behind it: “3.2 (5)”."""
    return f"{number(value_of(figure))} ({figure.n})"


def with_raters(figure: Figure, behind: RatersBehind) -> str:
    """A score with the people behind it: “3.2 (8)”; where these are not known, how many at least.

    A report of an earlier edition has no count of them.
    """
    people = behind.fewest if behind.raters is None else behind.raters
    least = "≥ " if behind.raters is None else ""
    return f"{number(value_of(figure))} ({least}{people})"


def on_each(behind: RatersBehind) -> str:
    """How many ratings are on a statement, below that: “3–8 each”; nothing where all rated each."""
    if behind.raters is None or behind.alike:
        return ""
    return _("{range} each").format(range=_range(behind))


def _range(behind: RatersBehind) -> str:
    low, high = behind.fewest, behind.most
    return str(low) if low == high else f"{low}–{high}"


def people_behind(found: RatersBehind) -> str:
    """“8 raters”; of an earlier edition “at least 3 ratings”."""
    if found.raters is None:
        return ngettext("at least {count} rating", "at least {count} ratings", found.fewest).format(
            count=found.fewest
        )
    return ngettext("{count} rater", "{count} raters", found.raters).format(count=found.raters)


def behind(found: RatersBehind) -> str:
    """“8 raters”, “8 raters; 3–8 a statement”; of an earlier edition how many ratings at least."""
    if found.raters is None:
        return ngettext(
            "at least {count} rating on each statement shown",
            "at least {count} ratings on each statement shown",
            found.fewest,
        ).format(count=found.fewest)
    people = people_behind(found)
    if found.alike:
        return people
    return _("{raters}; {range} a statement").format(raters=people, range=_range(found))


def titled(what: str, values: Iterable[tuple[str, str]]) -> str:
    """What a chart shows, with its values: “Leading: you 4.0; others 3.2 (8); target 4”."""
    found = "; ".join(f"{name} {value}".strip() for name, value in values)
    return f"{what}: {found}" if found else what


def ordinal(figure: Figure) -> str:
    """A rank: “1st”, “2nd”."""
    place = int(value_of(figure))
    names = {1: _("1st"), 2: _("2nd"), 3: _("3rd")}
    return names.get(place, _("{place}th").format(place=place))


inside = inside_sentence


LONGEST_NAME, WIDEST_NAME = 40, 50
"""In letters, and in widths of a middling one."""


def brief_name(name: str) -> str:
    """A name for a sentence that leads to where it stands in full: without its end if long."""
    if len(name) <= LONGEST_NAME and width(name) <= WIDEST_NAME:
        return name
    fits = takewhile(lambda wide: wide <= WIDEST_NAME, accumulate(map(letter_width, name)))
    fitting = min(LONGEST_NAME, sum(1 for _wide in fits))
    return f"{name[:fitting].rsplit(' ', 1)[0]}…"


def shown(figure: Figure) -> str:
    """A released figure: “3.2”."""
    return number(value_of(figure))


def bound(figure: Figure) -> str:
    """What is printed with the mean of a statement in a group: “or lower”, “or higher”.

    Nothing with a figure that is made of such means: by its definition a mean that is printed
    as “1.5 or lower” counts as 1.5 in it.
    """
    if figure.measure is not Measure.ITEM_MEAN or figure.group is Group.OTHERS:
        return ""
    if figure.bound is Bound.OR_LOWER:
        return _("or lower")
    return _("or higher") if figure.bound is Bound.OR_HIGHER else ""


def signed(figure: Figure) -> str:
    """A difference with its sign: “+0.5”, “−0.3”; what is printed as “0.0” has none."""
    value = value_of(figure)
    return f"+{number(value)}" if one_decimal(value) > 0 else number(value)


def importance(figure: Figure) -> str:
    """The weight of a target in words: 2 is core, 1 supporting."""
    return _("core") if figure.value == 2 else _("supporting")


def gap_words(figure: Figure, margin: Fraction = Fraction(0)) -> str:
    """A printed gap to the target: “0.8 below”, “0.4 above”, “at target” within the margin."""
    gap = Fraction(one_decimal(value_of(figure)))
    where = standing(gap, margin)
    if where is Position.WITHIN:
        return _("at target")
    text = _("{size} below") if where is Position.BELOW else _("{size} above")
    return text.format(size=number(abs(gap)))


def plus_minus(value: Fraction) -> str:
    """How near to the target is at it: “±0.3”."""
    return f"±{number(value)}"


NEAR = Fraction(2, 10)
"""So far from a level a printed score is said to be at it, without “nearly” or “well past”."""


def is_between(score: Fraction) -> bool:
    """Whether a printed score lies exactly between two levels."""
    return (2 * score).denominator == 1 and score.denominator != 1


def near_level(score: Fraction, reached: int) -> str:
    """A printed score by its nearest level: “level 4”, “nearly level 4”, “well past level 3”."""
    if is_between(score):
        return _("between levels {low} and {high}").format(low=reached - 1, high=reached)
    if score - reached < -NEAR:
        return _("nearly level {level}").format(level=reached)
    text = _("well past level {level}") if score - reached > NEAR else _("level {level}")
    return text.format(level=reached)


def people(count: int) -> str:
    return ngettext("{count} person", "{count} people", count).format(count=count)


def ratings(count: int) -> str:
    return ngettext("{count} rating", "{count} ratings", count).format(count=count)


def skills(count: int) -> str:
    return ngettext("{count} skill", "{count} skills", count).format(count=count)


def date(day: datetime.date) -> str:
    return formats.date_format(day, "j F Y")


_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def safe(text: str) -> str:
    """What somebody typed, without characters that no document can hold, in breakable words."""
    cleaned = clean_text(text)[:LONGEST_COMMENT]
    return _LONG.sub(lambda match: f"{match[0]}\u200b", cleaned)


def direction(text: str) -> str:
    """Of the first strong character: “rtl” for Arabic, Hebrew and their like."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"
