"""One's own data, what the service holds, and the audit trail."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from assessment.council.benchmark.services import join_benchmark
from assessment.data_protection.services import retention
from assessment.models import Council, Invitation, Rater, User
from tests.cast import (
    PASSWORD,
    add_participant,
    add_rater,
    answer,
    make_framework,
    make_participant_account,
    make_person,
    make_round,
)
from tests.compared import IN_2026, made_for_2026, make_councils, told_round
from tests.journeys.visits import Visit, World
from tests.spring import RELEASED, invite, make_spring

NOT_PAGES = {
    "benchmark_join": "a press that leads back",
    "benchmark_leave": "a press that leads back",
    "my_data_file": "a JSON file",
    "holdings_csv": "a spreadsheet",
    "holdings_json": "a JSON file",
    "data_person_file": "a JSON file",
    "audit_csv": "a spreadsheet",
}


def world() -> World:
    council = Council.objects.create(
        name="Ashford Sample Council", contact_email="hr@ashford.example.gov.uk"
    )
    empty = Council.objects.create(
        name="Brindle Sample Council", contact_email="hr@brindle.example.gov.uk"
    )
    alice, dave = (
        User.objects.create_user(
            f"{name}@example.gov.uk", PASSWORD, name=name, council=at, is_hr=True
        )
        for name, at in (("Alice", council), ("Dave", empty))
    )
    olga = User.objects.create_user("olga@example.gov.uk", PASSWORD, name="Olga", is_operator=True)
    bob, carol, frank = (make_person(council, name) for name in ("Bob", "Carol", "Frank"))
    account = make_participant_account(carol)
    framework = make_framework()
    make_spring(council, framework, alice, bob, carol, frank)
    retention.apply(council=council, at=RELEASED.replace(month=7))
    make_councils(framework)
    told_round(empty, framework, "3.9", name="Last year", at=IN_2026)
    join_benchmark(council=empty, by=dave, at=IN_2026)
    made_for_2026(olga)
    autumn = make_round(council, framework, by=alice, state="open", name="Autumn")
    autumn.opens_on = timezone.localdate()
    autumn.closes_on = autumn.opens_on + datetime.timedelta(days=7)
    autumn.save()
    participant = add_participant(autumn, carol)
    answer(participant.raters.get(), 3)
    rater = add_rater(participant, bob, "manager")
    answer(rater, None, comments={"leadership": "A comment that is long. " * 20})
    return {
        "alice": alice,
        "dave": dave,
        "olga": olga,
        "carol": account,
        "bob": bob,
        "person": carol,
        "rater": rater,
        "own": participant.raters.get(group="self"),
        "link": invite(autumn, bob),
        "own link": invite(autumn, carol),
    }


def by_link(world: World, key: str = "link") -> dict[str, Any]:
    link: Invitation = world[key]
    return {"invitation": {"id": str(link.pk), "hash": link.token_hash, "account": ""}}


def by_own_link(world: World) -> dict[str, Any]:
    return by_link(world, "own link")


def person(world: World) -> list[Any]:
    return [world["person"].pk]


def rater(name: str) -> Any:
    def args(world: World) -> list[Any]:
        found: Rater = world[name]
        return [found.pk]

    return args


def keep_too_short(page: Page) -> None:
    page.get_by_label("Answers of rounds that are never released").fill("many")
    page.get_by_label("People").fill("6")
    page.get_by_role("button", name="Save").click()


def search_for_nobody(page: Page) -> None:
    page.get_by_label("Name, email address or unit").fill("zoe")
    page.get_by_role("button", name="Search").click()


def search_an_impossible_day(page: Page) -> None:
    page.get_by_label("Done by").fill("zoe")
    page.get_by_label("Day").first.fill("31")
    page.get_by_label("Month").first.fill("2")
    page.get_by_label("Year").first.fill("2026")
    page.get_by_role("button", name="Search").click()


VISITS = [
    Visit("my_data", "of a participant", who="carol"),
    Visit("my_data", "of a rater by link", session=by_link),
    Visit("my_data", "of a participant by link", session=by_own_link),
    Visit("my_data", "of the operator", who="olga"),
    Visit("my_answers_withdraw", args=rater("rater"), session=by_link),
    Visit("my_answers_withdraw", "one's own", args=rater("own"), who="carol"),
    Visit("holdings", who="alice"),
    Visit("holdings", "with nothing", who="dave"),
    Visit("benchmark", who="alice"),
    Visit("benchmark", "that takes part and was compared", who="dave"),
    Visit("periods", who="alice"),
    Visit("periods", "out of bounds", who="alice", act=keep_too_short),
    Visit("data_people", who="alice"),
    Visit("data_people", "nobody fits", who="alice", act=search_for_nobody),
    Visit("data_person", args=person, who="alice"),
    Visit("data_person_erase", args=person, who="alice"),
    Visit("audit", who="alice"),
    Visit("audit", "with a wrong day", who="alice", act=search_an_impossible_day),
    Visit("audit", "with nothing", who="dave"),
]
