"""HR's console and the participant's home, in the states that HR and participants meet."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from assessment.models import (
    Council,
    Framework,
    Participant,
    Person,
    Release,
    Round,
    User,
)
from assessment.release.services import release
from assessment.rounds.services import invitations, people
from assessment.spreadsheets import PersonRow
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
from tests.journeys.visits import Visit, World
from tests.spreadsheets.builders import HEADER, MANAGER, PEER, as_csv

NOT_PAGES = {"people_example": "a spreadsheet to download"}

LONG_NAME = "Wilhelmina-Aurélie Featherstonehaugh-Cholmondeley O’Shaughnessy van der Straaten"
LONG_EMAIL = "wilhelmina-aurelie.featherstonehaugh-cholmondeley@corporate-services.example.gov.uk"


def world() -> World:
    ashford = Council.objects.create(
        name="Ashford Sample Council", contact_email="hr@ashford.example.gov.uk"
    )
    brindle = Council.objects.create(
        name="Brindle Sample Council", contact_email="hr@brindle.example.gov.uk"
    )
    alice = _hr("Alice", ashford)
    framework = make_framework(name="e-Government roles")
    carol = make_person(ashford, "Carol")
    found: World = {
        "alice": alice,
        "dave": _hr("Dave", brindle),
        "carol": make_participant_account(carol),
        "gina": make_participant_account(make_person(ashford, "Gina")),
    }
    busy = make_person(ashford, LONG_NAME, LONG_EMAIL)
    found["busy"] = make_participant_account(busy)
    found["busy"].is_hr = found["busy"].is_editor = True
    found["busy"].save()
    for name in ("empty", "staged", "draft"):
        found[name] = make_round(ashford, framework, by=alice, name=f"Winter {name}")
    found["open"] = _open(ashford, framework, alice, carol, busy)
    found["late"] = _late(ashford, framework, alice, carol, busy)
    found["closed"] = _closed(ashford, framework, alice, carol, busy, name="Summer")
    found["released"] = _closed(ashford, framework, alice, carol, busy, name="Last year")
    release.release(round=found["released"], by=alice, at=timezone.now())
    found["changed"] = _changed(_closed(ashford, framework, alice, carol, busy, name="Changed"))
    for state in ("releasing", "unreleased"):
        found[state] = _closed(ashford, framework, alice, carol, busy, name=f"Summer, {state}")
    _releases(found["releasing"], found["unreleased"], alice)
    _stage(found["staged"], alice)
    found["draft"].closes_on = timezone.localdate() + datetime.timedelta(days=30)
    found["draft"].save()
    draft = add_participant(found["draft"], carol, "e-champion", "head-of-ict")
    add_rater(draft, busy, "manager")
    participant = Participant.objects.get(round=found["open"], person=carol)
    twins, both = _twins(ashford, "Ida"), _twins(ashford, "Bea")
    for person in twins:
        add_rater(draft, person, "peer")
    for person in both:
        answer(add_rater(participant, person, "peer"))
    return found | {
        "participant": participant,
        "released_participant": Participant.objects.get(round=found["released"], person=carol),
        "rater": participant.raters.get(group="manager"),
        "person": busy,
        "twins": twins,
        "both": both,
    }


def _twins(council: Council, name: str) -> list[Person]:
    """Two who look like one person."""
    emails = [f"{name.lower()}@example.gov.uk", f"{name.lower()}.before@example.gov.uk"]
    return [make_person(council, name, email) for email in emails]


def _changed(round: Round) -> Round:
    """Three partners have answered, two of whom look like one person."""
    people = [*_twins(round.council, "Zoe"), make_person(round.council, "Yan")]
    carol = Participant.objects.get(round=round, person__name="Carol")
    for person in people:
        answer(add_rater(carol, person, "partner"))
    return round


def _hr(name: str, council: Council) -> User:
    return User.objects.create_user(
        f"{name.lower()}@hr.example.gov.uk", PASSWORD, name=name, council=council, is_hr=True
    )


def _open(
    council: Council, framework: Framework, alice: User, carol: Person, busy: Person
) -> Round:
    """Sixty participants, so that there are pages, in every state of answering."""
    round = make_round(council, framework, by=alice, name="Autumn", state="open")
    round.closes_on = timezone.localdate() + datetime.timedelta(days=9)
    round.save()
    first = _assessed(round, carol, busy)
    answer(first.raters.get(person__name="Peer 0"))
    declined = first.raters.get(person__name="Peer 1")
    declined.declined_on, declined.decline_reason = timezone.localdate(), "We hardly meet."
    declined.save()
    add_rater(add_participant(round, busy), carol, "peer")
    for number in range(58):
        person = make_person(council, f"Participant {number:02}")
        add_rater(add_participant(round, person), busy, "manager")
    invitations.issue(round=round, by=alice, at=timezone.now())
    return round


def _assessed(round: Round, carol: Person, busy: Person) -> Participant:
    participant = add_participant(round, carol, "e-champion", "head-of-ict")
    add_rater(participant, busy, "manager")
    for number, group in enumerate(["peer", "peer", "peer", "peer", "report"]):
        email = f"peer.{number}@example.gov.uk"
        person = Person.objects.filter(council=round.council, email=email).first()
        person = person or make_person(round.council, f"Peer {number}", email)
        add_rater(participant, person, group)
    return participant


def _closed(
    council: Council, framework: Framework, alice: User, carol: Person, busy: Person, *, name: str
) -> Round:
    round = make_round(council, framework, by=alice, name=name, state="closed")
    for rater in _assessed(round, carol, busy).raters.exclude(person__name="Peer 0"):
        answer(rater)
    return round


def _releases(still: Round, failed: Round, alice: User) -> None:
    """As no worker and a worker that could not make them leave them."""
    earlier = timezone.now() - datetime.timedelta(minutes=7)
    for round in (still, failed):
        Release.objects.create(round=round, asked_by=alice, asked_at=earlier)
    Release.objects.filter(round=failed).update(problem=Release.Problem.ERROR)


def _late(
    council: Council, framework: Framework, alice: User, carol: Person, busy: Person
) -> Round:
    """An open round that somebody is about to join; who was invited a week ago can be reminded."""
    round = make_round(council, framework, by=alice, name="Late autumn", state="open")
    round.closes_on = timezone.localdate() + datetime.timedelta(days=9)
    round.save()
    _assessed(round, carol, busy)
    invited = timezone.now() - datetime.timedelta(days=7)
    invitations.issue(round=round, by=alice, at=invited)
    _stage(round, alice)
    return round


def _stage(round: Round, alice: User) -> None:
    row = ("Hedd", "hedd@example.gov.uk", ("e-champion",))
    rows = [
        PersonRow(*row, LONG_NAME.upper() + " II", LONG_EMAIL, "peer", number=2),
        PersonRow(*row, "Peer", "peer.0@example.gov.uk", "peer", number=3),
        PersonRow(*row, "Unknown", "unknown@example.com", "partner", 4, rater_language="cy"),
    ]
    notes = ["The file is not UTF-8. Check that accents in names are right below."]
    people.stage_import(
        round=round,
        file_name="people 2026.csv",
        rows=rows,
        notes=notes,
        by=alice,
        at=timezone.now(),
    )


def of(key: str) -> Callable[[World], list[Any]]:
    return lambda world: [world[key].pk]


def own_view(world: World) -> list[Any]:
    return [world["participant"].raters.get(group="self").pk]


def both_of(key: str) -> Callable[[World], list[Any]]:
    return lambda world: [person.pk for person in world[key]]


def press(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=name, exact=True).click()


def upload(content: bytes) -> Callable[[Page], None]:
    """Choose a file of this content and upload it."""

    def act(page: Page) -> None:
        file = {"name": "people.csv", "mimeType": "text/csv", "buffer": content}
        page.locator("#id_file").set_input_files(file)  # type: ignore[arg-type]
        press("Upload and check")(page)

    return act


def look_for_nobody(page: Page) -> None:
    page.locator("#search").fill("nobody at all")
    press("Apply")(page)


def clear_and_save(page: Page) -> None:
    page.locator("#id_name").fill("")
    press("Save")(page)


def enter_next_year(page: Page) -> None:
    page.locator("#id_name").fill("Next year")
    for field, year in (("opens_on", "2027"), ("closes_on", "2027")):
        for part, value in (("day", "2"), ("month", "3"), ("year", year)):
            page.locator(f"input[name={field}-{part}]").fill(value)
    press("See who is taken over")(page)


def add_a_twin(page: Page) -> None:
    page.locator("#id_name").fill("Peer 0")
    page.locator("#id_email").fill("peer.new@example.gov.uk")
    page.locator("input[name=group][value=peer]").check()
    press("Add the rater")(page)


BAD = as_csv([HEADER, MANAGER, [*PEER[:4], "frank@", "friend"], MANAGER])


def hr(name: str, state: str = "normal", key: str = "", **more: Any) -> Visit:
    return Visit(name, state, args=of(key) if key else lambda world: [], who="alice", **more)


VISITS = [
    Visit("home", who="carol"),
    Visit("home", "nothing asked", who="gina"),
    Visit("home", "several duties", who="busy"),
    hr("round_list"),
    Visit("round_list", "no round yet", who="dave"),
    hr("round_new"),
    hr("round_new", "nothing entered", act=press("Make the round")),
    hr("round_page", "nobody yet", "empty"),
    hr("round_page", "spreadsheet waiting", "staged"),
    hr("round_page", "draft", "draft"),
    hr("round_page", "open", "open"),
    hr("round_page", "last page", "open", query="?page=2"),
    hr("round_page", "nobody fits", "open", query="?show=short", act=look_for_nobody),
    hr("round_page", "closed", "closed"),
    hr("round_page", "released", "released"),
    hr("round_edit", key="draft"),
    hr("round_edit", "no name", "draft", act=clear_and_save),
    hr("round_delete", key="draft"),
    hr("round_delete", "spreadsheet waiting", "staged"),
    hr("round_open", key="draft"),
    hr("round_open", "not possible", "empty"),
    hr("round_extend", key="open"),
    hr("round_remind", key="late"),
    hr("round_remind", "too soon", "open"),
    hr("round_page", "late spreadsheet waiting", "late"),
    hr("round_close", key="open"),
    hr("round_check_ins", key="released"),
    hr("round_release", key="closed"),
    hr("round_release", "changed raters", "changed"),
    hr("round_release", "under way", "releasing"),
    hr("round_release", "failed", "unreleased"),
    hr("round_page", "being released", "releasing"),
    hr("round_again", key="released"),
    hr("round_again", "nothing entered", "released", act=press("See who is taken over")),
    hr("round_again", "who is taken over", "released", act=enter_next_year),
    hr("round_people", key="open"),
    hr("round_people", "nobody fits", "open", act=look_for_nobody),
    hr("round_people", "nobody yet", "empty"),
    hr("people_import", key="empty"),
    hr("people_import", "with people", "draft"),
    hr("people_import", "no file", "empty", act=press("Upload and check")),
    hr("people_import", "not a spreadsheet", "empty", act=upload(b"%PDF-1.7\x00")),
    hr("people_import", "problems", "empty", act=upload(BAD)),
    hr("people_import_check", key="staged"),
    hr("people_import", "open", "open"),
    hr("people_import_check", "open", "late"),
    hr("participant_new", key="open"),
    hr("participant_new", "nothing entered", "open", act=press("Add the participant")),
    hr("participant_page", key="participant"),
    hr("participant_page", "released", "released_participant"),
    hr("participant_roles", key="participant"),
    hr("participant_remove", key="participant"),
    hr("rater_new", key="participant"),
    hr("rater_new", "nothing entered", "participant", act=press("Add the rater")),
    hr("rater_page", key="rater"),
    Visit("rater_page", "one's own view", args=own_view, who="alice"),
    hr("rater_group", key="rater"),
    hr("rater_withdraw", key="rater"),
    hr("rater_resend", key="rater"),
    hr("rater_revoke", key="rater"),
    hr("person_edit", key="person"),
    Visit("people_join", args=both_of("twins"), who="alice"),
    Visit("people_join", "refused", args=both_of("both"), who="alice"),
    hr("rater_new", "looks like somebody", "participant", act=add_a_twin),
    hr("person_edit", "no name", "person", act=clear_and_save),
]
