"""What is held about owners of actions: their copy, their erasure, and when all of it goes."""

from __future__ import annotations

import pytest

from assessment.data_protection.selectors import rights as copies
from assessment.data_protection.services import retention, rights
from assessment.models import (
    Council,
    CouncilAction,
    Deletion,
    Invitation,
    Person,
    QueuedEmail,
    Round,
    User,
)
from tests.cast import NOW, make_person
from tests.council.actions.plans import DAY, TEXT, add

pytestmark = pytest.mark.django_db


@pytest.fixture
def olwen(ashford: Council, action: CouncilAction) -> Person:
    """The owner, whom the council knows by another spelling of the address."""
    return make_person(ashford, "Olwen Owner", "Olwen@example.gov.uk")


class TestTheCopy:
    def test_has_the_actions_that_a_person_sees_to(
        self, olwen: Person, spring: Round, alice: User
    ) -> None:
        add(spring, alice, text="Somebody else’s.", owner_email="nia@example.gov.uk")
        (held,) = copies.of_person(olwen, language="en-gb")["actions"]
        assert (held["text"], held["round"], held["owner"]) == (TEXT, "Spring", "Olwen Owner")

    def test_by_a_link_has_the_round_of_the_link_alone(self, olwen: Person, spring: Round) -> None:
        link = Invitation.objects.create(round=spring, person=olwen)
        assert copies.of_link(link, language="en-gb")["actions"] == []


class TestErasure:
    def test_takes_the_owner_out_and_leaves_the_action(
        self, olwen: Person, action: CouncilAction, alice: User
    ) -> None:
        QueuedEmail.objects.create(
            action=action, address="olwen@example.gov.uk", kind="action_due", queued_at=NOW
        )
        rights.erase(person=olwen, by=alice, at=NOW)
        action.refresh_from_db()
        assert (action.owner_name, action.owner_email, action.text) == ("", "", TEXT)
        assert action.version == 2  # a form that was open brings no name back unseen
        assert not QueuedEmail.objects.filter(action=action).exists()

    def test_of_a_namesake_elsewhere_leaves_the_owner(
        self, action: CouncilAction, brindle: Council, dave: User
    ) -> None:
        other = make_person(brindle, "Olwen Owner", "olwen@example.gov.uk")
        rights.erase(person=other, by=dave, at=NOW)
        action.refresh_from_db()
        assert action.owner_name == "Olwen Owner"


class TestTheTimeThatPasses:
    def test_deletes_a_plan_with_the_reports_that_it_answers(
        self, action: CouncilAction, ashford: Council
    ) -> None:
        months = ashford.reports_months
        almost = NOW.replace(year=NOW.year + months // 12) - DAY
        retention.apply(council=ashford, at=almost)
        assert CouncilAction.objects.exists()
        due = {each.kind: each.count for each in retention.due(council=ashford, at=almost + DAY)}
        assert due["actions"] == 1
        retention.apply(council=ashford, at=almost + DAY)
        assert not CouncilAction.objects.exists()
        assert Deletion.objects.get(kind="actions").count == 1

    def test_leaves_what_was_carried_over(
        self, action: CouncilAction, ashford: Council, alice: User
    ) -> None:
        later = add(action.round, alice, text="It goes on.")
        CouncilAction.objects.filter(pk=later.pk).update(carried_from=action)
        action.delete()
        later.refresh_from_db()
        assert later.carried_from is None
