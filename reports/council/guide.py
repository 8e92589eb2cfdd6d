"""How to read a council report: its words and their rules, and who may see it."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from assessment.council.words import RULE_WORDS, rule_limits
from assessment.release.selectors.results import thresholds
from assessment.scoring.council_rules import CouncilRule
from reports.content import words
from reports.content.blocks import Bullets, Cell, Heading, Keep, Row, Table, TableColumn
from reports.council.book import CouncilBook


def how_to_read_it(book: CouncilBook) -> tuple[Keep, ...]:
    """Words and rules as a table each."""
    return (
        Keep((Heading(_("Words and their rules")), _words(book)), "compact flow"),
        Keep((Heading(_("The rules of the readings")), _never()), "compact"),
        Keep((_rules(),), "compact flow long"),
    )


def _words(book: CouncilBook) -> Table:
    return Table(
        caption=_("What each word means"),
        caption_hidden=True,
        columns=(TableColumn(_("Word"), 24), TableColumn(_("Rule"), 76)),
        rows=tuple(Row(word, (Cell(rule),)) for word, rule in _said(book)),
    )


def _said(book: CouncilBook) -> list[tuple[str, str]]:
    limits = thresholds(book.picture.k)
    return [
        (
            _("Who may read it"),
            _(
                "HR staff of the council who may open every report of the round. It names people: "
                "give it to nobody else."
            ),
        ),
        (
            _("Others"),
            _(
                "The score of a holder’s raters, as the holder’s own report gives it; in brackets "
                "how many raters are behind it."
            ),
        ),
        (
            _("Withheld"),
            _(
                "A group of fewer than {k} raters is put together with others or left out. What is "
                "withheld in a holder’s report is withheld here, with its reason."
            ).format(**limits),
        ),
        (
            _("Cannot be said"),
            _(
                "Nothing is concluded from the manager alone, or from several people on too few "
                "statements. Such a figure is shown and left out of every word and picture."
            ),
        ),
        *_of_targets(),
        *_of_council(limits),
    ]


def _of_targets() -> list[tuple[str, str]]:
    return [
        (
            _("Reaches the target"),
            _(
                "Seen at the target or above, or below it by no more than the margin: the standard "
                "error for the number of raters, which each holder’s report gives."
            ),
        ),
        (
            _("Can lead"),
            _("Reaches the highest target that any role has for the skill, whatever role is held."),
        ),
        (
            _("Range of a focus"),
            _(
                "What a role expects; both ends belong to it. Neither end of a focus is better: it "
                "says where attention goes."
            ),
        ),
        (
            _("Mandate"),
            _(
                "Low: below the middle of the scale by more than the margin. High: above it by "
                "more. It is what the council gives, never a fault of the person."
            ),
        ),
    ]


def _of_council(limits: dict[str, int]) -> list[tuple[str, str]]:
    return [
        (
            _("Mean of all"),
            _(
                "Each participant counts the same. Only with at least {participants} participants "
                "who have a figure; with fewer a mean is about persons."
            ).format(**limits),
        ),
        (
            _("Own view higher, lower"),
            _("Self and others 0.5 or more apart, as printed in the holder’s report."),
        ),
        (
            _("What it is for"),
            _(
                "For development and for what the council can change; not for decisions about pay, "
                "grading or selection."
            ),
        ),
    ]


def _shared() -> list[str]:
    """When most rules do not fire: said once, above the table."""
    found = Counter(limit for rule in RULE_WORDS for limit in rule_limits(rule, keys=False))
    return [limit for limit, times in found.items() if 2 * times > len(RULE_WORDS)]


def _never() -> Bullets:
    return Bullets(tuple(_shared()), _("A reading does not apply"))


def _rules() -> Table:
    """When each fires, what it stands on, and when it alone does not fire."""
    shared = _shared()
    return Table(
        caption=_("Every reading, whether it applies or not"),
        caption_hidden=True,
        columns=(TableColumn(_("Reading"), 24), TableColumn(_("When it applies"), 76)),
        rows=tuple(
            Row(
                str(said.name),
                (Cell(" ".join([str(said.says), *_in_full(rule, shared)])),),
            )
            for rule, said in RULE_WORDS.items()
        ),
    )


def _in_full(rule: CouncilRule, shared: list[str]) -> list[str]:
    """What a rule stands on, and when it alone does not fire."""
    alone = [limit for limit in rule_limits(rule, keys=False) if limit not in shared]
    stands = _("It stands on: {figures}").format(
        figures=words.inside(str(RULE_WORDS[rule].stands_on))
    )
    if not alone:
        return [stands]
    return [stands, _("Nor does it apply: {limits}").format(limits=words.inside(" ".join(alone)))]
