"""How to read the report: the scale and the marks, and each word with its rule."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessment.release.selectors.results import (
    Kind,
    Quadrant,
    margin,
    thresholds,
)
from reports.content import words
from reports.content.blocks import Bullets, Cell, Heading, Keep, Row, Table, TableColumn, Text
from reports.content.book import Book
from reports.content.plots import Symbol

MARGINS = (1, 3, 7)
"""The numbers of ratings whose margins the explanation gives."""


def how_to_read(book: Book) -> tuple[Keep, ...]:
    """The figures and the words, each with its rule."""
    return (
        Keep((Heading(_("What the figures mean")), _figures(book)), "compact fine flow"),
        *_of_quadrants(book),
        Keep((Heading(_("Other words and their rules")), _rules_of_words(book)), "compact"),
    )


def marks_and_levels(book: Book) -> tuple[Keep, ...]:
    """What it takes to read a chart of skills; stands beside the first one."""
    return (
        Keep((Heading(_("The levels")), _scale(book)), "half"),
        Keep((Heading(_("The marks")), _marks(book)), "half"),
    )


def _of_quadrants(book: Book) -> tuple[Keep, ...]:
    """The words of conclusions, unless nothing can be concluded."""
    if book.alone or book.silent:
        return ()
    return (Keep((Heading(_("Where you and your raters stand")), _quadrants()), "compact"),)


def _scale(book: Book) -> Table | Text:
    labels = {tuple(level.label for level in d.levels) for d in book.dimensions(Kind.SKILL)}
    top = book.report.framework.highest
    if len(labels) != 1:
        return Text(
            _(
                "Each statement was rated on levels from 1 to {top}; what a level means stands "
                "with each skill."
            ).format(top=top)
        )
    return Table(
        caption=_("The levels that skills were rated on"),
        caption_hidden=True,
        columns=(TableColumn(_("Level"), 16), TableColumn(_("In words"), 84)),
        rows=tuple(Row(str(value), (Cell(label),)) for value, label in enumerate(labels.pop(), 1)),
    )


def _figures(book: Book) -> Bullets:
    limits = thresholds(book.report.min_group_size)
    return Bullets(
        (
            *(() if book.silent else (_whose(book),)),
            _(
                "Target: the level that your role asks for. If you hold more than one role, the "
                "highest of theirs."
            ),
            _(
                "Gap: the target minus the rating. “0.8 below” means that you are seen 0.8 of a "
                "level below the target."
            ),
            *_of_others(book),
            _(
                "Withheld: a figure that could tell who gave which rating, or that rests on too "
                "few ratings. The line under the table says why. A group needs {k} ratings; a "
                "score needs a figure for {share}% of its statements."
            ).format(**limits),
            _(
                "“1.5 or lower”, “4.8 or higher”: at the ends of the scale the exact mean of a "
                "group would tell what everybody gave. In every figure made of it, such a mean "
                "counts as the number that is printed."
            ),
            _(
                "Words, order and differences are those of the figures as they are printed, with "
                "one decimal."
            ),
        )
    )


def _of_others(book: Book) -> tuple[str, ...]:
    """What needs no word where nobody else's ratings are shown."""
    return () if book.silent else (_at_target(book), _in_brackets(book))


def _in_brackets(book: Book) -> str:
    if book.counts_raters:
        return _(
            "The number in brackets: how many people rated a statement, or at least one statement "
            "of a skill. “3–8 each” below it: the fewest and the most ratings on one of its "
            "statements. “Not observed” counts as no rating, never as a low one."
        )
    return _(
        "The number in brackets: how many people rated a statement. With a skill “≥ 3” says that "
        "each of its statements has so many ratings or more. “Not observed” counts as no rating, "
        "never as a low one."
    )


def _whose(book: Book) -> str:
    if book.alone:
        return _("{manager}: the mean of each rating that can be shown. Nobody else’s can.").format(
            manager=book.others_title
        )
    return _(
        "Others: the mean of everybody but you whose ratings can be shown. Each rating weighs "
        "the same."
    )


def _at_target(book: Book) -> str:
    """The margin in a sentence, with what it is for some numbers of ratings."""
    framework = book.report.framework
    sd, single = framework.standard_deviation, framework.single_rater_reliability
    margins = {n: words.plus_minus(margin(n, sd, single)) for n in MARGINS}
    shown = ", ".join(
        _("{ratings}: {margin}").format(ratings=words.ratings(n), margin=said)
        for n, said in margins.items()
    )
    return _(
        "At target: the mean of a few ratings is never exact, so it counts as at the target "
        "within one standard error of it ({margins}), the light band in the charts. For a skill "
        "the fewest ratings on any of its statements count."
    ).format(margins=shown)


def _marks(book: Book) -> Table:
    bar = ("bar", book.others_title, _("Bar: how you are seen."))
    rows = [
        *(() if book.silent else (bar,)),
        ("self", _("You"), _("Ring: how you see yourself.")),
        ("target", _("Target"), _("Upright line: what the role asks. Light band: at target.")),
    ]
    return Table(
        caption=_("Marks in the charts"),
        caption_hidden=True,
        columns=(
            TableColumn(_("Figure"), 20),
            TableColumn(_("Mark"), 16),
            TableColumn(_("Meaning"), 64),
        ),
        rows=tuple(
            Row(name, (Cell("", chart=Symbol(name, series)), Cell(meaning)))
            for series, name, meaning in rows
        ),
    )


def _quadrants() -> Table:
    rows = []
    for quadrant in Quadrant:
        word, meaning = words.QUADRANTS[quadrant]()
        rows.append(Row(f"{words.SYMBOLS[quadrant]} {word}", (Cell(meaning),)))
    return Table(
        caption=_("Words for where you and your raters stand to the target"),
        caption_hidden=True,
        columns=(TableColumn(_("Word"), 24), TableColumn(_("Meaning"), 76)),
        rows=tuple(rows),
    )


def _rules_of_words(book: Book) -> Table:
    rules = [
        (_("core, supporting"), _("How much a skill matters in your role: core counts twice.")),
        *([] if book.alone or book.silent else [_rule_of_views()]),
        (
            _("highest, lowest"),
            _("Of a skill’s statements that are shown, as others see them."),
        ),
        (
            _("similar views, some spread, split views"),
            _(
                "How close the ratings of one group are. Said from {spread} ratings on every "
                "statement shown; the method has the formula."
            ).format(**thresholds(book.report.min_group_size)),
        ),
    ]
    rules.append(
        (
            _("nearly, well past"),
            _("Your score is nearest to the level that is named, and 0.3 or 0.4 off it."),
        )
    )
    if book.report.compared_on:
        rules.append(
            (_("no clear change"), _("The difference from the last round could well be chance."))
        )
    return Table(
        caption=_("Other words and their rules"),
        caption_hidden=True,
        columns=(TableColumn(_("Words"), 33), TableColumn(_("Rule"), 67)),
        rows=tuple(Row(word, (Cell(rule),)) for word, rule in rules),
    )


def _rule_of_views() -> tuple[str, str]:
    return (
        _("you rate yourself higher, lower"),
        _("Your view is 0.5 or more above, or below, that of others; else “in agreement”."),
    )
