"""The first parts: the cover, and the skills at a glance with what raters see in them."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.languages import join_names
from assessment.release.selectors.results import (
    DimensionTexts,
    Group,
    Measure,
    Position,
    ReleasedReport,
)
from reports.content import words
from reports.content.absences import no_gaps_lead
from reports.content.blocks import Cell, Cover, Fact, Keep, Row, Table, TableColumn
from reports.content.book import Book
from reports.content.guide import marks_and_levels
from reports.content.notes import Notes
from reports.content.plots import Bar
from reports.content.raters import who_answered

MOST = 3
"""How many strengths and how many priorities are named."""


def cover(book: Book) -> Cover:
    """Who the report is about, and how many people it rests on."""
    report = book.report
    return Cover(
        product=str(settings.PRODUCT_NAME),
        title=_("Gap report"),
        name=words.safe(report.name),
        roles=words.capital(join_names(role.name for role in report.roles)),
        brief=_("{round}, released on {date}").format(
            round=report.round, date=words.date(report.released_on)
        ),
        facts=(
            *_told_apart(report),
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


def _told_apart(report: ReleasedReport) -> tuple[Fact, ...]:
    """Where another report of the round bears the name: the unit, or else the reference."""
    if report.apart is None:
        return ()
    label = _("Unit") if report.apart.by_unit else _("Reference")
    return (Fact(label, words.safe(report.apart.text)),)


# --- the skills at a glance ---------------------------------------------------------------


def glance(book: Book) -> tuple[Keep, ...]:
    """A chart of all skills, with what it takes to read it."""
    return (Keep((_bars(book),)), *marks_and_levels(book))


def unsaid(book: Book) -> str:
    """Why nothing is said of the skills, and what there is to do instead; empty where much is."""
    if book.judged:
        return ""
    if any(book.get(Measure.GAP, each.key) for each in book.ranked):
        return no_conclusion(book)
    said = no_gaps_lead(book)
    if not book.has_own:
        return said
    doing = _(
        "Set it beside what your role asks for, talk about it with your manager, and use the plan "
        "sheet."
    )
    return f"{said} {doing}"


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


def reached(book: Book) -> str:
    """How many skills are at the target or above; of which something is concluded, that is."""
    count = len(book.judged)
    found = count - len(below_target(book))
    if found == count:
        return ngettext(
            "Your raters see you at the target or above in the one skill that is judged.",
            "Your raters see you at the target or above in all {count} skills that are judged.",
            count,
        ).format(count=count)
    if found:
        return _("Your raters see you at the target or above in {reached} of {count}.").format(
            reached=found, count=words.skills(count)
        )
    return ngettext(
        "Your raters do not see you at the target yet in the one skill that is judged.",
        "Your raters do not see you at the target yet in any of the {count} skills.",
        count,
    ).format(count=count)


def below_target(book: Book) -> list[DimensionTexts]:
    """The skills that others see below their target, by more than the margin."""
    return [each for each in book.judged if book.stands(each) is Position.BELOW]


def first_priority(book: Book) -> str:
    """The first priority, and why it is not the widest gap where it is not.

    Empty where no skill is below its target. Without any importance it is the widest gap.
    """
    below = below_target(book)
    if not below:
        return ""
    widest = max(below, key=lambda each: book.number(Measure.GAP, each.key) or 0)
    ranked = priority_skills(book)
    if not ranked:
        return _("No importance is set for the skills below their target. {widest}").format(
            widest=_seen(book, widest)
        )
    text = _("Your first priority is {skill}.").format(skill=_inside(ranked[0]))
    if book.exact(Measure.GAP, widest.key) == book.exact(Measure.GAP, ranked[0].key):
        return text
    wider = _("The gap in {skill} is wider, but core skills count twice.").format(
        skill=_inside(widest)
    )
    return f"{text} {wider}"


def _inside(each: DimensionTexts) -> str:
    return words.brief_name(words.inside(each.name))


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


def strong_skills(book: Book) -> list[DimensionTexts]:
    """Up to three skills at the target or above, the furthest above first."""
    at = [each for each in book.judged if book.stands(each) is not Position.BELOW]
    return sorted(at, key=lambda d: book.number(Measure.GAP, d.key) or 0)[:MOST]


def strengths(book: Book) -> tuple[str, ...]:
    """Each of them with its figures; where there is none, what is seen highest."""
    if found := strong_skills(book):
        return tuple(_seen(book, each) for each in found)
    best = max(book.judged, key=lambda each: book.tenths(each) or 0, default=None)
    if best is None:
        return ()
    text = _("Highest: {skill}, seen at {others}, {gap}.").format(
        skill=_inside(best), others=rated(book, best), gap=_stands(book, best)
    )
    return (text,)


def priority_skills(book: Book) -> list[DimensionTexts]:
    """The skills that the report puts first."""
    return [each for each in book.judged if book.number(Measure.PRIORITY, each.key)][:MOST]


def priorities(book: Book) -> tuple[str, ...]:
    """Up to three skills with a priority above zero, highest first, each with its figures."""
    return tuple(_ranked(book, each) for each in priority_skills(book))


def _seen(book: Book, each: DimensionTexts) -> str:
    """“Leading: seen at 3.2 (7 ratings), 0.8 below the target of 4.”"""
    return _("{skill}: seen at {others}, {gap}.").format(
        skill=words.brief_name(each.name), others=rated(book, each), gap=_stands(book, each)
    )


def _ranked(book: Book, each: DimensionTexts) -> str:
    """The same with what its rank depends on: “Leading (core): …”"""
    weight = book.get(Measure.IMPORTANCE, each.key)
    return _("{skill} ({importance}): seen at {others}, {gap}.").format(
        skill=words.brief_name(each.name),
        importance=words.importance(weight) if weight else "",
        others=rated(book, each),
        gap=_stands(book, each),
    )


def rated(book: Book, each: DimensionTexts) -> str:
    """The score of others with who is behind it: “3.2 (7 raters)”."""
    figure = book.get(Measure.SCORE, each.key, group=Group.OTHERS)
    if figure is None or figure.value is None:
        return ""
    return f"{words.shown(figure)} ({book.people(figure)})"


def _stands(book: Book, each: DimensionTexts) -> str:
    target = book.get(Measure.TARGET, each.key)
    asked = words.target(target) if target else ""
    if book.stands(each) is Position.WITHIN:
        return _("at the target of {target}").format(target=asked)
    return _("{gap} the target of {target}").format(gap=book.gap_words(each), target=asked)
