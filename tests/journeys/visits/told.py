"""What a council is told: the sponsor's pages, HR's letter, and the participant's word."""

from __future__ import annotations

from typing import Any

from assessment.council.told.services.told import give_consent, make_letter
from assessment.models import Council, Report, User
from assessment.release.services.release import release
from tests.cast import (
    PASSWORD,
    make_framework,
    make_participant_account,
    make_person,
    make_round,
    make_sponsor,
)
from tests.council.told.world import LATER, RELEASED, make_large, rated
from tests.journeys.visits import Visit, World

NOT_PAGES = {"council_letter": "a PDF to download"}


def world() -> World:
    council = Council.objects.create(
        name="Ashford Sample Council", contact_email="hr@ashford.example.gov.uk"
    )
    alice = User.objects.create_user(
        "alice@told.example.gov.uk", PASSWORD, name="Alice", council=council, is_hr=True
    )
    framework = make_framework()
    carol = make_person(council, "Carol")
    found: World = {
        "alice": alice,
        "susan": make_sponsor(council),
        "carol": make_participant_account(carol),
        "large": make_large(council, framework, alice, carol),
    }
    for name in ("silent", "agreed", "made"):
        round = make_round(council, framework, by=alice, state="closed", name=name.capitalize())
        rated(round, carol, ("e-champion", "head-of-ict"), 3, 4, 4, low=True)
        release(round=round, by=alice, at=RELEASED)
        round.refresh_from_db()
        found[name] = round
        found[f"report {name}"] = Report.objects.get(participant__round=round)
        if name != "silent":
            give_consent(report=found[f"report {name}"], by=found["carol"], at=LATER)
    make_letter(round=found["made"], by=alice, at=LATER)
    return found


def of(name: str) -> Any:
    return lambda world: [world[name].pk]


def reads(name: str, round: str, who: str = "susan") -> Visit:
    return Visit(name, round, args=of(round), who=who)


VISITS = [
    Visit("council_told_list", who="susan"),
    reads("council_told", "large"),
    reads("council_told", "silent"),
    reads("council_told", "made"),
    *(reads("round_letter", name, "alice") for name in ("silent", "agreed", "made", "large")),
    Visit("council_consent", "not yet", args=of("report silent"), who="carol"),
    Visit("council_consent", "agreed", args=of("report agreed"), who="carol"),
    Visit("council_consent", "fixed", args=of("report made"), who="carol"),
]
