"""What to change about a question, in plain words, from the figures that are shown."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from assessment.models import Kind
from assessment.scoring.instrument import RESPONSES_MINIMUM, Verdict
from assessment.scoring.readings import Part

HALF, THIRD, FIFTH = 50, 33, 20
"""Percent of raters who could not observe something."""
CEILING = 80
"""Percent of ratings at the top level: hardly anybody is told apart there."""
GOES_WITH_OTHERS = Decimal("0.30")
"""Item-rest correlations below it are poor (Nunnally & Bernstein 1994)."""
HANGS_TOGETHER, SAYS_THE_SAME = Decimal("0.70"), Decimal("0.95")
"""The usual range of Cronbach's alpha (Nunnally & Bernstein 1994; Streiner 2003)."""
AGREE = Decimal("0.20")
"""Single raters reach .30 to .50 (Conway & Huffcutt 1997)."""


def why_absent(part: Part) -> str:
    """Why a place has no figure. A part without values keeps its n when it is merely too close."""
    if part.n:
        return _(
            "Withheld for now: it rests on almost the same ratings as a figure that was shown "
            "before, and the difference would tell the others."
        )
    return _("Withheld: fewer than %s ratings.") % RESPONSES_MINIMUM


def why_no_coefficient(part: Part) -> str:
    """Why alpha or the ICC has no value; empty where it has one."""
    if not part.values:
        return why_absent(part)
    if part.values.get("verdict") == Verdict.UNDEFINED:
        return _("Cannot be worked out: the answers do not vary.")
    return ""


def of_dimension(alpha: Part, icc: Part) -> tuple[str, ...]:
    """What alpha and the ICC of a dimension ask for."""
    return (*_of_alpha(alpha.values.get("alpha", "")), *_of_icc(icc.values.get("single", "")))


def _of_alpha(text: str) -> Iterator[str]:
    if not text:
        return
    alpha = Decimal(text)
    if alpha < 0:
        yield _(
            "Alpha is negative: check the wording. Some indicators probably run the other way "
            "round, so that a high level means less."
        )
    elif alpha < HANGS_TOGETHER:
        yield _("The indicators go together loosely. Look for those that ask about something else.")
    elif alpha > SAYS_THE_SAME:
        yield _("The indicators say almost the same. You could ask fewer.")


def _of_icc(text: str) -> Iterator[str]:
    if not text:
        return
    icc = Decimal(text)
    if icc < 0:
        yield _(
            "No reliable difference: raters of one person differ as much as raters of different "
            "people. Ask for behaviour that several people can see."
        )
    elif icc < AGREE:
        yield _("Raters of one person agree little. Say more exactly what can be seen.")


def of_indicator(ratings: Part, rest: Part, *, kind: str) -> tuple[str, ...]:
    """What an indicator's figures ask for; nothing where they are fine or withheld."""
    return (
        *_of_not_observed(ratings.values.get("not_observed", "")),
        *(_of_ceiling(ratings.values.get("at_top", "")) if kind != Kind.FOCUS else ()),
        *_of_item_rest(rest.values.get("item_rest", "")),
    )


def _of_not_observed(text: str) -> Iterator[str]:
    percent = int(text or 0)
    if percent >= HALF:
        yield _("Half of the raters or more cannot observe this: say where it shows, or drop it.")
    elif percent >= THIRD:
        yield _("One rater in three cannot observe this: say where it shows.")
    elif percent >= FIFTH:
        yield _("One rater in five cannot observe this: say where it shows.")


def _of_ceiling(text: str) -> Iterator[str]:
    if int(text or 0) >= CEILING:
        yield _(
            "Nearly everybody gets the top level, so it tells nobody apart. Ask for more, or let "
            "the top level stand for more."
        )


def _of_item_rest(text: str) -> Iterator[str]:
    if not text:
        return
    correlation = Decimal(text)
    if correlation < 0:
        yield _("Goes against the others: check whether it is worded the other way round.")
    elif correlation < GOES_WITH_OTHERS:
        yield _("Does not go with the others: it may ask about something else.")
