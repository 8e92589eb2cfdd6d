"""HR's first page."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.models import (
    Council,
    CouncilAction,
    Framework,
    Person,
    QueuedEmail,
    Release,
    Round,
    User,
)
from assessment.site.selectors.hr import READ_AT_ONCE
from tests.cast import NOW, add_participant, add_rater, answer, make_person, make_round, signed_in
from tests.check_ins.world import choose, offer, report_about, start
from tests.console import get, post, text
from tests.council.actions.plans import DAY, TEXT, add, released_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


def make(
    council: Council, framework: Framework, by: User, state: str, name: str, closes: int = 20
) -> Round:
    found = make_round(council, framework, by=by, state=state, name=name)
    day = timezone.localdate() + closes * DAY
    Round.objects.filter(pk=found.pk).update(closes_on=day, opens_on=day - 30 * DAY)
    found.refresh_from_db()
    return found


class TestTheFirstPageOfHR:
    def test_is_where_signing_in_leads(self, hr: Client) -> None:
        assert get(hr, "home")["Location"] == reverse("hr_home")

    def test_of_a_new_council_says_how_to_begin(self, hr: Client, framework: Framework) -> None:
        page = get(hr, "hr_home")
        assert "Make your first round." in text(page)
        assert f'href="{reverse("round_new")}"' in page.content.decode()

    def test_of_a_new_council_without_a_framework_says_what_is_missing(self, hr: Client) -> None:
        assert "There is no published framework yet." in text(get(hr, "hr_home"))

    def test_shows_each_round_with_a_bar_and_the_numbers_that_it_draws(
        self, hr: Client, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> None:
        opened = make(ashford, framework, alice, "open", "Autumn")
        participant = add_participant(opened, carol)
        answer(participant.raters.get())
        for number in range(3):
            add_rater(participant, make_person(ashford, f"Peer {number}"), "peer")
        page = get(hr, "hr_home")
        assert "Autumn Open 1 of 4 (25%)" in text(page)
        assert '<rect width="25" height="10" />' in page.content.decode()

    def test_says_what_each_round_waits_for(
        self, hr: Client, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> None:
        make(ashford, framework, alice, "draft", "Empty")
        add_participant(make(ashford, framework, alice, "draft", "Filled"), carol)
        make(ashford, framework, alice, "open", "Soon", closes=7)
        make(ashford, framework, alice, "open", "Later", closes=8)
        make(ashford, framework, alice, "open", "Over", closes=-1)
        make(ashford, framework, alice, "closed", "Ended", closes=-2)
        busy = make(ashford, framework, alice, "closed", "Busy", closes=-3)
        Release.objects.create(round=busy, asked_by=alice, asked_at=NOW)
        unsent = make(ashford, framework, alice, "open", "Unsent")
        QueuedEmail.objects.create(
            round=unsent, person=carol, kind="invitation", failures=1, queued_at=NOW
        )
        page = text(get(hr, "hr_home"))
        for sentence in (
            *("Bring in the people of “Empty”", "Open “Filled”", "“Soon” closes on"),
            "The closing date of “Over” has passed: close it, or move the date",
            *(
                "“Ended” is closed: release its reports",
                "Some emails of “Unsent” could not be sent",
            ),
        ):
            assert page.count(sentence) == 1
        for name in ("Later", "Busy"):
            assert f"“{name}”" not in page

    def test_lists_actions_that_are_overdue_or_due_within_a_month(
        self, hr: Client, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> None:
        spring = released_round(ashford, framework, carol, by=alice)
        today = timezone.localdate()
        due = {"Late": -1, "Soon": 30, "Far": 31, "Ended": 2}
        for name, days in due.items():
            made = add(spring, alice, text=f"{name} action.", due_on=today + 40 * DAY)
            rows = CouncilAction.objects.filter(pk=made.pk)
            rows.update(due_on=today + days * DAY)
            if name == "Ended":
                rows.update(state="done")
        page = text(get(hr, "hr_home"))
        assert "1 action is overdue" in page
        assert page.index("Late action.") < page.index("Soon action.")
        assert "Far action." not in page
        assert "Ended action." not in page

    def test_says_what_the_latest_results_say(
        self, hr: Client, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> None:
        spring = released_round(ashford, framework, carol, by=alice)
        page = get(hr, "hr_home")
        assert "What the results of Spring say" in text(page)
        assert "Nobody who takes part holds the role of e-champion." in text(page)
        assert reverse("council_actions", args=[spring.pk]) in page.content.decode()

    def test_leads_to_the_results_of_many(
        self, hr: Client, ashford: Council, framework: Framework, alice: User
    ) -> None:
        people = [make_person(ashford, f"Person {number}") for number in range(READ_AT_ONCE + 1)]
        released_round(ashford, framework, *people, by=alice)
        page = text(get(hr, "hr_home"))
        assert "Nobody who takes part holds the role" not in page
        assert "Read it, and plan what to do about it" in page

    def test_counts_who_took_part_in_check_ins_and_says_what_is_offered(
        self, hr: Client, spring: Round, alice: User, framework: Framework, ashford: Council
    ) -> None:
        Round.objects.filter(pk=spring.pk).update(
            released_at=timezone.now() - 100 * DAY, name="Counted"
        )
        for name, days in {"Recent": 5, "Long ago": 250}.items():
            at = timezone.now() - days * DAY
            released_round(ashford, framework, by=alice, name=name, at=at)
        choose(start(report_about(offer(spring)), at=timezone.now()), [1, 1, 1])
        page = get(hr, "hr_home")
        shown = text(page)[text(page).index("Participants who have started one") :]
        assert "Counted offered 1 3 of 7" in shown
        assert "Recent not offered 0 –none" in shown.replace("– none", "–none")
        assert "Long ago" not in shown
        for name in ("Carol", "Peer 0"):
            assert name not in shown
        assert reverse("round_check_ins", args=[spring.pk]) in page.content.decode()

    def test_asks_as_much_for_many_rounds_as_for_one(
        self, hr: Client, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> None:
        def release_one(name: str, days: int) -> Round:
            at = timezone.now() - days * DAY
            return released_round(ashford, framework, carol, by=alice, name=name, at=at)

        release_one("Before", 2)  # which the latest is compared with
        add(release_one("Latest", 1), alice)
        make(ashford, framework, alice, "open", "First", closes=3)
        get(hr, "hr_home")
        with CaptureQueriesContext(connection) as few:
            get(hr, "hr_home")
        for number in range(9):
            add_participant(make(ashford, framework, alice, "open", f"Next {number}", 3), carol)
        release_one("Long before", 3)
        with CaptureQueriesContext(connection) as many:
            page = text(get(hr, "hr_home"))
        assert len(many) == len(few)
        assert "All rounds (5 more)" in page
        assert page.count("not offered") == 3


class TestHRWhoTakePart:
    @pytest.fixture
    def beth(self, ashford: Council) -> User:
        make_person(ashford, "Beth", "beth@example.gov.uk")
        return User.objects.create_user(
            "beth@example.gov.uk", "x", name="Beth", council=ashford, is_hr=True
        )

    def test_see_no_plan_no_reading_and_no_step_of_that_round(
        self, ashford: Council, framework: Framework, alice: User, beth: User, hr: Client
    ) -> None:
        own = Person.objects.get(email=beth.email)
        spring = released_round(ashford, framework, own, by=alice)
        made = add(spring, alice)
        today = timezone.localdate()
        CouncilAction.objects.filter(pk=made.pk).update(due_on=today - DAY)
        add_participant(make(ashford, framework, alice, "open", "Hers", closes=-1), own)
        seen, hers = text(get(hr, "hr_home")), text(get(signed_in(beth), "hr_home"))
        for sentence in (TEXT, "What the results of Spring say", "closing date of “Hers”"):
            assert sentence in seen
            assert sentence not in hers
        assert "You are assessed yourself." in hers

    def test_see_what_is_offered_in_that_round_and_no_count(
        self, spring: Round, alice: User, ashford: Council
    ) -> None:
        """Alice is Gina, whom two peers rated."""
        Round.objects.filter(pk=spring.pk).update(released_at=timezone.now() - 100 * DAY)
        start(report_about(offer(spring)), at=timezone.now())
        Person.objects.filter(council=ashford, name="Gina").update(email=alice.email)
        page = text(get(signed_in(alice), "hr_home"))
        assert f"{spring.name} offered Another HR account looks after this" in page
        assert "of 7" not in page


class TestWhoIsLetIn:
    def test_hr_alone(self, carol: Person, erin: User, dave: User, ashford: Council) -> None:
        assert carol.user is not None
        met = [get(signed_in(who), "hr_home").status_code for who in (carol.user, erin, dave)]
        assert met == [403, 403, 200]
        assert reverse("account_login") in get(Client(), "hr_home")["Location"]

    def test_by_reading_alone(self, hr: Client) -> None:
        assert post(hr, "hr_home").status_code == 405

    def test_another_council_finds_nothing_of_ours(
        self, ashford: Council, framework: Framework, alice: User, dave: User, carol: Person
    ) -> None:
        spring = released_round(ashford, framework, carol, by=alice)
        made = add(spring, alice)
        late = timezone.localdate() - datetime.timedelta(days=1)
        CouncilAction.objects.filter(pk=made.pk).update(due_on=late)
        page = text(get(signed_in(dave), "hr_home"))
        assert "Spring" not in page
        assert TEXT not in page
