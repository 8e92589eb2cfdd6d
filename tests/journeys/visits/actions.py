"""HR's first page and the plan of actions, in the states that HR meets."""

from __future__ import annotations

import datetime

from django.utils import timezone
from playwright.sync_api import Page

from assessment.models import Council, CouncilAction, Round, User
from tests.cast import (
    NOW,
    PASSWORD,
    add_participant,
    add_rater,
    answer,
    make_framework,
    make_person,
    make_round,
)
from tests.council.actions.plans import DAY, add, released_round
from tests.journeys.visits import Visit, World

NOT_PAGES = {
    "council_action_step": "a post alone",
    "council_actions_pdf": "a PDF",
}

LONG = (
    "Give the e-champion a seat where service plans are agreed, with a vote on each plan that asks "
    "residents for more than one form, and a line in the budget round by which they can refuse it."
)


def world() -> World:
    ashford = Council.objects.create(
        name="Ashford Sample Council", contact_email="hr@ashford.example.gov.uk"
    )
    brindle = Council.objects.create(
        name="Brindle Sample Council", contact_email="hr@brindle.example.gov.uk"
    )
    alice, dave = _hr("Alice", ashford), _hr("Dave", brindle)
    framework = make_framework(name="e-Government roles")
    people = [make_person(ashford, f"Participant {number}") for number in range(6)]
    first = timezone.localdate() - 400 * DAY
    last = released_round(
        ashford, framework, *people[:1], by=alice, name="Last year", opens_on=first
    )
    now = released_round(
        ashford,
        framework,
        *people,
        by=alice,
        name="This year",
        opens_on=first + 300 * DAY,
        at=NOW + DAY,
    )
    opened = make_round(ashford, framework, by=alice, state="open", name="Next year")
    Round.objects.filter(pk=opened.pk).update(closes_on=timezone.localdate() + 5 * DAY)
    participant = add_participant(opened, people[0])
    answer(participant.raters.get())
    add_rater(participant, people[1], "peer")
    make_round(ashford, framework, by=alice, state="closed", name="Pilot")
    _add(last, alice, "Name a second person for the services side.", -20)
    late = _add(now, alice, LONG, -3)
    _add(now, alice, "Train two colleagues to chair plain-language reviews.", 12)
    done = _add(now, alice, "Tell managers what the role decides.", 40)
    CouncilAction.objects.filter(pk=done.pk).update(state="done", outcome="Told in the May forum.")
    return {
        "alice": alice,
        "dave": dave,
        "plan": now,
        "empty": released_round(ashford, framework, by=alice, name="Small", opens_on=first),
        "open": opened,
        "action": late,
    }


def _hr(name: str, council: Council) -> User:
    return User.objects.create_user(
        f"{name.lower()}@hr.example.gov.uk", PASSWORD, name=name, council=council, is_hr=True
    )


def _add(round: Round, by: User, text: str, days: int) -> CouncilAction:
    day: datetime.date = timezone.localdate() + days * DAY
    made = add(round, by, text=text, due_on=max(day, timezone.localdate()), at=timezone.now())
    CouncilAction.objects.filter(pk=made.pk).update(due_on=day)
    return made


def send_nothing(page: Page) -> None:
    page.get_by_role("button", name="Add the action").click()


def an_action(world: World) -> list[object]:
    return [world["plan"].pk, world["action"].pk]


def hr(name: str, state: str = "normal", key: str = "plan", **more: object) -> Visit:
    return Visit(name, state, args=lambda world: [world[key].pk], who="alice", **more)  # type: ignore[arg-type]


VISITS = [
    Visit("hr_home", who="alice"),
    Visit("hr_home", "new council", who="dave"),
    hr("council_actions"),
    hr("council_actions", "none yet", "empty"),
    hr("council_actions", "before the release", "open"),
    hr("council_action_new"),
    hr("council_action_new", "nothing entered", act=send_nothing),
    Visit("council_action_edit", args=an_action, who="alice"),
    Visit("council_action_remove", args=an_action, who="alice"),
]
