"""Why something is not in a report, in words: each case by what is released, and by its name."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from django.utils.translation import gettext as _

from assessment.languages import join_names
from assessment.release.selectors.results import (
    DimensionTexts,
    Figure,
    Group,
    Kind,
    Measure,
    Reason,
    brief,
)
from reports.content import words
from reports.content.book import Book


class NoOthers(Enum):
    """Why no score of others is shown."""

    NOBODY = "nobody answered"
    SMALL = "fewer than a group needs answered"
    WITHHELD = "HR withholds the groups"
    SMALL_OR_WITHHELD = "the one in some groups, the other in others"
    STATEMENTS = "people answered, and too few statements have a figure"


def why_no_others(book: Book) -> NoOthers:
    """By the counts on the cover."""
    counts = [each for each in book.all(Measure.COMPLETED) if each.group is not Group.SELF]
    withheld = {each.withheld for each in counts if each.withheld}
    if any(each.value for each in counts):
        return NoOthers.STATEMENTS
    if not withheld:
        return NoOthers.NOBODY
    if len(withheld) > 1:
        return NoOthers.SMALL_OR_WITHHELD
    return NoOthers.WITHHELD if Reason.GROUP_CHANGED in withheld else NoOthers.SMALL


def no_others(book: Book) -> str:
    """Why the view of others is not shown, in a sentence."""
    sentences = {
        NoOthers.NOBODY: _("Nobody but you answered.")
        if book.answered(Group.SELF)
        else _("Nobody answered."),
        NoOthers.SMALL: _("Fewer than {k} raters answered, and so few could be recognised."),
        NoOthers.WITHHELD: _("HR withholds the groups in which somebody answered."),
        NoOthers.SMALL_OR_WITHHELD: _(
            "Fewer than {k} raters answered in the groups that HR does not withhold."
        ),
        NoOthers.STATEMENTS: _(
            "People answered, but on too few statements enough of them gave a level."
        ),
    }
    return sentences[why_no_others(book)].format(k=book.report.min_group_size)


def no_others_short(book: Book) -> str:
    """The same for the contents."""
    fragments = {
        NoOthers.NOBODY: _("nobody but you answered")
        if book.answered(Group.SELF)
        else _("nobody answered"),
        NoOthers.SMALL: _("fewer than {k} raters answered"),
        NoOthers.WITHHELD: _("HR withholds the groups that answered"),
        NoOthers.SMALL_OR_WITHHELD: _("fewer than {k} raters answered, or HR withholds them"),
        NoOthers.STATEMENTS: _("too few gave a level on enough statements"),
    }
    return fragments[why_no_others(book)].format(k=book.report.min_group_size)


def _any_score(book: Book) -> bool:
    return any(book.level(each) for each in book.dimensions(Kind.SKILL))


def no_gaps(book: Book) -> str:
    """Why there is no gap: in the contents."""
    return _("no target is set for what is shown") if _any_score(book) else no_others_short(book)


def no_groups(book: Book) -> str:
    """Why no group is shown by itself: in the contents."""
    if _any_score(book):
        return _("no group has a figure on enough statements")
    return no_others_short(book)


def no_change(book: Book) -> str:
    """Why there is no change: in the contents."""
    if book.report.compared_on is None:
        return _("there is no earlier round to compare with")
    return no_others_short(book)


def no_gaps_lead(book: Book) -> str:
    """The first sentence of a report without a gap."""
    if _any_score(book):
        return _(
            "No target is set for the skills that can be shown, so this report names no gap. It "
            "shows how you are seen."
        )
    if not book.has_own:
        return " ".join([no_others(book), _("There is nothing to show.")])
    return " ".join([no_others(book), _("This report shows how you see yourself.")])


def no_views(book: Book) -> str:
    """Why the two views are not set side by side; empty where they are."""
    own = any(book.level(each, Group.SELF) for each in book.ranked)
    if not own:
        if not book.answered(Group.SELF):
            return _("You did not rate yourself, so there is nothing to set beside others’ view.")
        return _("You gave a level on too few statements to set your view beside others’.")
    if not _any_score(book):
        return no_others(book)
    return _("On too few statements there is a figure both from you and from several others.")


# --- how views spread ---------------------------------------------------------------------


def no_spread(book: Book, each: DimensionTexts) -> str:
    """Why nothing is said of how views spread in a skill; once for all skills of one cause.

    It stands with the first of them and names the others.
    """
    said = _no_spread_in(book, each)
    alike = [d for d in book.dimensions(Kind.SKILL) if said and _no_spread_in(book, d) == said]
    if not said or alike[0] is not each:
        return ""
    if len(alike) == 1:
        return _("How views spread is withheld: {groups}.").format(groups=said)
    skills = join_names(words.inside(other.name) for other in alike[1:])
    return _("How views spread is withheld, here and in {skills}: {groups}.").format(
        skills=skills, groups=said
    )


def _no_spread_in(book: Book, each: DimensionTexts) -> str:
    """“peers: fewer than 5 in the group; partners: …”; empty where something is shown."""
    figures = [
        figure
        for measure in (Measure.DISTRIBUTION, Measure.SPREAD)
        for figure in book.all(measure, each.key)
    ]
    if any(figure.withheld is None for figure in figures):
        return ""
    groups = dict.fromkeys(f.group for f in figures if f.group and f.withheld != Reason.NOT_ASKED)
    found: dict[str, list[str]] = {}
    for group in groups:
        reason = _because(book, (f for f in figures if f.group is group))
        found.setdefault(reason, []).append(book.name(group))
    return "; ".join(
        _("{groups}: {reason}").format(groups=join_names(names), reason=reason)
        for reason, names in found.items()
    )


def _because(book: Book, figures: Iterable[Figure]) -> str:
    """What withholds the counts of levels, and the words too where that is something else."""
    counts, *rest = dict.fromkeys(f.withheld for f in figures if f.withheld)
    few = {Reason.DISTRIBUTION_TOO_FEW, Reason.RATINGS_TOO_FEW}
    reasons = [counts] if counts in few else [counts, *rest]
    k = book.report.min_group_size
    return join_names(dict.fromkeys(brief(reason, k=k, say=_) for reason in reasons))


# --- comments -----------------------------------------------------------------------------


def why_no_comments(book: Book, figures: Iterable[Figure]) -> str:
    """Why there is no part with comments: in the contents."""
    reasons = dict.fromkeys(figure.withheld for figure in figures if figure.withheld)
    k = book.report.min_group_size
    found = [brief(reason, k=k, say=_) for reason in reasons]
    if found:
        return "; ".join(dict.fromkeys(found))
    answered = any(each.value or each.withheld for each in book.all(Measure.COMPLETED))
    return _("nobody wrote any") if answered else _("nobody answered")
