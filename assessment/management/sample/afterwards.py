"""What HR of the sample council did after the release: a plan, a letter, an offer of check-ins."""

from __future__ import annotations

import datetime
import uuid

from assessment.check_ins.services.asking import offer_check_ins
from assessment.council.actions.services.plan import ActionTerms, add_action
from assessment.council.told.services.told import make_letter
from assessment.models import Round, User
from assessment.scoring.council_rules import CouncilRule

WEEK = datetime.timedelta(weeks=1)
SAMPLE_ACTIONS = [
    (
        "Give both e-champions a seat in the management team while service plans are made.",
        "Petra Example",
        CouncilRule.OBSTACLE_NOT_PERSON,
    ),
    ("Let each head of ICT spend a day a quarter at the front desk.", "Morgan Example", ""),
]


def follow_up_release(released: Round, *, by: User, at: datetime.datetime) -> None:
    """As the page of a released round lists it. Nobody is reminded of an action at once."""
    for number, (text, owner, reading) in enumerate(SAMPLE_ACTIONS, start=6):
        terms = ActionTerms(
            text=text,
            owner_name=owner,
            owner_email=f"{owner.lower().replace(' ', '.')}@example.gov.uk",
            due_on=at.date() + number * WEEK,
        )
        add_action(
            round=released, key=uuid.uuid4(), terms=terms, reading=str(reading), by=by, at=at
        )
    make_letter(round=released, by=by, at=at)
    offer_check_ins(round=released, offered=True, by=by, at=at)
