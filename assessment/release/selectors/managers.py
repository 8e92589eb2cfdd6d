"""HR staff who rate somebody in a round that they manage, as the page of the release names them."""

from __future__ import annotations

from django.db.models.functions import Lower

from assessment.models import Rater, Round, User
from assessment.name_order import ByName
from assessment.separation import TOLD, hr_of


def hr_who_rate(round: Round) -> list[tuple[User, Rater]]:
    """Open HR accounts of the council with those whom they rate in the round; two queries."""
    by_address = {account.email.lower(): account for account in hr_of(round)}
    raters = Rater.objects.others().filter(participant__round=round)
    theirs = raters.annotate(address=Lower("person__email")).filter(address__in=by_address)
    found = theirs.select_related("person", "participant__person")
    ordered = found.order_by(ByName("person__name"), ByName("participant__person__name"), "pk")
    return [(by_address[rater.person.email.lower()], rater) for rater in ordered]


def told_of(round: Round) -> dict[str, list[list[str]]]:
    """For the detail of the event: whom its page names; nothing where nobody who manages rates."""
    pairs = [[str(user.pk), str(rater.participant_id)] for user, rater in hr_who_rate(round)]
    return {TOLD: pairs} if pairs else {}
