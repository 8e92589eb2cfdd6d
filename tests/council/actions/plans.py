"""A released round of Ashford whose plan is made, and actions for it."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from assessment.council.actions.services.plan import ActionTerms, add_action
from assessment.models import Council, CouncilAction, Framework, Person, Round, User
from assessment.release.services import release
from tests.cast import NOW, TODAY, add_participant, make_round

DAY = datetime.timedelta(days=1)
TEXT = "Give the e-champion a seat in the budget round."


def released_round(
    council: Council,
    framework: Framework,
    *people: Person,
    by: User,
    name: str = "Spring",
    opens_on: datetime.date = TODAY,
    at: datetime.datetime = NOW,
) -> Round:
    """Nobody has answered: what a plan is about are HR's words."""
    closed = make_round(council, framework, by=by, state="closed", name=name)
    Round.objects.filter(pk=closed.pk).update(opens_on=opens_on, closes_on=opens_on + 21 * DAY)
    for person in people:
        add_participant(closed, person)
    release.release(round=closed, by=by, at=at)
    return Round.objects.select_related("council", "framework").get(pk=closed.pk)


def terms(**changes: Any) -> ActionTerms:
    said: dict[str, Any] = {
        "text": TEXT,
        "owner_name": "Olwen Owner",
        "owner_email": "olwen@example.gov.uk",
        "due_on": TODAY + 30 * DAY,
    }
    return ActionTerms(**said | changes)


def add(round: Round, by: User, *, at: datetime.datetime = NOW, **changes: Any) -> CouncilAction:
    reading = changes.pop("reading", "")
    return add_action(
        round=round, key=uuid.uuid4(), terms=terms(**changes), reading=reading, by=by, at=at
    )


def filled_action(round: Round, owner: Person, by: User) -> CouncilAction:
    """Every field of it has a value; the owner is a person whom the council knows."""
    made = add(
        round,
        by,
        owner_name=owner.name,
        owner_email=owner.email,
        outcome="It was granted.",
        due_on=TODAY + 29 * DAY,
    )
    days = {"reminded_for": made.due_on, "chased_for": made.due_on}
    CouncilAction.objects.filter(pk=made.pk).update(reading="a-rule", **days)
    return made
