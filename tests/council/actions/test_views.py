"""The pages of a plan: what they show, what is kept, and who is let in."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.council.actions.services import plan
from assessment.models import Council, CouncilAction, Framework, Person, Round, User
from tests.cast import add_participant, make_person, make_round, signed_in
from tests.console import day, get, post, said, text
from tests.council.actions.plans import DAY, TEXT, add, released_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


def typed(**changes: Any) -> dict[str, Any]:
    """A form as a browser sends it."""
    values = {
        "text": TEXT,
        "owner_name": "Olwen Owner",
        "owner_email": "olwen@example.gov.uk",
        "state": "planned",
        "outcome": "",
        **day("due_on", timezone.localdate() + 30 * DAY),
    }
    return values | changes


@pytest.fixture
def action(spring: Round, alice: User) -> CouncilAction:
    """Due in a month by the clock of the views."""
    return add(spring, alice, due_on=timezone.localdate() + 30 * DAY)


class TestThePlan:
    def test_lists_what_is_done_by_whom_until_when(
        self, hr: Client, spring: Round, action: CouncilAction, alice: User
    ) -> None:
        late = add(spring, alice, text="Late already.")
        CouncilAction.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - 3 * DAY)
        page = text(get(hr, "council_actions", spring.pk))
        assert f"{TEXT} Olwen Owner olwen@example.gov.uk" in page
        assert page.count("overdue by") == 1
        assert "overdue by 3 days" in page

    def test_of_a_new_round_says_that_there_is_none(self, hr: Client, spring: Round) -> None:
        assert "There is no action yet." in text(get(hr, "council_actions", spring.pk))

    def test_before_the_release_offers_no_new_action(self, hr: Client, open_round: Round) -> None:
        page = text(get(hr, "council_actions", open_round.pk))
        assert "You can add actions once the reports of this round are released." in page
        assert "Add an action" not in page
        met = get(hr, "council_action_new", open_round.pk)
        assert met["Location"] == reverse("council_actions", args=[open_round.pk])

    def test_keeps_goals_to_a_sentence_in_a_small_round(self, hr: Client, spring: Round) -> None:
        page = text(get(hr, "council_actions", spring.pk))
        assert "How many have goals is not shown in a round with so few participants" in page

    def test_asks_as_much_for_many_actions_as_for_one(
        self, hr: Client, spring: Round, action: CouncilAction, alice: User
    ) -> None:
        get(hr, "council_actions", spring.pk)
        with CaptureQueriesContext(connection) as few:
            get(hr, "council_actions", spring.pk)
        for number in range(9):
            add(spring, alice, text=f"Number {number}")
        with CaptureQueriesContext(connection) as many:
            get(hr, "council_actions", spring.pk)
        assert len(many) == len(few)

    def test_offers_a_reading_as_an_action_with_what_helps(
        self, hr: Client, spring: Round, alice: User
    ) -> None:
        """Nobody is e-champion in Spring."""
        page = text(get(hr, "council_actions", spring.pk))
        assert "Nobody who takes part holds the role of e-champion." in page
        form = get(hr, "council_action_new", spring.pk, reading="role_vacant", help="0")
        assert "Name somebody for the role" in form.content.decode()
        data = typed(reading="role_vacant", key=str(uuid.uuid4()))
        assert post(hr, "council_action_new", spring.pk, **data).status_code == 302
        assert CouncilAction.objects.get().reading == "role_vacant"
        after = text(get(hr, "council_actions", spring.pk))
        assert "Nobody who takes part holds the role" not in after

    @pytest.mark.parametrize("query", [("no-such-rule", "0"), ("role_vacant", "99"), ("", "x")])
    def test_begins_with_nothing_for_a_reading_that_there_is_not(
        self, hr: Client, spring: Round, query: tuple[str, str]
    ) -> None:
        form = get(hr, "council_action_new", spring.pk, reading=query[0], help=query[1])
        assert form.status_code == 200
        assert 'name="reading"' in form.content.decode()
        assert 'value="role_vacant"' not in form.content.decode()


class TestAddingAndChanging:
    def test_works_and_a_second_press_adds_nothing(self, hr: Client, spring: Round) -> None:
        data = typed(key=str(uuid.uuid4()))
        for _time in range(2):
            assert post(hr, "council_action_new", spring.pk, **data).status_code == 302
        assert CouncilAction.objects.get().text == TEXT

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"text": ""}, "Say what will be done."),
            ({"text": "x" * 501}, "Use 500 characters or fewer."),
            ({"owner_email": "olwen@"}, "Enter an email address like name@example.gov.uk."),
            ({"due_on-year": "2020"}, "The day must be today or later."),
        ],
        ids=str,
    )
    def test_keeps_what_was_typed_beside_the_error(
        self, hr: Client, spring: Round, wrong: dict[str, str], sentence: str
    ) -> None:
        page = post(hr, "council_action_new", spring.pk, **typed(**wrong))
        assert sentence in text(page)
        assert 'value="Olwen Owner"' in page.content.decode()
        assert not CouncilAction.objects.exists()

    def test_changes_what_stands_there(
        self, hr: Client, spring: Round, action: CouncilAction
    ) -> None:
        data = typed(state="done", outcome="Granted.", based_on=1)
        met = post(hr, "council_action_edit", spring.pk, action.pk, **data)
        assert met["Location"] == reverse("council_actions", args=[spring.pk])
        action.refresh_from_db()
        assert (action.state, action.outcome) == ("done", "Granted.")

    def test_in_two_tabs_loses_neither_text(
        self, hr: Client, spring: Round, action: CouncilAction, beth: User
    ) -> None:
        other = signed_in(beth)
        hers = typed(text="What Beth wrote.", based_on=1)
        post(other, "council_action_edit", spring.pk, action.pk, **hers)
        mine = typed(text="What Alice wrote.", based_on=1)
        page = post(hr, "council_action_edit", spring.pk, action.pk, **mine)
        assert page.status_code == 200
        words = text(page)
        assert "Beth saved this action while you wrote." in words
        assert "What Beth wrote." in words
        assert "What Alice wrote." in words
        assert 'name="based_on" value="2"' in page.content.decode()
        action.refresh_from_db()
        assert action.text == "What Beth wrote."
        post(hr, "council_action_edit", spring.pk, action.pk, **mine | {"based_on": 2})
        action.refresh_from_db()
        assert action.text == "What Alice wrote."

    def test_of_one_that_was_removed_meanwhile_keeps_the_text_for_a_new_one(
        self, hr: Client, spring: Round, action: CouncilAction, beth: User
    ) -> None:
        plan.remove_action(action=action, based_on=1, by=beth, at=timezone.now())
        data = typed(text="What Alice wrote.", based_on=1)
        page = post(hr, "council_action_edit", spring.pk, action.pk, **data)
        assert "Somebody removed this action while you wrote." in text(page)
        assert "What Alice wrote." in text(page)
        assert f'action="{reverse("council_action_new", args=[spring.pk])}"' in (
            page.content.decode()
        )
        assert get(hr, "council_action_edit", spring.pk, action.pk).status_code == 404


class TestRemoving:
    def test_asks_first_and_removes_then(
        self, hr: Client, spring: Round, action: CouncilAction
    ) -> None:
        assert TEXT in text(get(hr, "council_action_remove", spring.pk, action.pk))
        assert CouncilAction.objects.exists()
        for _time in range(2):
            met = post(hr, "council_action_remove", spring.pk, action.pk, based_on=1)
            assert met.status_code == 302
        assert not CouncilAction.objects.exists()

    def test_shows_what_somebody_else_saved_since(
        self, hr: Client, spring: Round, action: CouncilAction, beth: User
    ) -> None:
        now = timezone.now()
        plan.set_state(action=action, based_on=1, state="under_way", by=beth, at=now)
        page = post(hr, "council_action_remove", spring.pk, action.pk, based_on=1)
        assert "Beth saved changes of this action" in text(page)
        assert "under way" in text(page)
        assert CouncilAction.objects.exists()


@pytest.fixture
def summer(ashford: Council, framework: Framework, alice: User, spring: Round) -> Round:
    found = make_round(ashford, framework, by=alice, state="open", name="Summer")
    Round.objects.filter(pk=found.pk).update(opens_on=spring.opens_on + DAY)
    return found


class TestTheReviewAtTheNextRound:
    @pytest.mark.parametrize("step", ["carry", "done", "dropped"])
    def test_decides_on_each_open_action_in_one_step(
        self, hr: Client, summer: Round, action: CouncilAction, step: str
    ) -> None:
        before = text(get(hr, "council_actions", summer.pk))
        assert "Still open from Spring" in before
        assert "There is no action yet." not in before
        for _time in range(2):
            post(hr, "council_action_step", summer.pk, action.pk, step=step, based_on=1)
        page = text(get(hr, "council_actions", summer.pk))
        assert "Still open from Spring" not in page
        assert (TEXT in page) == (step == "carry")
        assert CouncilAction.objects.count() == (2 if step == "carry" else 1)

    def test_leaves_out_what_is_at_an_end(
        self, hr: Client, summer: Round, action: CouncilAction, alice: User
    ) -> None:
        now = timezone.now()
        plan.set_state(action=action, based_on=1, state="done", by=alice, at=now)
        assert TEXT not in text(get(hr, "council_actions", summer.pk))

    def test_is_not_for_hr_who_took_part_in_the_round_before(
        self, ashford: Council, framework: Framework, alice: User, beth: User
    ) -> None:
        own = make_person(ashford, "Beth", beth.email)
        first = released_round(ashford, framework, own, by=alice, name="First")
        hers = add(first, alice, due_on=timezone.localdate())
        later = make_round(ashford, framework, by=alice, state="open", name="Second")
        Round.objects.filter(pk=later.pk).update(opens_on=first.opens_on + DAY)
        client = signed_in(beth)
        assert TEXT not in text(get(client, "council_actions", later.pk))
        met = post(client, "council_action_step", later.pk, hers.pk, step="done", based_on=1)
        assert "moved on meanwhile" in said(met)
        hers.refresh_from_db()
        assert hers.state == "planned"

    @pytest.mark.parametrize("data", [{}, {"step": "eat", "based_on": 1}, {"step": "done"}])
    def test_changes_nothing_for_a_step_that_there_is_not(
        self, hr: Client, spring: Round, action: CouncilAction, data: dict[str, Any]
    ) -> None:
        met = post(hr, "council_action_step", spring.pk, action.pk, **data)
        assert met.status_code == 302
        action.refresh_from_db()
        assert action.version == 1


ADDRESSES = ["council_action_edit", "council_action_step", "council_action_remove"]


class TestWhoIsLetIn:
    @pytest.mark.parametrize("name", ADDRESSES)
    def test_nobody_else_for_a_post(
        self,
        spring: Round,
        action: CouncilAction,
        carol: Person,
        dave: User,
        erin: User,
        name: str,
    ) -> None:
        assert carol.user is not None
        data = typed(step="done", based_on=1)
        met = {
            who.name: post(signed_in(who), name, spring.pk, action.pk, **data).status_code
            for who in (carol.user, dave, erin)
        }
        assert met == {"Carol": 403, "Dave": 404, "Erin": 404}
        assert post(Client(), name, spring.pk, action.pk, **data).status_code in {302, 401}
        action.refresh_from_db()
        assert action.version == 1

    def test_no_hr_user_to_an_action_of_another_plan(
        self, hr: Client, spring: Round, action: CouncilAction, ashford: Council, alice: User
    ) -> None:
        other = released_round(ashford, spring.framework, by=alice, name="Other")
        assert get(hr, "council_action_edit", other.pk, action.pk).status_code == 404
        post(hr, "council_action_remove", other.pk, action.pk, based_on=1)
        post(hr, "council_action_step", other.pk, action.pk, step="done", based_on=1)
        action.refresh_from_db()
        assert action.version == 1

    def test_hr_who_take_part_or_rate_untold_find_another_to_look_after_it(
        self, spring: Round, action: CouncilAction, beth: User, ashford: Council
    ) -> None:
        own = make_person(ashford, "Beth", beth.email)
        add_participant(spring, own)
        page = get(signed_in(beth), "council_actions", spring.pk)
        assert page.status_code == 403
        assert "Another HR account looks after this" in text(page)

    def test_wrong_methods_are_refused(
        self, hr: Client, spring: Round, action: CouncilAction
    ) -> None:
        assert get(hr, "council_action_step", spring.pk, action.pk).status_code == 405
        assert post(hr, "council_actions", spring.pk).status_code == 405
        assert post(hr, "council_actions_pdf", spring.pk).status_code == 405
