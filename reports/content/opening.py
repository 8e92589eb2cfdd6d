"""The first parts: the cover, how to read the report, and the summary of one page."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.languages import join_names
from assessment.release.selectors.results import (
    DimensionTexts,
    Group,
    Kind,
    Measure,
    Quadrant,
    thresholds,
)
from reports.content import words
from reports.content.blocks import (
    Bar,
    Bullets,
    Cell,
    Cover,
    Fact,
    Heading,
    Keep,
    Row,
    Symbol,
    Table,
    TableColumn,
    Text,
)
from reports.content.book import Book, Notes
from reports.content.raters import who_answered

MOST = 3
"""How many strengths and how many priorities the summary names."""


def cover(book: Book) -> Cover:
    """Who the report is about, and how many people it rests on."""
    report = book.report
    return Cover(
        product=str(settings.PRODUCT_NAME),
        title=_("Gap report"),
        name=words.safe(report.name),
        roles=words.capital(join_names(role.name for role in report.roles)),
        facts=(
            *((Fact(_("Reference"), report.reference),) if report.reference else ()),
            Fact(_("Council"), report.council),
            Fact(_("Round"), report.round),
            Fact(
                _("Answers given"),
                _("{first} to {last}").format(
                    first=words.date(report.opens_on), last=words.date(report.ended_on)
                ),
            ),
            Fact(_("Released"), words.date(report.released_on)),
            Fact(_("Framework"), f"{report.framework.name}, {report.framework.version}"),
        ),
        raters=who_answered(book),
        purpose=_(
            "This report is for your development. It is not made for decisions about pay, "
            "grading or selection."
        ),
        confidentiality=_(
            "Your raters were promised confidentiality: nobody sees who gave which rating. "
            "Your manager’s ratings are the exception; they are shown as your manager’s. "
            "Groups of fewer than {k} people are put together or left out."
        ).format(k=report.min_group_size),
    )


def how_to_read(book: Book) -> tuple[Keep, ...]:
    """The scale, the marks and the words, each with its rule."""
    return (
        Keep((Heading(_("The levels")), _scale(book)), "half"),
        Keep((Heading(_("The marks")), _marks()), "half"),
        Keep((Heading(_("What the figures mean")), _figures(book))),
        Keep((Heading(_("Where you and your raters stand")), _quadrants()), "compact"),
        Keep((Heading(_("Other words and their rules")), _rules_of_words(book)), "compact"),
    )


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
            _(
                "Others: the mean of everybody but you whose ratings can be shown. Each rating "
                "weighs the same."
            ),
            _(
                "Target: the level that your role asks for. If you hold more than one role, the "
                "highest of theirs."
            ),
            _(
                "Gap: the target minus the rating of others. “0.8 below” means that your raters "
                "see you 0.8 of a level below the target."
            ),
            _(
                "The number in brackets: how many ratings are behind a figure; for a skill, the "
                "fewest on any of its statements. “Not observed” counts as no rating, never as a "
                "low one."
            ),
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
                "Figures are rounded to one decimal only when they are printed, so a difference "
                "can be 0.1 off."
            ),
        )
    )


def _marks() -> Table:
    rows = [
        ("bar", _("Others"), _("Bar: how others see you.")),
        ("self", _("You"), _("Ring: how you see yourself.")),
        ("target", _("Target"), _("Upright line: what the role asks.")),
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
        (
            _("you rate yourself higher, lower"),
            _("Your view is 0.5 or more above, or below, that of others; else “in agreement”."),
        ),
        (
            _("similar views, some spread, split views"),
            _(
                "How close the ratings of one group are. Said from {spread} ratings on every "
                "statement shown; the method has the formula."
            ).format(**thresholds(book.report.min_group_size)),
        ),
    ]
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


# --- summary ------------------------------------------------------------------------------


def summary(book: Book) -> tuple[Keep, ...]:
    """One page: a sentence, a chart, what is strong and what comes first, where that shows."""
    picture = (Keep((Text(lead(book), "lead"),)), Keep((_bars(book),)))
    if not any(book.level(each) for each in book.ranked):
        return picture
    return (
        *picture,
        Keep((Heading(_("Strengths")), Bullets(strengths(book))), "half"),
        Keep((Heading(_("Priorities")), Bullets(priorities(book))), "half"),
    )


def lead(book: Book) -> str:
    """The report in two sentences, chosen by how many skills have a figure and a gap.

    No skill shown: says so. All at the target or above: says so. Otherwise how many are, then
    the skill with the widest gap.
    """
    shown = [d for d in book.ranked if book.get(Measure.GAP, d.key)]
    below = [d for d in shown if (book.number(Measure.GAP, d.key) or 0) > 0]
    if not shown:
        return _(
            "Too few people answered to show how others see you. This report shows how you "
            "see yourself, and what can be said beyond that."
        )
    if not below:
        return ngettext(
            "Your raters see you at the target or above in the one skill that has a figure.",
            "Your raters see you at the target or above in all {count} skills that have a figure.",
            len(shown),
        ).format(count=len(shown))
    widest = max(below, key=lambda d: book.number(Measure.GAP, d.key) or 0)
    target = book.get(Measure.TARGET, widest.key)
    gap = _(
        "The widest gap is in {skill}: they see you at {others}, and your role asks for {target}."
    )
    return " ".join(
        (
            _reached(len(shown) - len(below), len(shown)),
            gap.format(
                skill=words.inside(widest.name),
                others=book.level(widest),
                target=words.target(target) if target else "",
            ),
        )
    )


def _reached(reached: int, count: int) -> str:
    """How many skills are at the target, where not all are."""
    if reached:
        return _("Your raters see you at the target or above in {reached} of {count}.").format(
            reached=reached, count=words.skills(count)
        )
    return ngettext(
        "Your raters do not see you at the target yet in the one skill that has a figure.",
        "Your raters do not see you at the target yet in any of the {count} skills.",
        count,
    ).format(count=count)


def _bars(book: Book) -> Table:
    notes = Notes(book)
    rows = []
    for each in book.ranked:
        others = notes.cell(book.get(Measure.SCORE, each.key, group=Group.OTHERS), words.with_n)
        own = notes.cell(book.get(Measure.SCORE, each.key, group=Group.SELF))
        target = notes.cell(book.get(Measure.TARGET, each.key), words.target)
        rows.append(Row(each.name, (_bar(book, each), others, own, target)))
    return Table(
        caption=_(
            "How others see you, with the number of ratings; how you see yourself; the target"
        ),
        columns=(
            TableColumn(_("Skill"), 25),
            book.levels_column("bar", 39),
            TableColumn(_("Others"), 13, numeric=True, symbol=words.BAR),
            TableColumn(_("You"), 12, numeric=True, symbol=words.shape(Group.SELF)),
            TableColumn(_("Target"), 11, numeric=True, symbol=words.TARGET),
        ),
        rows=tuple(rows),
        notes=notes.under(),
    )


def _bar(book: Book, each: DimensionTexts) -> Cell:
    others = book.drawn(Measure.SCORE, each.key, group=Group.OTHERS)
    own = book.drawn(Measure.SCORE, each.key, group=Group.SELF)
    target = book.drawn(Measure.TARGET, each.key)
    if others is None and own is None:
        return Cell(words.NOTHING, tone="nothing")
    title = _("Bar chart of {skill}").format(skill=each.name)
    return Cell("", chart=Bar(title, book.scale, others, own, target))


def strengths(book: Book) -> tuple[str, ...]:
    """Up to three skills at the target or above, the furthest above first."""
    at = [d for d in book.ranked if _gap(book, d) is not None and (_gap(book, d) or 0) <= 0]
    found = sorted(at, key=lambda d: _gap(book, d) or 0)[:MOST]
    if found:
        return tuple(_strength(book, each) for each in found)
    shown = [d for d in book.ranked if book.level(d)]
    best = max(shown, key=lambda d: book.number(Measure.SCORE, d.key, group=Group.OTHERS) or 0)
    return (
        _("No skill is at its target yet. Your highest is {skill}, at {others}.").format(
            skill=words.inside(best.name), others=book.level(best)
        ),
    )


def _gap(book: Book, each: DimensionTexts) -> float | None:
    return book.number(Measure.GAP, each.key)


def _strength(book: Book, each: DimensionTexts) -> str:
    text = _("{skill}: seen at {others}, {gap}.").format(
        skill=each.name, others=book.level(each), gap=_stands(book, each)
    )
    return _with_statement(text, _("Highest"), _statement(book, each, highest=True))


def priorities(book: Book) -> tuple[str, ...]:
    """Up to three skills with a priority above zero, highest first."""
    found = priority_skills(book)
    if found:
        return tuple(_priority(book, each) for each in found)
    return (_("None: your raters see you at the target or above wherever a figure is shown."),)


def priority_skills(book: Book) -> list[DimensionTexts]:
    """The skills that the report puts first."""
    return [d for d in book.ranked if book.number(Measure.PRIORITY, d.key)][:MOST]


def _priority(book: Book, each: DimensionTexts) -> str:
    weight = book.get(Measure.IMPORTANCE, each.key)
    text = _("{skill} ({importance}): seen at {others}, {gap}.").format(
        skill=each.name,
        importance=words.importance(weight) if weight else "",
        others=book.level(each),
        gap=_stands(book, each),
    )
    return _with_statement(text, _("Lowest"), _statement(book, each, highest=False))


def _stands(book: Book, each: DimensionTexts) -> str:
    figure, target = book.get(Measure.GAP, each.key), book.get(Measure.TARGET, each.key)
    if figure is None or target is None:
        return ""
    asked = words.target(target)
    if not figure.value:
        return _("at the target of {target}").format(target=asked)
    return _("{gap} the target of {target}").format(gap=words.gap_words(figure), target=asked)


def _statement(book: Book, each: DimensionTexts, *, highest: bool) -> str:
    """The statement that others rate highest or lowest; the framework's first among equals."""
    found = [
        (figure, indicator)
        for indicator in each.indicators
        if (figure := book.get(Measure.ITEM_MEAN, each.key, indicator.key, group=Group.OTHERS))
        and figure.value is not None
    ]
    if len({figure.value for figure, _indicator in found}) < 2:
        return ""
    pick = max if highest else min
    figure, indicator = pick(found, key=lambda pair: pair[0].value or 0)
    return _("“{statement}” ({number})").format(
        statement=indicator.text, number=words.shown(figure)
    )


def _with_statement(text: str, word: str, statement: str) -> str:
    return f"{text} {word}: {statement}." if statement else text
