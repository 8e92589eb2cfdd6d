"""The last part: the method."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessment.release.selectors.results import thresholds
from reports.content import words
from reports.content.blocks import Cell, Keep, Row, Table, TableColumn
from reports.content.book import Book


def method(book: Book) -> tuple[Keep, ...]:
    """Formulas, thresholds and versions."""
    return (Keep((_formulas(book),), "compact fine flow"),)


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
