"""A released round of Carol and Gina, and who was asked about them."""

from __future__ import annotations

import datetime
from typing import Any

from assessment.models import Council, Framework, Person, Rater, Round, User
from assessment.release.services import release
from tests.cast import NOW, TODAY, add_participant, add_rater, answer, make_person, make_round

NEXT = {
    "name": "Next year",
    "opens_on": TODAY + datetime.timedelta(days=365),
    "closes_on": TODAY + datetime.timedelta(days=386),
}


def last_year(
    council: Council, framework: Framework, carol: Person, frank: Person, *, by: User
) -> Round:
    """Carol holds both roles, Gina one; Frank rates both, Hugo and Ida Carol alone."""
    round = make_round(council, framework, by=by, state="closed", name="Last year")
    first = add_participant(round, carol, "e-champion", "head-of-ict")
    second = add_participant(round, make_person(council, "Gina"))
    for participant in (first, second):
        answer(participant.raters.get(group="self"))
        answer(add_rater(participant, frank, "peer"))
    answer(add_rater(first, make_person(council, "Hugo"), "partner"))
    declined = add_rater(first, make_person(council, "Ida"), "peer")
    declined.declined_on = TODAY
    declined.save()
    release.release(round=round, by=by, at=NOW)
    round.refresh_from_db()
    return round


def who_rates_whom(round: Round) -> set[tuple[str, str, str]]:
    """Participant, rater and group, by name."""
    raters = Rater.objects.filter(participant__round=round)
    return set(raters.values_list("participant__person__name", "person__name", "group"))


def who_holds_what(round: Round) -> set[tuple[str, str | None]]:
    """Participant by name and role by key."""
    return set(round.participants.values_list("person__name", "roles__key"))


def terms(framework: Framework, **changes: Any) -> dict[str, Any]:
    """What HR enters for the next round."""
    return {**NEXT, "framework": framework, **changes}
