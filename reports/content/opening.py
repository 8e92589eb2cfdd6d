"""The first parts: the cover, and the summary of one page."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.languages import join_names
from assessment.release.selectors.results import (
    DimensionTexts,
    Group,
    Measure,
    Position,
)
from reports.content import words
from reports.content.absences import no_gaps_lead
from reports.content.blocks import (
    Bar,
    Bullets,
    Cell,
    Cover,
    Fact,
    Heading,
    Keep,
    Row,
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


# --- summary ------------------------------------------------------------------------------


def summary(book: Book) -> tuple[Keep, ...]:
    """One page: a sentence, a chart, what is strong and what comes first, where that shows."""
    if book.silent and not book.has_own:
        return (Keep((Text(lead(book), "lead"),)),)
    picture = (Keep((Text(lead(book), "lead"),)), Keep((_bars(book),)))
    if not book.judged:
        return picture
    return (
        *picture,
        Keep((Heading(_("Strengths")), Bullets(strengths(book))), "half"),
        Keep((Heading(_("Priorities")), Bullets(priorities(book))), "half"),
    )


def lead(book: Book) -> str:
    """The report in a few sentences, chosen by how many skills are judged and how they stand.

    No skill shown, or none of which anything is concluded: says so. All at the target or above:
    says so. Otherwise how many are, then the first priority.
    """
    if not any(book.get(Measure.GAP, each.key) for each in book.ranked):
        return no_gaps_lead(book)
    if not book.judged:
        return no_conclusion(book)
    below = [each for each in book.judged if book.stands(each) is Position.BELOW]
    if below:
        return " ".join([_reached(len(book.judged) - len(below), book), *_first(book, below)])
    return ngettext(
        "Your raters see you at the target or above in the one skill that is judged.",
        "Your raters see you at the target or above in all {count} skills that are judged.",
        len(book.judged),
    ).format(count=len(book.judged))


def no_conclusion(book: Book) -> str:
    """Why figures are shown and nothing is made of them; empty where something is."""
    if book.alone:
        return _(
            "Only ratings of your {manager} can be shown, nobody else’s: no priority is set and no "
            "conclusion drawn from them."
        ).format(manager=book.name(Group.MANAGER))
    if book.judged:
        return ""
    return _(
        "On too few statements the ratings of several people can be shown: no priority is set "
        "and no conclusion drawn."
    )


def _reached(reached: int, book: Book) -> str:
    """How many skills are at the target, where not all are."""
    count = len(book.judged)
    if reached:
        return _("Your raters see you at the target or above in {reached} of {count}.").format(
            reached=reached, count=words.skills(count)
        )
    return ngettext(
        "Your raters do not see you at the target yet in the one skill that is judged.",
        "Your raters do not see you at the target yet in any of the {count} skills.",
        count,
    ).format(count=count)


def _first(book: Book, below: list[DimensionTexts]) -> Iterator[str]:
    """The first priority, and why it is not the widest gap where it is not."""
    widest = max(below, key=lambda each: book.number(Measure.GAP, each.key) or 0)
    ranked = priority_skills(book)
    first = ranked[0] if ranked else widest
    text = _("The widest gap is in {skill}: they see you at {others}, your role asks for {target}.")
    if ranked:
        text = _(
            "Your first priority is {skill}: they see you at {others}, your role asks for {target}."
        )
    target = book.get(Measure.TARGET, first.key)
    yield text.format(
        skill=words.inside(first.name),
        others=book.level(first),
        target=words.target(target) if target else "",
    )
    if book.exact(Measure.GAP, widest.key) != book.exact(Measure.GAP, first.key):
        yield _("The gap in {skill} is wider, but core skills count twice.").format(
            skill=words.inside(widest.name)
        )


def _bars(book: Book) -> Table:
    notes = Notes(book)
    rows = []
    for each in book.ranked:
        others = notes.others(each)
        own = notes.cell(book.get(Measure.SCORE, each.key, group=Group.SELF))
        target = notes.cell(book.get(Measure.TARGET, each.key), words.target)
        seen = () if book.silent else (others,)
        rows.append(Row(each.name, (_bar(book, each), *seen, own, target)))
    column = TableColumn(book.others_title, 13, numeric=True, symbol=words.BAR)
    return Table(
        caption=_("How you see yourself; the target")
        if book.silent
        else _("How you are seen, with the number of raters; how you see yourself; the target"),
        columns=(
            TableColumn(_("Skill"), 38 if book.silent else 25),
            book.levels_column("bar", 39),
            *(() if book.silent else (column,)),
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
    title = words.titled(each.name, _named(book, each))
    margin = float(book.margin(each))
    return Cell("", chart=Bar(title, book.scale, others, own, target, margin))


def _named(book: Book, each: DimensionTexts) -> list[tuple[str, str]]:
    """What a bar shows, as it is printed beside it."""
    target = book.get(Measure.TARGET, each.key)
    found = [
        (book.others_title.lower(), book.level(each)),
        (_("you"), book.level(each, Group.SELF)),
        (_("target"), words.target(target) if target and target.value is not None else ""),
    ]
    return [(name, value) for name, value in found if value]


def strengths(book: Book) -> tuple[str, ...]:
    """Up to three skills at the target or above, the furthest above first."""
    at = [each for each in book.judged if book.stands(each) is not Position.BELOW]
    found = sorted(at, key=lambda d: book.number(Measure.GAP, d.key) or 0)[:MOST]
    if found:
        return tuple(_strength(book, each) for each in found)
    best = max(
        book.judged, key=lambda d: book.number(Measure.SCORE, d.key, group=Group.OTHERS) or 0
    )
    return (
        _("No skill is at its target yet. Your highest is {skill}, at {others}.").format(
            skill=words.inside(best.name), others=book.level(best)
        ),
    )


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
    if any(book.stands(each) is Position.BELOW for each in book.judged):
        return (_("None: no importance is set for the skills below their target."),)
    return (_("None: your raters see you at the target or above in every skill that is judged."),)


def priority_skills(book: Book) -> list[DimensionTexts]:
    """The skills that the report puts first."""
    return [each for each in book.judged if book.number(Measure.PRIORITY, each.key)][:MOST]


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
    target = book.get(Measure.TARGET, each.key)
    asked = words.target(target) if target else ""
    if book.stands(each) is Position.WITHIN:
        return _("at the target of {target}").format(target=asked)
    return _("{gap} the target of {target}").format(gap=book.gap_words(each), target=asked)


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
