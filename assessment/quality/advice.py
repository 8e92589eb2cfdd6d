"""The bands of a question in words, and what to change about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Kind
from assessment.quality.statistics import PARTICIPANTS_MINIMUM, RATINGS_MINIMUM

# Of each measure every band in words, from the lowest; scoring.readings.EDGES has the borders.
WORDS = {
    "ratings": (
        gettext_lazy("100 to 299"),
        gettext_lazy("300 to 999"),
        gettext_lazy("1,000 or more"),
    ),
    "not_observed": (
        gettext_lazy("under 20%"),
        gettext_lazy("20% to a third"),
        gettext_lazy("a third to half"),
        gettext_lazy("half or more"),
    ),
    "mean": (
        gettext_lazy("lower third"),
        gettext_lazy("middle third"),
        gettext_lazy("upper third"),
    ),
    "near_top": (
        gettext_lazy("under 20%"),
        gettext_lazy("20% to half"),
        gettext_lazy("half to 80%"),
        gettext_lazy("80% or more"),
    ),
    "alpha": (
        gettext_lazy("below 0"),
        gettext_lazy("0 to 0.70"),
        gettext_lazy("0.70 to 0.95"),
        gettext_lazy("0.95 or more"),
    ),
    "icc": (
        gettext_lazy("below 0"),
        gettext_lazy("0 to 0.20"),
        gettext_lazy("0.20 or more"),
    ),
    "item_rest": (
        gettext_lazy("against them"),
        gettext_lazy("little"),
        gettext_lazy("well"),
    ),
}

CEILING = ("near_top", 3)

ADVICE: Mapping[tuple[str, int], Callable[[], str]] = {
    ("alpha", 0): lambda: _(
        "Alpha is negative: check the wording. Some indicators probably run the other way "
        "round, so that a high level means less."
    ),
    ("alpha", 1): lambda: _(
        "The indicators go together loosely. Look for those that ask about something else."
    ),
    ("alpha", 3): lambda: _("The indicators say almost the same. You could ask fewer."),
    ("icc", 0): lambda: _(
        "No reliable difference: groups that rate one person differ as much as groups that rate "
        "different people. Ask for behaviour that several people can see."
    ),
    ("icc", 1): lambda: _(
        "Groups that rate one person agree little. Say more exactly what can be seen."
    ),
    ("not_observed", 1): lambda: _(
        "One rater in five or more cannot observe this: say where it shows."
    ),
    ("not_observed", 2): lambda: _(
        "One rater in three or more cannot observe this: say where it shows."
    ),
    ("not_observed", 3): lambda: _(
        "Half of the raters or more cannot observe this: say where it shows, or drop it."
    ),
    CEILING: lambda: _(
        "Nearly everybody is rated near the top level, so it tells hardly anybody apart. Ask for "
        "more, or let the top level stand for more."
    ),
    ("item_rest", 0): lambda: _(
        "Goes against the others: check whether it is worded the other way round."
    ),
    ("item_rest", 1): lambda: _("Does not go with the others: it may ask about something else."),
}
"""What a band asks for. One that is missing here is fine."""


def why_absent() -> str:
    """Why a place has no band: one sentence for every reason, so that none is told."""
    return _(
        "Withheld: too little is behind it (under {participants} participants or {ratings} "
        "ratings, or almost the same as behind an earlier figure), or it cannot be worked out."
    ).format(participants=PARTICIPANTS_MINIMUM, ratings=RATINGS_MINIMUM)


def said(bands: Mapping[str, int], measure: str) -> str:
    """A band in words; empty where there is none."""
    return str(WORDS[measure][bands[measure]]) if measure in bands else ""


def of_bands(bands: Mapping[str, int], *, kind: str) -> tuple[str, ...]:
    """What the bands of a dimension or an indicator ask for; nothing where they are fine.

    A focus has no top that would be good.
    """
    return tuple(
        ADVICE[each]()
        for each in bands.items()
        if each in ADVICE and not (each == CEILING and kind == Kind.FOCUS)
    )
