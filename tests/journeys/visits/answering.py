"""Answering: from the link to the thanks, in each state that a rater can meet."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from assessment.answering import services as responses
from assessment.frameworks import services as frameworks
from assessment.models import Council, Framework, Invitation, Rater, Round, User
from tests.answers import close, invite
from tests.cast import PASSWORD, add_participant, add_rater, answer, make_person, make_round
from tests.journeys.folding import comment_box
from tests.journeys.visits import Visit, World

NOT_PAGES = {
    "link_arrive": "takes the token out of the address and leads on to link_start",
    "answer_draft": "answers the script in JSON",
    "answer_closing_draft": "answers the script in JSON",
    "answer_leave": "only a button; leads on to answer_left",
    "answer_resume": "leads on to the first open question",
    "answer_together_draft": "answers the script in JSON",
    "answer_together_resume": "leads on to the first open answer",
    "answer_later": "only a button; leads on to answer_left",
}

SHIPPED = Path(__file__).resolve().parents[3] / "assessment/data/frameworks"
LONG_NAME = "Wilhelmina-Aurélie Featherstonehaugh-Cholmondeley O’Shaughnessy van der Straaten"


def world() -> World:
    council = Council.objects.create(
        name="Ashford Sample Council", contact_email="hr@ashford.example.gov.uk"
    )
    alice = User.objects.create_user(
        "alice@ashford.example.gov.uk", PASSWORD, name="Alice", council=council, is_hr=True
    )
    round = _round(council, alice, "Spring")
    people = {
        name: make_person(council, name, f"{number}@example.com")
        for number, name in enumerate(["Carol", "Frank", "Bob", "Tomáš", LONG_NAME])
    }
    carol = User.objects.create_user("carol@example.com", PASSWORD, name="Carol", council=council)
    people["Carol"].user = carol
    people["Carol"].save()
    assessed = add_participant(round, people["Carol"], "e-champion", "head-of-ict")
    raters = {
        "own": assessed.raters.get(),
        "manager": add_rater(assessed, people["Bob"], "manager"),
        "new": add_rater(assessed, people["Frank"], "peer"),
    }
    for key, name in [("begun", "Tomáš"), ("long", LONG_NAME)]:
        raters[key] = add_rater(add_participant(round, people[name]), people["Frank"], "partner")
    raters |= _answered(round, council, people["Frank"])
    second = _round(council, alice, "Second edition", "2.0")
    asked = [("second", "Carol", "peer"), ("report", "Bob", "report"), ("led", "Tomáš", "manager")]
    for key, name, group in asked:
        raters[key] = add_rater(add_participant(second, people[name]), people["Frank"], group)
    closed = _round(council, alice, "Closed")
    raters["closed"] = add_rater(add_participant(closed, people["Carol"]), people["Frank"], "peer")
    close(closed)
    invitations = {name: invite(round, people[name])[0] for name in ["Frank", "Bob", "Carol"]}
    return {
        "carol": carol,
        "alice": alice,
        "closed_invitation": invite(closed, people["Frank"])[0],
        "Frank comes again": invite(second, people["Frank"])[0],
        **{f"{name} comes": invitation for name, invitation in invitations.items()},
        **raters,
    }


def _round(council: Council, alice: User, name: str, edition: str = "1.0") -> Round:
    round = make_round(council, _framework(edition), by=alice, state="open", name=name)
    round.closes_on = timezone.localdate() + datetime.timedelta(days=7)
    round.save()
    return round


def _framework(edition: str) -> Framework:
    """The one that ships: its sentences decide how the pages look."""
    shipped = SHIPPED / f"e-government-roles-{edition}.json"
    data = json.loads(shipped.read_text(encoding="utf-8"))
    found = Framework.objects.filter(key=data["key"], version=edition).first()
    if found is None:
        draft = frameworks.import_draft(data=data, council=None, by=None, at=timezone.now())
        found = frameworks.publish(framework=draft, by=None, at=timezone.now())
    return found


def _answered(round: Round, council: Council, frank: Any) -> dict[str, Rater]:
    """People whom Frank has rated half, whole, and for good; and one whom he declined."""
    raters = {
        key: add_rater(add_participant(round, make_person(council, name)), frank, "peer")
        for key, name in [
            ("half", "Dilys"),
            ("whole", "Efa"),
            ("unseen", "Ffion"),
            ("sent", "Siân"),
            ("declined", "Gwen"),
        ]
    }
    answer(raters["whole"], submitted=False, comments={"leadership": "Asks, and listens. 👍 שלום"})
    answer(raters["unseen"], None, submitted=False)
    answer(raters["sent"], comments={"communication": "Clear and kind.\nAlways on time."})
    half = answer(raters["half"], submitted=False)
    half.ratings.filter(indicator__dimension__position__gt=2).delete()
    half.ratings.filter(indicator__position__gt=3, indicator__dimension__position=2).delete()
    responses.decline(rater=raters["declined"], reason="We hardly meet.", at=timezone.now())
    return raters


def by_link(name: str = "Frank", when: str = "comes") -> Callable[[World], dict[str, Any]]:
    """The session of somebody who has started their link."""

    def session(world: World) -> dict[str, Any]:
        return _session(world[f"{name} {when}"])

    return session


def by_closed_link(world: World) -> dict[str, Any]:
    return _session(world["closed_invitation"])


def _session(invitation: Invitation) -> dict[str, Any]:
    kept = {"id": str(invitation.pk), "hash": invitation.token_hash, "account": ""}
    return {"invitation": kept}


def on(key: str, dimension: str = "") -> Callable[[World], list[Any]]:
    """The arguments of a page about this rating."""
    return lambda world: [world[key].pk, *([dimension] if dimension else [])]


def on_round(dimension: str = "", of: str = "new") -> Callable[[World], list[Any]]:
    """The arguments of a page about several people of the round of this rating."""
    return lambda world: [world[of].participant.round_id, *([dimension] if dimension else [])]


def press(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=name, exact=True).click()


def load_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    page.reload()


def open_broken_link(page: Page) -> None:
    page.goto(page.url.split("/link/")[0] + reverse("link_arrive", args=["x" * 43]))


def open_cut_link(page: Page) -> None:
    page.goto(page.url.split("/link/")[0] + reverse("link_arrive", args=["cut-short"]))


def use_broken_link(page: Page) -> None:
    open_broken_link(page)
    press("Start")(page)


def lose_the_session(page: Page) -> None:
    comment_box(page).fill("Typed before the session was lost.")
    page.context.clear_cookies(name="sessionid")
    page.evaluate("document.querySelector('form[data-autosave]').submit()")
    page.get_by_role("button", name="Send again").wait_for()


def answer_some(page: Page) -> None:
    page.get_by_label("Most of the time").first.check()
    page.get_by_text("Saved at").wait_for()


def type_too_much(page: Page) -> None:
    comment_box(page).fill("Too long. " * 1001)
    press("Save and continue")(page)
    page.get_by_role("alert").wait_for()


def mark_too_many(page: Page) -> None:
    for number in range(3):
        page.locator("[name=marks]").nth(number).check()
    press("Save and continue")(page)
    page.get_by_role("alert").wait_for()


def meet_newer_answers(page: Page) -> None:
    """As if the page had been opened before these answers were stored."""
    comment_box(page).fill("Written on a page of yesterday.")
    old = "document.querySelectorAll('[name^=base-]').forEach((each) => (each.value = ''))"
    page.evaluate(f"{old}; document.querySelector('form[data-autosave]').submit()")
    page.get_by_text("Which answers should stay?").wait_for()


def declining(page: Page) -> None:
    press("Decline")(page)


VISITS = [
    Visit("link_start", "without a link"),
    Visit("link_start", "with a link", act=open_broken_link),
    Visit("link_start", "with a broken link", act=use_broken_link, status=404),
    Visit("link_start", "with a link that was cut", act=open_cut_link, status=404),
    Visit("answer_list", session=by_link()),
    Visit("answer_list", "signed in", who="carol"),
    Visit("answer_list", "nothing asked", who="alice"),
    Visit("answer_left"),
    Visit("answer_left", "emailed", query="?emailed"),
    Visit("answer_promise", "peer", args=on("new"), session=by_link()),
    Visit("answer_promise", "manager", args=on("manager"), session=by_link("Bob")),
    Visit("answer_promise", "self", args=on("own"), who="carol"),
    Visit("answer_promise", "self, by link", args=on("own"), session=by_link("Carol")),
    Visit("answer_promise", "closed", args=on("closed"), session=by_closed_link, status=410),
    Visit("answer_tasks", "new, long name", args=on("long"), session=by_link()),
    Visit("answer_tasks", "half done", args=on("half"), session=by_link()),
    Visit("answer_tasks", "submitted", args=on("sent"), session=by_link()),
    Visit("answer_tasks", "self", args=on("own"), who="carol"),
    Visit("answer_tasks", "self, by link", args=on("own"), session=by_link("Carol")),
    Visit("answer_questions", "new", args=on("new", "relationship-building"), session=by_link()),
    Visit(
        "answer_questions",
        "levels folded on a phone",
        args=on("new", "communication"),
        session=by_link(),
        act=load_on_a_phone,
    ),
    Visit("answer_questions", "long name", args=on("long", "leadership"), session=by_link()),
    Visit("answer_questions", "answered", args=on("sent", "communication"), session=by_link()),
    Visit("answer_questions", "focus", args=on("new", "focus"), session=by_link()),
    Visit(
        "answer_questions",
        "second edition",
        args=on("second", "communication"),
        session=by_link(when="comes again"),
    ),
    Visit(
        "answer_together_questions",
        "second edition",
        args=on_round("communication", of="second"),
        session=by_link(when="comes again"),
    ),
    Visit("answer_questions", "self", args=on("own", "mandate"), who="carol"),
    Visit(
        "answer_questions",
        "self, by link",
        args=on("own", "mandate"),
        session=by_link("Carol"),
    ),
    Visit(
        "answer_questions",
        "half answered",
        args=on("half", "leadership"),
        session=by_link(),
        act=press("Save and continue"),
    ),
    Visit(
        "answer_questions",
        "saved by the script",
        args=on("begun", "communication"),
        session=by_link(),
        act=answer_some,
    ),
    Visit(
        "answer_questions",
        "comment too long",
        args=on("whole", "communication"),
        session=by_link(),
        act=type_too_much,
    ),
    Visit(
        "answer_questions",
        "answered elsewhere meanwhile",
        args=on("sent", "communication"),
        session=by_link(),
        act=meet_newer_answers,
        status=409,
    ),
    Visit(
        "answer_questions",
        "signed out meanwhile",
        args=on("long", "communication"),
        session=by_link(),
        act=lose_the_session,
        status=403,
    ),
    Visit("answer_together", args=on_round(), session=by_link()),
    Visit("answer_together_promise", args=on_round(), session=by_link()),
    Visit(
        "answer_together_questions",
        "several people",
        args=on_round("communication"),
        session=by_link(),
    ),
    Visit(
        "answer_together_questions",
        "focus",
        args=on_round("focus"),
        session=by_link(),
    ),
    Visit(
        "answer_together_questions",
        "some missing",
        args=on_round("leadership"),
        session=by_link(),
        act=press("Save and continue"),
    ),
    Visit("answer_closing", "new", args=on("new"), session=by_link()),
    Visit("answer_closing", "long name", args=on("long"), session=by_link()),
    Visit("answer_closing", "self", args=on("own"), who="carol"),
    Visit(
        "answer_closing",
        "more than two marked",
        args=on("whole"),
        session=by_link(),
        act=mark_too_many,
    ),
    Visit("answer_check", "half done", args=on("half"), session=by_link()),
    Visit("answer_check", "incomplete", args=on("half"), query="?incomplete", session=by_link()),
    Visit("answer_check", "complete", args=on("whole"), session=by_link()),
    Visit("answer_check", "nothing seen", args=on("unseen"), session=by_link()),
    Visit("answer_check", "submitted", args=on("sent"), session=by_link()),
    Visit("answer_submitted", args=on("sent"), session=by_link()),
    Visit("answer_decline", args=on("new"), session=by_link()),
    Visit("answer_decline", "no reason", args=on("new"), session=by_link(), act=declining),
    Visit("answer_decline", "declined", args=on("declined"), session=by_link()),
]
