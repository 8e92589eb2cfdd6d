"""One plain sentence for every reason of withholding, with the thresholds that the code uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from assessment.scoring import audiences, benchmark, disclosure
from assessment.scoring.values import Reason


def _(sentence: str) -> str:
    """Marks a sentence for the catalogue. Whoever shows it translates it: see `explain`."""
    return sentence


SENTENCES: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.NOT_ASKED: _("Not asked: nobody in this group is asked this."),
        Reason.PARTLY_ASKED: _(
            "Withheld: only some of the groups that are put together here are asked this, "
            "and none of them is shown on its own."
        ),
        Reason.NOBODY_ANSWERED: _("Nothing given: nobody answered."),
        Reason.NO_RATINGS: _("Nothing given: there is no rating here."),
        Reason.GROUP_TOO_SMALL: _(
            "Withheld: fewer than {k} raters answered, and so few could be recognised."
        ),
        Reason.GROUP_CHANGED: _(
            "Withheld: of those who answered in this group, fewer than {k} were the same people "
            "from the opening of the round."
        ),
        Reason.INDICATOR_TOO_FEW: _("Withheld: fewer than {k} raters of this group rated this."),
        Reason.STATEMENTS_TOO_FEW: _(
            "Withheld: no statement here was rated by {k} raters of one group."
        ),
        Reason.DIMENSION_TOO_FEW: _(
            "Withheld: fewer than {share}% of the statements here have a figure."
        ),
        Reason.GROUPS_TOO_FEW: _("Withheld: in no group did {k} raters rate this."),
        Reason.OTHERS_TOO_FEW: _("Withheld: no group of raters has a figure here."),
        Reason.COMMON_TOO_FEW: _(
            "Withheld: fewer than {share}% of the statements here have a figure "
            "from both self and others."
        ),
        Reason.DISTRIBUTION_TOO_FEW: _(
            "Withheld: how ratings are spread over the levels needs at least "
            "{distribution} raters in the group."
        ),
        Reason.RATINGS_TOO_FEW: _(
            "Withheld: how ratings are spread over the levels needs two statements with at least "
            "{distribution} ratings."
        ),
        Reason.DISTRIBUTION_TOO_NARROW: _(
            "Withheld: too few statements can be put together here without telling "
            "who gave which rating."
        ),
        Reason.SPREAD_TOO_FEW: _(
            "Withheld: too few to judge how far views differ; at least {spread} ratings on every "
            "statement shown are needed."
        ),
        Reason.SPREAD_TOO_NARROW: _(
            "Withheld: too few statements can be compared here without telling "
            "who gave which rating."
        ),
        Reason.COMMENTS_FEW_ANSWERED: _(
            "Withheld: fewer than {responses} colleagues who are asked about this answered."
        ),
        Reason.COMMENTS_FEW_WROTE: _(
            "Withheld: fewer than {authors} of the colleagues whose answers count wrote here."
        ),
        Reason.COMMENTS_TOO_FEW: _(
            "Withheld: comments from colleagues need at least {responses} raters who answered "
            "and at least {authors} who wrote one here."
        ),
        Reason.MARKS_TOO_FEW: _(
            "Withheld: how many marked a skill needs at least {marks} colleagues who answered."
        ),
        Reason.MARKS_TOO_NARROW: _(
            "Withheld: the counts of marks together would tell who marked which skill."
        ),
        Reason.SCALE_CHANGED: _(
            "Withheld: statements were rated on another number of levels in the last round."
        ),
        Reason.NOT_COMPARABLE: _(
            "Withheld: too few statements have the same words and at least {k} ratings "
            "in both rounds."
        ),
        Reason.CHECK_IN_NEAR: _(
            "Withheld: not quite the same people answered in the check-in before, so the two "
            "together could tell what one of them chose."
        ),
        Reason.COUNCIL_TOO_FEW_PARTICIPANTS: _(
            "Withheld: a figure for the council needs at least {participants} participants."
        ),
        Reason.COUNCIL_TOO_FEW_RATERS: _(
            "Withheld: a figure for the council needs at least {raters} different raters."
        ),
        Reason.COUNCIL_ONE_RATER: _("Withheld: one rater gave more than half of these ratings."),
        Reason.BENCHMARK_TOO_FEW: _(
            "Withheld: a comparison needs at least {councils} other councils."
        ),
        Reason.BENCHMARK_OTHER_COUNCILS: _(
            "Withheld: some of these councils have no figure for this role, and comparing fewer "
            "beside all could tell what one has."
        ),
        Reason.QUARTILES_TOO_FEW: _(
            "Withheld: quartiles need at least {quartiles} other councils."
        ),
        Reason.QUARTILES_TOO_NARROW: _(
            "Withheld: these councils are so close together that quartiles could tell what one of "
            "them has."
        ),
    }
)


BRIEFS: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.NOT_ASKED: _("not asked of this group"),
        Reason.PARTLY_ASKED: _("asked of some of these groups"),
        Reason.NOBODY_ANSWERED: _("nobody answered"),
        Reason.NO_RATINGS: _("no level given"),
        Reason.GROUP_TOO_SMALL: _("fewer than {k} answered"),
        Reason.GROUP_CHANGED: _("withheld by HR"),
        Reason.INDICATOR_TOO_FEW: _("fewer than {k} ratings"),
        Reason.STATEMENTS_TOO_FEW: _("no statement with {k} ratings"),
        Reason.DIMENSION_TOO_FEW: _("too few statements with a figure"),
        Reason.GROUPS_TOO_FEW: _("no group with {k} ratings"),
        Reason.OTHERS_TOO_FEW: _("no group with a figure"),
        Reason.COMMON_TOO_FEW: _("too few statements with both figures"),
        Reason.DISTRIBUTION_TOO_FEW: _("fewer than {distribution} in the group"),
        Reason.RATINGS_TOO_FEW: _("too few statements with {distribution} ratings"),
        Reason.DISTRIBUTION_TOO_NARROW: _("could tell who gave what"),
        Reason.SPREAD_TOO_FEW: _("a statement under {spread} ratings"),
        Reason.SPREAD_TOO_NARROW: _("could tell who gave what"),
        Reason.COMMENTS_FEW_ANSWERED: _("fewer than {responses} colleagues answered"),
        Reason.COMMENTS_FEW_WROTE: _("fewer than {authors} colleagues wrote"),
        Reason.COMMENTS_TOO_FEW: _("too few colleagues answered or wrote"),
        Reason.MARKS_TOO_FEW: _("fewer than {marks} colleagues answered"),
        Reason.MARKS_TOO_NARROW: _("could tell who marked what"),
        Reason.SCALE_CHANGED: _("other levels than last time"),
        Reason.NOT_COMPARABLE: _("too few statements to compare"),
        Reason.CHECK_IN_NEAR: _("too near the check-in before"),
        Reason.COUNCIL_TOO_FEW_PARTICIPANTS: _("fewer than {participants} participants"),
        Reason.COUNCIL_TOO_FEW_RATERS: _("fewer than {raters} raters"),
        Reason.COUNCIL_ONE_RATER: _("mostly one person’s ratings"),
        Reason.BENCHMARK_TOO_FEW: _("fewer than {councils} other councils"),
        Reason.BENCHMARK_OTHER_COUNCILS: _("some councils lack this role"),
        Reason.QUARTILES_TOO_FEW: _("fewer than {quartiles} other councils"),
        Reason.QUARTILES_TOO_NARROW: _("councils too close together"),
    }
)
"""The same in at most six words, for the line under a table; what they mean is explained once."""


def thresholds(k: int) -> dict[str, int]:
    """Every threshold by the name that the sentences use, for a round with minimum size k."""
    return {
        "k": k,
        "share": int(disclosure.SCORE_SHARE * 100),
        "distribution": max(disclosure.DISTRIBUTION_MINIMUM, k),
        "spread": max(disclosure.SPREAD_MINIMUM, k),
        "responses": disclosure.comment_responses_minimum(k),
        "authors": disclosure.comment_authors_minimum(k),
        "marks": disclosure.marks_minimum(k),
        "participants": audiences.COUNCIL_PARTICIPANTS,
        "raters": audiences.COUNCIL_RATERS,
        "councils": benchmark.BENCHMARK_COUNCILS,
        "quartiles": benchmark.QUARTILE_COUNCILS,
    }


def explain(reason: Reason, *, k: int, say: Callable[[str], str] = str) -> str:
    """The sentence for a withheld figure of a round with minimum group size k.

    `say` puts a sentence into the reader's language.
    """
    return say(SENTENCES[reason]).format_map(thresholds(k))


def brief(reason: Reason, *, k: int, say: Callable[[str], str] = str) -> str:
    """The same in some words."""
    return say(BRIEFS[reason]).format_map(thresholds(k))
