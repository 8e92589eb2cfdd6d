"""Two hands at the same plan, and whoever holds the rounds of a council meanwhile."""

from __future__ import annotations

import threading

import pytest
from django.db import transaction

from assessment.council.actions.services.plan import ActionRefused, carry_over
from assessment.models import Council, CouncilAction, Framework, Round, User
from tests.answering.services.test_responses_at_once import at_once
from tests.cast import NOW, TODAY, make_person
from tests.council.actions.plans import DAY, add, released_round

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def autumn(spring: Round, ashford: Council, framework: Framework, alice: User) -> Round:
    gina = make_person(ashford, "Gina")
    later = TODAY + 100 * DAY
    return released_round(ashford, framework, gina, by=alice, name="Autumn", opens_on=later)


def carry(action: CouncilAction, to: Round, by: User) -> CouncilAction:
    return carry_over(action=action, to=to, based_on=action.version, by=by, at=NOW)


def test_two_carry_an_action_over_once(
    action: CouncilAction, autumn: Round, alice: User, beth: User
) -> None:
    acts = [lambda by=by: carry(action, autumn, by) for by in (alice, beth)]
    assert at_once(*acts) == []
    assert autumn.actions.get().carried_from == action


def test_the_last_place_of_a_plan_is_taken_once(
    spring: Round, autumn: Round, alice: User, beth: User
) -> None:
    for _number in range(CouncilAction.MOST - 1):
        add(autumn, alice)
    two = [add(spring, alice), add(spring, alice)]
    raised = at_once(
        lambda: carry(two[0], autumn, alice),
        lambda: carry(two[1], autumn, beth),
    )
    assert [type(each) for each in raised] == [ActionRefused]
    assert autumn.actions.count() == CouncilAction.MOST


@pytest.mark.parametrize("first", [0, 1])
def test_whoever_holds_one_round_and_wants_the_other_is_not_in_the_way(
    ashford: Council, framework: Framework, alice: User, first: int
) -> None:
    """The retention job and an erasure hold all rounds of the council, in one order."""
    rounds = [
        released_round(ashford, framework, make_person(ashford, name), by=alice, name=name)
        for name in ("Hal", "Ida")
    ]
    low, high = sorted(rounds, key=lambda each: each.pk)
    since, to = (low, high) if first else (high, low)
    action = add(since, alice)
    holding = threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Round.objects.select_for_update().get(pk=low.pk)
            holding.set()
            threading.Event().wait(0.5)
            Round.objects.select_for_update().get(pk=high.pk)

    def carry_meanwhile() -> None:
        holding.wait()
        carry(action, to, alice)

    assert at_once(hold, carry_meanwhile) == []
    assert to.actions.count() == 1
