"""What the report says, on one page: declared rules, in order, each with its figures and a link.

A rule words nothing of its own that a part of the report words too: it asks the function that
the part asks. docs/adr/0033.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from assessment.languages import join_names
from assessment.release.selectors.results import (
    Basis,
    DimensionTexts,
    Group,
    Kind,
    Measure,
    Trend,
)
from reports.content import words
from reports.content.blocks import Callout, Fact, Facts, Heading, Keep, Message, Text
from reports.content.book import Book
from reports.content.conditions import anchor, focus_text, mandate_text, obstacle
from reports.content.heights import PAGE, height
from reports.content.opening import (
    first_priority,
    priorities,
    reached,
    strengths,
    unsaid,
)
from reports.content.views import differing, view_sentences

MOST = 6
"""How many messages the page has room for."""

HEAD, LEAD = 13.0, 6.0
"""Millimetres of the heading above the messages, and what a first sentence takes for its size."""

NAMED = 3
"""How many dimensions a message names with their figures; of more, two and how many more."""


@dataclass(frozen=True, slots=True)
class Saying:
    """When there is a message, and what it says. It is there where `text` finds something to say;
    it takes how many dimensions may be named.

    `part` is the part that holds its figures; `about` the dimensions that it speaks of where it
    leads to the first of them instead.
    """

    key: str
    part: str
    title: Callable[[Book], str]
    text: Callable[[Book, int], str]
    items: Callable[[Book], tuple[str, ...]] = lambda book: ()
    about: Callable[[Book], list[DimensionTexts]] = lambda book: []

    def message(self, book: Book, titles: Mapping[str, str], most: int) -> Message | None:
        """The message, with so many named; None where nothing that may be said calls for it."""
        text = self.text(book, most)
        if not text:
            return None
        place, part = self.part, titles[self.part]
        if found := self.about(book):
            place, part = anchor(found[0]), words.brief_name(found[0].name)
        return Message(self.key, self.title(book), text, place, part, self.items(book)[:most])


def first_page(book: Book, *, titles: Mapping[str, str]) -> tuple[Keep, ...]:
    """The messages, or why there are none; then what to do with the report."""
    why = unsaid(book)
    said = [Keep((Text(why, "lead"),))] if why else []
    if book.silent and not book.has_own:
        return tuple(said)
    use = (Heading(_("How to use this report")), _use(book, titles))
    room = PAGE - HEAD - height(use) - (height((Text(why),)) + LEAD if why else 0.0)
    return (
        *said,
        *(Keep((message,), "said") for message in _fitting(book, titles, room)),
        Keep(use),
    )


def _fitting(book: Book, titles: Mapping[str, str], room: float) -> list[Message]:
    """As many messages as a page has room for, in millimetres.

    Where they are too long each names fewer; where that is not enough the last are left out.
    """
    found: list[Message] = []
    for most in range(NAMED, 0, -1):
        every = (rule.message(book, titles, most) for rule in RULES)
        found = [message for message in every if message][:MOST]
        if height(found) <= room:
            break
    while height(found) > room:
        found.pop()
    return found


# --- skills ------------------------------------------------------------------------------


def _strong(book: Book, most: int) -> str:
    return reached(book) if book.judged else ""


def _work(book: Book, most: int) -> str:
    return first_priority(book)


# --- views -------------------------------------------------------------------------------


def _views(book: Book, most: int) -> str:
    """Where the two views are half a level apart or more; nothing where they are nowhere."""
    named = {way: _named(book, found, most) for way, found in differing(book).items()}
    return " ".join(view_sentences(named))


def _named(book: Book, found: Sequence[DimensionTexts], most: int) -> list[str]:
    """The widest apart in the order of the table, for the difference is no rank."""
    return _some(found, most, partial(_apart, book), partial(_with_difference, book))


def _apart(book: Book, each: DimensionTexts) -> float:
    return abs(book.number(Measure.PERCEPTION_GAP, each.key) or 0)


def _with_difference(book: Book, each: DimensionTexts) -> str:
    """“leading by 0.8 (7 ratings)”."""
    figure = book.get(Measure.PERCEPTION_GAP, each.key)
    score = book.get(Measure.SCORE, each.key, group=Group.OTHERS)
    if figure is None or score is None:
        return ""
    return _("{skill} by {size} ({ratings})").format(
        skill=words.brief_name(words.inside(each.name)),
        size=words.number(abs(words.value_of(figure))),
        ratings=book.people(score),
    )


def _some(
    found: Sequence[DimensionTexts],
    most: int,
    size: Callable[[DimensionTexts], float],
    say: Callable[[DimensionTexts], str],
) -> list[str]:
    """All, or the largest in the order given and how many more there are."""
    widest = sorted(found, key=size, reverse=True)[: _room(found, most)]
    named = [say(each) for each in found if each in widest]
    return [*named, *_more(len(found) - len(named))]


def _room(found: Sequence[DimensionTexts], most: int) -> int:
    """How many are named where so many are found: then one less, to say how many more."""
    return most if len(found) <= most else max(1, most - 1)


def _more(count: int) -> list[str]:
    return [_("{count} more").format(count=count)] if count else []


# --- focus and mandate ---------------------------------------------------------------------


def _told(book: Book, kind: Kind) -> list[DimensionTexts]:
    """The dimensions of which something may be said: by several people, or by the manager."""
    return [
        each
        for each in book.dimensions(kind)
        if book.level(each) and book.basis(each) is not Basis.FEW
    ]


def _focus(book: Book, most: int) -> str:
    return _of_each(book, _focuses(book), focus_text, most)


def _focuses(book: Book) -> list[DimensionTexts]:
    return [each for each in _told(book, Kind.FOCUS) if focus_text(book, each)]


def _mandate(book: Book, most: int) -> str:
    said = _of_each(book, _mandates(book), mandate_text, most)
    return " ".join(filter(None, [said, *(each.text for each in _obstacles(book)[:1])]))


def _mandates(book: Book) -> list[DimensionTexts]:
    """Those that are an obstacle first: the message leads to the first of them."""
    found = _told(book, Kind.MANDATE)
    return sorted(found, key=lambda each: obstacle(book, each) is None)


def _obstacles(book: Book) -> list[Callout]:
    return [found for each in _mandates(book) if (found := obstacle(book, each))]


def _mandate_title(book: Book) -> str:
    found = _obstacles(book)
    return found[0].title if found else _("What the council gives you")


def _of_each(
    book: Book,
    found: Sequence[DimensionTexts],
    say: Callable[[Book, DimensionTexts], str],
    most: int,
) -> str:
    """A sentence of each; by name where there are several, of many the first and how many more."""
    if len(found) == 1:
        return say(book, found[0])
    room = _room(found, most)
    said = [
        _("{name}: {sentence}").format(name=words.brief_name(each.name), sentence=say(book, each))
        for each in found[:room]
    ]
    more = _more(len(found) - len(said))
    return " ".join([*said, *(f"{each}." for each in more)])


# --- change --------------------------------------------------------------------------------


def _change(book: Book, most: int) -> str:
    return " ".join(_changes(book, most))


def _changes(book: Book, most: int) -> Iterator[str]:
    """What is clearly higher or lower than in the last round, as several people see it."""
    if book.report.compared_on is None:
        return
    for trend, text in (
        (Trend.UP, _("Seen higher than in {round}: {names}.")),
        (Trend.DOWN, _("Seen lower than in {round}: {names}.")),
    ):
        found = [
            each
            for each in book.report.framework.dimensions
            if book.code(Measure.CHANGE, each.key, group=Group.OTHERS) == trend
            and book.concludes(each)
        ]
        if found:
            names = _some(found, most, partial(_shift, book), partial(_with_change, book))
            round = words.brief_name(book.report.compared_round)
            yield text.format(round=round, names=join_names(names))


def _shift(book: Book, each: DimensionTexts) -> float:
    return abs(book.number(Measure.CHANGE, each.key, group=Group.OTHERS) or 0)


def _with_change(book: Book, each: DimensionTexts) -> str:
    """“leading (+0.8, 7 ratings)”."""
    figure = book.get(Measure.CHANGE, each.key, group=Group.OTHERS)
    if figure is None:
        return ""
    return _("{name} ({change}, {ratings})").format(
        name=words.brief_name(words.inside(each.name)),
        change=words.signed(figure),
        ratings=words.ratings(figure.n or 0),
    )


# --- the rules, in order -------------------------------------------------------------------


RULES = (
    Saying("strong", "gaps", lambda book: _("Where you are strongest"), _strong, strengths),
    Saying("work", "gaps", lambda book: _("What to work on first"), _work, priorities),
    Saying("views", "views", lambda book: _("Where you and others differ most"), _views),
    Saying("focus", "role", lambda book: _("Where your attention goes"), _focus, about=_focuses),
    Saying("mandate", "role", _mandate_title, _mandate, about=_mandates),
    Saying("change", "change", lambda book: _("What has changed since the last round"), _change),
)


# --- what to do with it --------------------------------------------------------------------


def _use(book: Book, titles: Mapping[str, str]) -> Facts:
    return Facts(
        (
            Fact(
                _("First alone"),
                _(
                    "Read this page, then the part behind whatever surprises you. Leave it for a "
                    "day. Do not try to work out who gave which rating."
                ),
            ),
            Fact(
                _("Then together"),
                _(
                    "With your manager, or somebody else whom you trust: what to keep, what to "
                    "change, who can help."
                ),
            ),
            Fact(
                _("What to ask"),
                _(
                    "“When did I do this well?” “What would you like to see more of?” “What could "
                    "the council change?”"
                ),
            ),
            Fact(
                _("Who can help"),
                _("HR of {council}: answer the email that told you about this report.").format(
                    council=book.report.council
                ),
            ),
            Fact(
                _("Words and marks"),
                _("Each is explained in “{part}”.").format(part=titles["how-to-read"]),
            ),
        )
    )
