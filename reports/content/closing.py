"""The last parts: comments, change, the plan sheet and the method."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.translation import gettext as _

from assessment.closing_questions import ClosingQuestion
from assessment.languages import join_names
from assessment.models.results import Goal
from assessment.release.selectors.results import (
    IDENTIFIED,
    DimensionTexts,
    Figure,
    Group,
    Measure,
    Trend,
    nearest_level,
    thresholds,
)
from reports.content import words
from reports.content.absences import why_no_comments
from reports.content.blocks import (
    Arrow,
    Cell,
    Heading,
    Keep,
    Plan,
    PlannedGoal,
    Quote,
    Quotes,
    Row,
    Table,
    TableColumn,
    Text,
)
from reports.content.book import Book, Notes
from reports.content.opening import priority_skills

_NAMED = tuple(group for group in IDENTIFIED if group is not Group.SELF)
_WRITERS = (*_NAMED, Group.COLLEAGUES, Group.SELF)


# --- comments ----------------------------------------------------------------------------


def _questions(book: Book) -> list[tuple[str, list[Figure]]]:
    """What was asked for words, the closing questions first, with everything of the answers."""
    closing = [(str(each.label), book.all(each.measure)) for each in ClosingQuestion]
    parts = [(d.name, book.all(Measure.COMMENT, d.key)) for d in book.report.framework.dimensions]
    return closing + parts


def comments(book: Book) -> tuple[Keep, ...]:
    """What was written, by question; colleagues together and in no order that tells anything."""
    keeps = []
    for title, found in _questions(book):
        quotes = [
            Quotes(_written_by(book, group), written)
            for group in _WRITERS
            if (written := _quotes(found, group))
        ]
        for place, block in enumerate(quotes):
            keeps.append(Keep((Heading(title), block) if place == 0 else (block,), "flow"))
    if keeps and (withheld := _withheld(book)):
        keeps.append(Keep((Text(withheld, "small"),)))
    return tuple(keeps)


def _written_by(book: Book, group: Group) -> str:
    if group is Group.SELF:
        return _("From yourself")
    if group in _NAMED:
        return _("From your {manager}").format(manager=book.name(group))
    return _("From colleagues, in random order")


def _quotes(figures: Sequence[Figure], group: Group) -> tuple[Quote, ...]:
    return tuple(
        Quote(words.safe(figure.text), words.direction(figure.text))
        for figure in figures
        if figure.group is group and figure.withheld is None
    )


def _withheld(book: Book) -> str:
    """One line for the questions whose comments from colleagues are withheld."""
    found: dict[str, list[str]] = {}
    for title, figures in _questions(book):
        for figure in figures:
            if figure.withheld is not None:
                found.setdefault(book.reason(figure), []).append(words.inside(title))
    return " ".join(
        _("{reason} This is about {questions}.").format(questions=join_names(names), reason=reason)
        for reason, names in found.items()
    )


def no_comments(book: Book) -> str:
    """Why there is no part with comments."""
    figures = [each for _title, found in _questions(book) for each in found]
    return why_no_comments(book, figures)


# --- change ------------------------------------------------------------------------------


def change_block(book: Book) -> tuple[Keep, ...]:
    """How others' view moved since the last comparable round."""
    notes = Notes(book)
    found = [
        (each, figure)
        for each in book.report.framework.dimensions
        if (figure := book.get(Measure.CHANGE, each.key, group=Group.OTHERS))
    ]
    if not found or book.report.compared_on is None:
        return ()
    values = [abs(figure.value) for _each, figure in found if figure.value is not None]
    reach = max([1.0, *map(words.drawn_at, values)])
    table = Table(
        caption=_("Change in the view of others"),
        columns=(
            TableColumn(_("Dimension"), 28),
            TableColumn(_("Lower | higher"), 30),
            TableColumn(_("Change"), 14, numeric=True),
            TableColumn(_("Ratings"), 10, numeric=True),
            TableColumn(_("Reading"), 18),
        ),
        rows=tuple(Row(each.name, _change(notes, each, figure, reach)) for each, figure in found),
        notes=notes.under(),
    )
    text = _(
        "Compared with {round}, released on {date}. Only statements whose words are the same "
        "count, "
        "with at least {k} ratings in both rounds. “No clear change” means that the difference "
        "could "
        "well be chance."
    ).format(
        round=book.report.compared_round,
        date=words.date(book.report.compared_on),
        k=book.report.min_group_size,
    )
    return (Keep((Text(text), table)),)


def _change(notes: Notes, each: DimensionTexts, figure: Figure, reach: float) -> tuple[Cell, ...]:
    if figure.value is None:
        nothing = Cell(words.NOTHING, tone="nothing")
        return nothing, notes.cell(figure), nothing, nothing
    trend = Trend(figure.code)
    title = _("Change in {dimension}").format(dimension=each.name)
    return (
        Cell(
            "", chart=Arrow(title, reach, words.drawn_at(figure.value), trend is not Trend.UNCLEAR)
        ),
        notes.cell(figure, words.signed),
        notes.count(figure),
        Cell(words.TRENDS[trend]()),
    )


# --- plan --------------------------------------------------------------------------------


def plan(book: Book) -> tuple[Keep, ...]:
    """Up to three goals: the participant's own where written, else the priorities with room."""
    if book.report.goals:
        goals = tuple(
            PlannedGoal(
                number,
                _("My goal"),
                "",
                text=words.safe(goal.text),
                sign_of_success=words.safe(goal.sign_of_success),
                review_on=words.date(goal.review_on) if goal.review_on else "",
            )
            for number, goal in enumerate(book.report.goals, 1)
        )
    else:
        goals = tuple(_goal(book, number, each) for number, each in enumerate(_skills(book), 1))
    text = _(
        "Pick at most %(most)s things. Talk them through with your manager, and put a date on each."
    ) % {"most": apnumber(Goal.MOST)}
    return (Keep((Text(text), Plan(goals))),)


def _skills(book: Book) -> list[DimensionTexts | None]:
    found: list[DimensionTexts | None] = [*priority_skills(book)]
    return found + [None] * (3 - len(found))


def _own_goal(number: int) -> PlannedGoal:
    """Where no skill comes first there is room, and a question to start from."""
    title, question = (
        (_("A strength to build on"), _("What do you do well that more people could gain from?")),
        (_("Something to learn"), _("What would make your work easier in a year from now?")),
        (_("A goal of your own"), _("What would you like others to notice next time?")),
    )[number - 1]
    return PlannedGoal(number, title, question)


def _goal(book: Book, number: int, each: DimensionTexts | None) -> PlannedGoal:
    if each is None:
        return _own_goal(number)
    target = book.get(Measure.TARGET, each.key)
    why = _("Others see you at {others}, your role asks for {target}: {gap}.").format(
        others=book.level(each),
        target=words.target(target) if target else "",
        gap=book.gap_words(each),
    )
    score = book.tenths(each)
    reached = nearest_level(score, book.report.framework.highest) if score is not None else 0
    return PlannedGoal(number, each.name, why, each.suggestions.get(reached, ())[:1])


# --- method ------------------------------------------------------------------------------


def method(book: Book) -> tuple[Keep, ...]:
    """Formulas, thresholds and versions."""
    return (Keep((_formulas(book),), "compact fine"),)


def _rules_of_figures() -> list[tuple[str, str]]:
    return [
        (
            _("Statement, by group"),
            _(
                "Mean of the group’s ratings that are levels. Not observed and unanswered are "
                "missing, never 0."
            ),
        ),
        (
            _("Statement, others"),
            _("Mean over all ratings of the groups that are shown, each rating equal."),
        ),
        (
            _("Ends of the scale"),
            _(
                "A group’s mean below 1.5 is printed as “1.5 or lower”; one that shows that all, "
                "or all but one, gave the highest level as “or higher”. In every figure made of "
                "it, it counts as the number that is printed."
            ),
        ),
        (
            _("Skill"),
            _("Mean of the means of its statements shown. Raters: who rated one or more of these."),
        ),
        (_("Gap"), _("Target − others.")),
        (
            _("Margin"),
            _(
                "Standard error for the fewest ratings n on a statement: SD · √(1 − r), r = n · r₁ "
                "÷ (1 + (n − 1) · r₁). A gap within it is at the target."
            ),
        ),
    ]


def _rules_of_comparisons(share: int) -> list[tuple[str, str]]:
    return [
        (_("You − others"), _("Mean difference on the statements that both rated.")),
        (
            _("Priority"),
            _(
                "Importance (core 2, supporting 1) × gap, 0 at the target or above. Ties: larger "
                "gap, then lower rating, then the order of the framework. None where fewer than "
                "{share}% of the statements shown have a figure from a group."
            ).format(share=share),
        ),
        (
            _("Views"),
            _(
                "1 − mean variance of the statements ÷ variance of random answers: similar from "
                "0.70, some spread from 0.50, else split."
            ),
        ),
        (
            _("Change"),
            _(
                "Shown as clear when |x₂ − x₁| ÷ (√2 · SD · √(1 − r)) is above 1.96; SD and r "
                "belong to the framework, r for the number of raters (Spearman–Brown)."
            ),
        ),
    ]


def _formulas(book: Book) -> Table:
    share = thresholds(book.report.min_group_size)["share"]
    rows = [
        *_rules_of_figures(),
        *_rules_of_comparisons(share),
        (
            _("Rounding"),
            _(
                "Means: exact until printed; one decimal, halves up. All else is made of what is "
                "printed."
            ),
        ),
        (_("Withheld"), _limits(book)),
        (_("Versions"), _versions(book)),
    ]
    return Table(
        caption=_("How figures are made"),
        caption_hidden=True,
        columns=(TableColumn(_("Figure"), 18), TableColumn(_("Rule"), 82)),
        rows=tuple(Row(name, (Cell(rule),)) for name, rule in rows),
    )


def _limits(book: Book) -> str:
    return _(
        "Everything below these: {k} people who answered for a group (smaller ones are put "
        "together, or left out); {k} ratings for a statement in a group; a figure for {share}% of "
        "its statements for a skill; {distribution} people for the ratings of each level; {spread} "
        "ratings on every statement that is shown for words about views; for comments from "
        "colleagues {responses} people who answered and {authors} who wrote."
    ).format(**thresholds(book.report.min_group_size))


def _versions(book: Book) -> str:
    report = book.report
    return _(
        "Framework: {framework}, {version} (standard deviation, reliability of one rater: "
        "{constants}). Released: {date}. Product: {product}. Report: {key}."
    ).format(
        framework=report.framework.name,
        version=report.framework.version,
        constants=_constants(book),
        date=words.date(report.released_on),
        product=report.product_version,
        key=report.key,
    )


def _constants(book: Book) -> str:
    framework = book.report.framework
    values = (framework.standard_deviation, framework.single_rater_reliability)
    return ", ".join(f"{float(value):.2f}" for value in values)
