"""HR's rounds: the list, a round, and the steps of its life."""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment.data_protection.services import retention
from assessment.models import (
    AuditEvent,
    Council,
    Framework,
    Participant,
    Person,
    QueuedEmail,
    RaterGroup,
    Round,
    User,
)
from assessment.release.services import release
from tests.cast import NOW, add_participant, add_rater, answer, make_person, make_round, signed_in
from tests.console import day, get, post, said, searched, text

ONE_ROUND = ["round_page", "round_edit", "round_open", "round_extend", "round_remind"]
ONE_ROUND += ["round_close", "round_release"]
STEPS = {"round_open": "draft", "round_remind": "open", "round_close": "open"}
STEPS |= {"round_release": "closed"}


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


@pytest.fixture
def draft(ashford: Council, framework: Framework, alice: User, carol: Person) -> Round:
    round = make_round(ashford, framework, by=alice, name="Draft")
    set_closing_date(round, days=20)
    add_rater(add_participant(round, carol), make_person(ashford, "Gina"), "manager")
    return round


@pytest.fixture
def opened(open_round: Round, carol: Person, bob: Person) -> Round:
    set_closing_date(open_round, days=20)
    add_rater(add_participant(open_round, carol), bob, "manager")
    return open_round


def set_closing_date(round: Round, *, days: int) -> None:
    round.opens_on = timezone.localdate() - datetime.timedelta(days=30)
    round.closes_on = timezone.localdate() + datetime.timedelta(days=days)
    round.save()


def terms(chosen: Framework, **changed: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "name": "Summer",
        "framework": str(chosen.pk),
        **day("opens_on", today),
        **day("closes_on", today + datetime.timedelta(days=21)),
        "min_group_size": "3",
    } | changed


class TestTheList:
    def test_shows_the_rounds_with_their_answers(self, hr: Client, opened: Round) -> None:
        answer(Participant.objects.get().raters.get(group="self"))
        page = text(get(hr, "round_list"))
        assert "Spring" in page
        assert "1 of 2 (50%)" in page

    def test_says_what_to_do_without_a_round(self, hr: Client, framework: Framework) -> None:
        assert "There is no round yet. A round assesses" in text(get(hr, "round_list"))

    def test_says_what_to_do_without_a_framework(self, hr: Client) -> None:
        assert "no published framework yet" in text(get(hr, "round_list"))

    def test_costs_no_more_queries_for_more_rounds(
        self, hr: Client, opened: Round, framework: Framework, alice: User
    ) -> None:
        few = queries(hr, "round_list")
        for number in range(10):
            make_round(opened.council, framework, by=alice, name=f"R{number}")
        assert queries(hr, "round_list") == few


def queries(client: Client, name: str, *args: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert get(client, name, *args).status_code == 200
    return len(captured)


class TestMakingARound:
    def test_makes_it_and_goes_there(self, hr: Client, framework: Framework) -> None:
        response = post(hr, "round_new", **terms(framework))
        made = Round.objects.get()
        assert response["Location"] == f"/rounds/{made.pk}/"
        assert (made.name, made.state, made.min_group_size) == ("Summer", "draft", 3)

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"name": ""}, "Enter a name for the round."),
            ({"framework": "nonsense"}, "Choose one of these frameworks."),
            ({"framework": str(uuid.uuid4())}, "Choose one of these frameworks."),
            ({"opens_on-day": "32"}, "Enter a real date"),
            ({"closes_on-year": "2001"}, "must not be before the opening date"),
            ({"min_group_size": "2"}, "must be 3 or more"),
            ({"min_group_size": "three"}, "must be a whole number"),
        ],
    )
    def test_keeps_what_was_typed_and_says_what_is_wrong(
        self, hr: Client, framework: Framework, wrong: dict[str, Any], sentence: str
    ) -> None:
        sent = terms(framework, **wrong)
        response = post(hr, "round_new", **sent)
        assert sentence in text(response)
        assert f'value="{sent["closes_on-year"]}"' in response.content.decode()
        assert not Round.objects.exists()

    def test_says_that_a_name_is_taken(
        self, hr: Client, framework: Framework, opened: Round
    ) -> None:
        response = post(hr, "round_new", **terms(framework, name="Spring"))
        assert "Another round has the name “Spring”" in text(response)


class TestChangingARound:
    def test_changes_a_draft(self, hr: Client, draft: Round, framework: Framework) -> None:
        post(hr, "round_edit", draft.pk, **terms(framework, name="Better"))
        draft.refresh_from_db()
        assert draft.name == "Better"

    def test_is_over_once_open(self, hr: Client, opened: Round, framework: Framework) -> None:
        response = post(hr, "round_edit", opened.pk, **terms(framework, min_group_size="9"))
        opened.refresh_from_db()
        assert (opened.min_group_size, "fixed" in said(response)) == (3, True)


class TestTheRoundPage:
    @pytest.mark.parametrize(
        ("state", "step"),
        [
            ("draft", "Open the round"),
            ("open", "Send reminders"),
            ("closed", "Release the reports"),
        ],
    )
    def test_says_which_step_comes_next(
        self, hr: Client, ashford: Council, framework: Framework, alice: User, carol: Person,
        state: str, step: str,
    ) -> None:  # fmt: skip
        round = make_round(ashford, framework, by=alice, state=state)
        set_closing_date(round, days=1)
        add_participant(round, carol)
        assert step in text(get(hr, "round_page", round.pk))

    def test_without_people_asks_for_the_spreadsheet(
        self, hr: Client, ashford: Council, framework: Framework, alice: User
    ) -> None:
        round = make_round(ashford, framework, by=alice)
        assert "Bring in the people by spreadsheet" in text(get(hr, "round_page", round.pk))

    def test_says_when_the_closing_date_has_passed(self, hr: Client, opened: Round) -> None:
        set_closing_date(opened, days=-1)
        assert "The closing date has passed" in text(get(hr, "round_page", opened.pk))

    def test_shows_progress_by_group_and_participant(self, hr: Client, opened: Round) -> None:
        page = text(get(hr, "round_page", opened.pk))
        assert "Manager 1 0 (0%) 0 1" in page
        nobody = " –" * (len(RaterGroup) - 2)
        assert f"Carol head of ICT 0 of 1 0 of 1{nobody} 0 of 2" in page

    def test_warns_of_what_is_missing(self, hr: Client, opened: Round) -> None:
        assert "1 participant has fewer than 4 peers: Carol." in text(
            get(hr, "round_page", opened.pk)
        )

    def test_searches_filters_and_sorts(self, hr: Client, opened: Round) -> None:
        for number in range(3):
            add_participant(opened, make_person(opened.council, f"Dilys {number}"))
        page = text(
            searched(hr, "round_page", opened.pk, search="dilys", show="manager", sort="least")
        )
        table = page.split("with the answers of each group")[1]
        assert "Dilys 0" in table
        assert "Carol" not in table

    @pytest.mark.parametrize("query", [{"show": "x", "sort": "x", "page": "x"}, {"page": "99"}])
    def test_takes_nonsense_in_the_address_for_the_usual(
        self, hr: Client, opened: Round, query: dict[str, str]
    ) -> None:
        response = get(hr, "round_page", opened.pk, **query)
        assert (response.status_code, "Carol" in text(response)) == (200, True)

    def test_cuts_long_lists_into_pages_and_keeps_the_search(
        self, hr: Client, opened: Round
    ) -> None:
        for number in range(60):
            add_participant(opened, make_person(opened.council, f"Dilys {number:02}"))
        page = searched(hr, "round_page", opened.pk, search="dilys").content.decode()
        assert "Page 1 of 2" in page
        assert "?searched=1&amp;page=2" in page
        second = text(get(hr, "round_page", opened.pk, searched="1", page="2"))
        second = second.split("with the answers of each group")[1]
        assert ("Dilys 59" in second, "Carol" in second) == (True, False)
        assert "Carol" in text(get(hr, "round_page", opened.pk))

    def test_shows_names_as_text(self, hr: Client, opened: Round) -> None:
        add_participant(opened, make_person(opened.council, "<b>Bobby</b>", "b@example.com"))
        assert "<b>Bobby" not in get(hr, "round_page", opened.pk).content.decode()

    def test_costs_no_more_queries_for_more_people(self, hr: Client, opened: Round) -> None:
        get(hr, "round_page", opened.pk)  # each process reads a published framework once
        few = queries(hr, "round_page", opened.pk)
        for number in range(20):
            participant = add_participant(opened, make_person(opened.council, f"P{number}"))
            add_rater(participant, make_person(opened.council, f"R{number}"), "peer")
        assert queries(hr, "round_page", opened.pk) == few <= 17

    def test_tells_no_times(self, hr: Client, opened: Round) -> None:
        answer(Participant.objects.get().raters.get(group="self"))
        page = text(get(hr, "round_page", opened.pk))
        assert re.findall(r"\d:\d\d", re.sub(r"until \d\d:\d\d on", "", page)) == []


class TestAStep:
    def test_opens_after_saying_who_gets_an_email(self, hr: Client, draft: Round) -> None:
        page = text(get(hr, "round_open", draft.pk))
        assert "2 people get one email each" in page
        assert "Open and send 2 emails" in page
        post(hr, "round_open", draft.pk)
        draft.refresh_from_db()
        assert (draft.state, QueuedEmail.objects.count()) == ("open", 2)

    def test_does_not_offer_to_open_what_cannot_open(
        self, hr: Client, ashford: Council, framework: Framework, alice: User
    ) -> None:
        round = make_round(ashford, framework, by=alice)
        page = get(hr, "round_open", round.pk)
        assert "Nobody is assessed yet" in text(page)
        assert "govuk-button" not in page.content.decode().split("<main")[1]
        assert "Nobody is assessed yet" in said(post(hr, "round_open", round.pk))

    def test_pressed_twice_happens_once(self, hr: Client, draft: Round) -> None:
        for _press in range(2):
            post(hr, "round_open", draft.pk)
        for _press in range(2):
            assert "closed" in said(post(hr, "round_close", draft.pk))
        actions = list(AuditEvent.objects.values_list("action", flat=True))
        assert (actions.count("round.opened"), actions.count("round.closed")) == (1, 1)
        assert QueuedEmail.objects.count() == 2

    def test_moves_the_closing_date(self, hr: Client, opened: Round) -> None:
        later = opened.closes_on + datetime.timedelta(days=7)
        post(hr, "round_extend", opened.pk, **day("closes_on", later))
        opened.refresh_from_db()
        assert opened.closes_on == later

    def test_keeps_the_closing_date_when_the_new_one_is_past(
        self, hr: Client, opened: Round
    ) -> None:
        past = timezone.localdate() - datetime.timedelta(days=1)
        response = post(hr, "round_extend", opened.pk, **day("closes_on", past))
        assert "must be today or later" in text(response)

    def test_reminds_after_saying_how_many(self, hr: Client, opened: Round) -> None:
        answer(Participant.objects.get().raters.get(group="self"))
        assert "Send 1 reminder" in text(get(hr, "round_remind", opened.pk))
        post(hr, "round_remind", opened.pk)
        assert [email.its_person.name for email in QueuedEmail.objects.all()] == ["Bob"]

    def test_does_not_remind_twice_within_a_day(self, hr: Client, opened: Round) -> None:
        post(hr, "round_remind", opened.pk)
        QueuedEmail.objects.update(sent_at=timezone.now())
        page = text(get(hr, "round_remind", opened.pk))
        assert "2 people have not answered everything yet, but were sent an email" in page
        assert "Send" not in page.split("Send reminders")[-1]
        assert "The last reminders were sent on" in page
        assert "within the last 24 hours" in said(post(hr, "round_remind", opened.pk))
        assert QueuedEmail.objects.count() == 2

    def test_offers_no_reminder_when_nobody_is_left(self, hr: Client, opened: Round) -> None:
        for rater in Participant.objects.get().raters.all():
            answer(rater)
        assert "There is nobody to remind" in text(get(hr, "round_remind", opened.pk))

    def test_closes_after_saying_what_will_not_count(self, hr: Client, opened: Round) -> None:
        page = text(get(hr, "round_close", opened.pk))
        assert "0 of 2 ratings have been submitted." in page
        assert "Nobody has answered about 1 participant: Carol." in page
        post(hr, "round_close", opened.pk)
        opened.refresh_from_db()
        assert opened.state == "closed"

    def test_releases_after_saying_to_how_many(self, hr: Client, opened: Round) -> None:
        post(hr, "round_close", opened.pk)
        assert "Release 1 report" in text(get(hr, "round_release", opened.pk))
        post(hr, "round_release", opened.pk)
        opened.refresh_from_db()
        assert opened.state == "released"
        released = get(hr, "round_page", opened.pk)
        steps = [
            *("Read the council report", "Plan the actions", "Make the letter to the sponsor"),
            *("See what the sponsor sees", "they are not offered", "Assess these people again"),
            *("Files of the round", "About the round"),
        ]
        places = [text(released).index(step) for step in steps]
        assert places == sorted(places)
        page = released.content.decode()
        report = Participant.objects.get().report
        assert f"/reports/{report.pk}.pdf" in page
        assert "All results of the round in one file" in page
        assert post(hr, "round_release", opened.pk).status_code == 302

    @pytest.mark.parametrize("name", sorted(STEPS))
    def test_does_nothing_on_get(self, hr: Client, draft: Round, opened: Round, name: str) -> None:
        post(hr, "round_close", opened.pk) if name == "round_release" else None
        round = draft if STEPS[name] == "draft" else opened
        round.refresh_from_db()
        before, events = round.state, AuditEvent.objects.count()
        assert get(hr, name, round.pk).status_code == 200
        round.refresh_from_db()
        assert (round.state, AuditEvent.objects.count()) == (before, events)

    @pytest.mark.parametrize(
        "name", ["round_extend", "round_remind", "round_close", "round_release"]
    )
    def test_out_of_its_time_leads_back_with_a_sentence(
        self, hr: Client, draft: Round, name: str
    ) -> None:
        response = get(hr, name, draft.pk)
        assert response["Location"] == f"/rounds/{draft.pk}/"
        assert said(response)


class TestWhoMayNot:
    @pytest.mark.parametrize("name", ONE_ROUND)
    def test_see_or_do_anything(self, draft: Round, dave: User, carol: Person, name: str) -> None:
        assert carol.user is not None
        for client, status in [
            (Client(), 302),
            (signed_in(dave), 404),
            (signed_in(carol.user), 403),
        ]:
            assert get(client, name, draft.pk).status_code == status
            if name != "round_page":
                assert post(client, name, draft.pk).status_code == status
        draft.refresh_from_db()
        assert draft.state == "draft"

    @pytest.mark.parametrize("name", ["round_list", "round_new"])
    def test_use_the_console_without_being_hr(self, carol: Person, name: str) -> None:
        assert carol.user is not None
        assert get(signed_in(carol.user), name).status_code == 403
        assert get(Client(), name)["Location"].startswith("/accounts/login/")

    @pytest.mark.parametrize("name", ONE_ROUND)
    def test_guess_an_address(self, hr: Client, name: str) -> None:
        assert get(hr, name, uuid.uuid4()).status_code == 404

    def test_use_another_method(self, hr: Client, draft: Round) -> None:
        assert hr.put(f"/rounds/{draft.pk}/").status_code == 405
        assert hr.post("/rounds/").status_code == 405
        assert hr.put(f"/rounds/{draft.pk}/open/").status_code == 405
        assert hr.delete(f"/rounds/{draft.pk}/close/").status_code == 405


class TestARoundWhoseLinksAreCut:
    def test_says_that_nobody_knows_any_more_who_answered(
        self, hr: Client, spring: Round, frank: Person
    ) -> None:
        assert "no longer known" not in text(get(hr, "round_page", spring.pk))
        retention.apply(council=spring.council, at=NOW + datetime.timedelta(days=160))
        for name in ["round_page", "round_people"]:
            page = text(get(hr, name, spring.pk))
            assert "it is no longer known who answered" in page
            assert "0 of" not in page
        participant = spring.participants.get(person__name="Carol")
        assert "No longer known" in text(get(hr, "participant_page", participant.pk))

    def test_is_not_one_in_which_nobody_answered(
        self, hr: Client, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> None:
        closed = make_round(ashford, framework, by=alice, state="closed")
        add_participant(closed, carol)
        release.release(round=closed, by=alice, at=NOW)
        assert "no longer known" not in text(get(hr, "round_page", closed.pk))
