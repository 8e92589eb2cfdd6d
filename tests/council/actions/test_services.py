"""The plan of a round: two HR users, the same step twice, and what is refused."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction

from assessment.council.actions.services import plan
from assessment.council.actions.services.plan import ActionEditedSince, ActionGone, ActionRefused
from assessment.models import AuditEvent, Council, CouncilAction, Framework, Person, Round, User
from tests.cast import NOW, TODAY, add_participant, make_person, make_round
from tests.council.actions.plans import DAY, TEXT, add, released_round, terms

pytestmark = pytest.mark.django_db


def events() -> list[str]:
    found = AuditEvent.objects.filter(action__startswith="council_action.").order_by("at", "pk")
    return sorted(found.values_list("action", flat=True))


def stored(action: CouncilAction) -> CouncilAction:
    return CouncilAction.objects.get(pk=action.pk)


@pytest.fixture
def summer(ashford: Council, framework: Framework, alice: User, spring: Round) -> Round:
    """The next round, which is open."""
    found = make_round(ashford, framework, by=alice, state="open", name="Summer")
    Round.objects.filter(pk=found.pk).update(opens_on=TODAY + DAY)
    return Round.objects.get(pk=found.pk)


class TestAdding:
    def test_puts_actions_one_behind_the_other_with_an_event_each(
        self, spring: Round, alice: User, beth: User
    ) -> None:
        first, second = add(spring, alice), add(spring, beth, text="Another.", reading="a-rule")
        assert [first.position, second.position] == [1, 2]
        assert (second.council, second.made_by, second.made_at) == (spring.council, beth, NOW)
        assert (second.reading, second.state) == ("a-rule", "planned")
        assert events() == ["council_action.added"] * 2

    def test_adds_once_for_a_button_pressed_twice(self, spring: Round, alice: User) -> None:
        key = uuid.uuid4()
        made = [
            plan.add_action(round=spring, key=key, terms=terms(), by=alice, at=NOW)
            for _time in range(2)
        ]
        assert made[0] == made[1]
        assert CouncilAction.objects.count() == 1
        assert events() == ["council_action.added"]

    def test_is_refused_before_the_release(self, summer: Round, alice: User) -> None:
        with pytest.raises(ActionRefused, match="begins with the release"):
            add(summer, alice)

    def test_is_refused_for_a_day_that_has_passed_but_not_for_today(
        self, spring: Round, alice: User
    ) -> None:
        with pytest.raises(ActionRefused, match="today or later"):
            add(spring, alice, due_on=TODAY - DAY)
        assert add(spring, alice, due_on=TODAY)

    def test_is_refused_for_the_twenty_first(self, spring: Round, alice: User) -> None:
        for number in range(CouncilAction.MOST):
            add(spring, alice, text=f"Number {number}")
        with pytest.raises(ActionRefused, match="20 actions"):
            add(spring, alice)
        assert spring.actions.count() == CouncilAction.MOST

    def test_is_refused_for_somebody_who_takes_part(
        self, ashford: Council, framework: Framework, alice: User, beth: User
    ) -> None:
        own = make_person(ashford, "Alice", alice.email)
        hers = released_round(ashford, framework, own, by=beth, name="Hers")
        with pytest.raises(ActionRefused, match="You take part in this round yourself"):
            add(hers, alice)

    def test_says_nothing_of_text_or_owner_in_the_trail(self, action: CouncilAction) -> None:
        (detail,) = AuditEvent.objects.filter(subject_id=action.pk).values_list("detail", flat=True)
        assert detail == {"round": str(action.round_id)}


class TestChanging:
    def test_keeps_the_terms_and_names_the_fields(self, action: CouncilAction, beth: User) -> None:
        new = terms(text="Other words.", state="done", outcome="It was granted.")
        plan.change_action(action=action, based_on=1, terms=new, by=beth, at=NOW)
        now = stored(action)
        assert (now.text, now.state, now.outcome) == ("Other words.", "done", "It was granted.")
        assert (now.version, now.changed_by) == (2, beth)
        event = AuditEvent.objects.get(action="council_action.changed")
        assert event.detail["fields"] == ["outcome", "state", "text"]

    def test_is_refused_where_somebody_else_saved_since(
        self, action: CouncilAction, alice: User, beth: User
    ) -> None:
        hers = terms(text="Beth's words.")
        plan.change_action(action=action, based_on=1, terms=hers, by=beth, at=NOW)
        with pytest.raises(ActionEditedSince, match="Beth saved changes"):
            plan.change_action(
                action=action, based_on=1, terms=terms(text="Alice's."), by=alice, at=NOW
            )
        assert stored(action).text == "Beth's words."
        # Knowing of it she may.
        plan.change_action(
            action=action, based_on=2, terms=terms(text="Alice's."), by=alice, at=NOW
        )
        assert stored(action).text == "Alice's."

    def test_twice_to_the_same_is_one_change(self, action: CouncilAction, alice: User) -> None:
        for _time in range(2):
            plan.change_action(
                action=action, based_on=1, terms=terms(text="New."), by=alice, at=NOW
            )
        assert stored(action).version == 2
        assert events() == ["council_action.added", "council_action.changed"]

    def test_leaves_a_day_that_has_passed_unless_it_is_a_new_one(
        self, action: CouncilAction, alice: User
    ) -> None:
        late = NOW + 60 * DAY
        plan.change_action(action=action, based_on=1, terms=terms(text="New."), by=alice, at=late)
        with pytest.raises(ActionRefused, match="today or later"):
            plan.change_action(
                action=action, based_on=2, terms=terms(due_on=TODAY + DAY), by=alice, at=late
            )

    def test_of_one_that_was_removed_says_so(self, action: CouncilAction, alice: User) -> None:
        plan.remove_action(action=action, based_on=1, by=alice, at=NOW)
        with pytest.raises(ActionGone):
            plan.change_action(action=action, based_on=1, terms=terms(), by=alice, at=NOW)


class TestTheState:
    def test_is_set_once_by_the_same_step_twice(self, action: CouncilAction, alice: User) -> None:
        for _time in range(2):
            plan.set_state(action=action, based_on=1, state="under_way", by=alice, at=NOW)
        assert stored(action).state == "under_way"
        assert events() == ["council_action.added", "council_action.state_set"]

    def test_is_not_set_over_what_somebody_else_saved(
        self, action: CouncilAction, alice: User, beth: User
    ) -> None:
        plan.set_state(action=action, based_on=1, state="dropped", by=beth, at=NOW)
        with pytest.raises(ActionEditedSince):
            plan.set_state(action=action, based_on=1, state="done", by=alice, at=NOW)
        assert stored(action).state == "dropped"


class TestRemoving:
    def test_moves_up_those_behind_it(self, spring: Round, alice: User) -> None:
        made = [add(spring, alice, text=f"Number {number}") for number in (1, 2, 3)]
        plan.remove_action(action=made[0], based_on=1, by=alice, at=NOW)
        left = spring.actions.order_by("position").values_list("text", "position")
        assert list(left) == [("Number 2", 1), ("Number 3", 2)]
        assert add(spring, alice).position == 3

    def test_twice_is_one_removal(self, action: CouncilAction, alice: User) -> None:
        for _time in range(2):
            plan.remove_action(action=action, based_on=1, by=alice, at=NOW)
        assert events() == ["council_action.added", "council_action.removed"]

    def test_is_refused_where_somebody_else_saved_since(
        self, action: CouncilAction, alice: User, beth: User
    ) -> None:
        plan.set_state(action=action, based_on=1, state="under_way", by=beth, at=NOW)
        with pytest.raises(ActionEditedSince):
            plan.remove_action(action=action, based_on=1, by=alice, at=NOW)
        assert stored(action)


class TestCarryingOver:
    def test_goes_on_in_the_later_plan_and_ends_in_its_own(
        self, action: CouncilAction, summer: Round, alice: User
    ) -> None:
        made = plan.carry_over(action=action, to=summer, based_on=1, by=alice, at=NOW)
        assert (made.round, made.text, made.carried_from) == (summer, TEXT, action)
        assert list(CouncilAction.objects.open()) == [made]
        with pytest.raises(ActionRefused, match="carried over to “Summer”"):
            plan.set_state(action=action, based_on=1, state="done", by=alice, at=NOW)

    def test_twice_makes_one(self, action: CouncilAction, summer: Round, alice: User) -> None:
        made = [
            plan.carry_over(action=action, to=summer, based_on=1, by=alice, at=NOW)
            for _time in range(2)
        ]
        assert made[0] == made[1]
        assert events() == ["council_action.added", "council_action.carried"]

    def test_is_open_in_its_own_plan_again_once_the_copy_is_removed(
        self, action: CouncilAction, summer: Round, alice: User
    ) -> None:
        made = plan.carry_over(action=action, to=summer, based_on=1, by=alice, at=NOW)
        plan.remove_action(action=made, based_on=1, by=alice, at=NOW)
        assert list(CouncilAction.objects.open()) == [action]

    def test_is_for_open_actions_of_other_rounds_of_the_council(
        self, action: CouncilAction, spring: Round, summer: Round, alice: User
    ) -> None:
        with pytest.raises(ActionRefused, match="Only an open action of an earlier round"):
            plan.carry_over(action=action, to=spring, based_on=1, by=alice, at=NOW)
        plan.set_state(action=action, based_on=1, state="done", by=alice, at=NOW)
        with pytest.raises(ActionRefused, match="Only an open action"):
            plan.carry_over(action=action, to=summer, based_on=2, by=alice, at=NOW)

    def test_is_for_hr_who_take_part_in_neither_round(
        self, action: CouncilAction, summer: Round, beth: User, ashford: Council
    ) -> None:
        person: Person = make_person(ashford, "Beth", beth.email)
        add_participant(summer, person)
        with pytest.raises(ActionRefused, match="You take part"):
            plan.carry_over(action=action, to=summer, based_on=1, by=beth, at=NOW)


class TestTheDatabase:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"position": 0},
            {"position": 21},
            {"state": "forgotten"},
            {"text": ""},
            {"owner_name": ""},
            {"owner_email": ""},
        ],
        ids=str,
    )
    def test_refuses_what_no_service_writes(
        self, action: CouncilAction, wrong: dict[str, object]
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            CouncilAction.objects.update(**wrong)

    def test_has_each_place_once_and_each_action_carried_once(
        self, spring: Round, alice: User
    ) -> None:
        first, second, third = (add(spring, alice, text=f"{n}") for n in range(3))
        with pytest.raises(IntegrityError), transaction.atomic():
            CouncilAction.objects.filter(pk=second.pk).update(position=1)
        CouncilAction.objects.filter(pk=second.pk).update(carried_from=first)
        with pytest.raises(IntegrityError), transaction.atomic():
            CouncilAction.objects.filter(pk=third.pk).update(carried_from=first)
