"""The life of a round: made, changed, opened, extended, closed."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from assessment.models import (
    AuditEvent,
    Council,
    Framework,
    Invitation,
    Person,
    QueuedEmail,
    Round,
    User,
)
from assessment.rounds.services import rounds
from assessment.rounds.services.rounds import RoundRefused
from tests.cast import NOW, TODAY, add_participant, add_rater, make_framework, make_round

WEEK = datetime.timedelta(days=7)


@pytest.fixture
def terms(ashford: Council, framework: Framework, alice: User) -> dict[str, Any]:
    return {
        "name": "Spring",
        "framework": framework,
        "opens_on": TODAY,
        "closes_on": TODAY + WEEK,
        "min_group_size": 3,
        "by": alice,
        "at": NOW,
    }


@pytest.fixture
def ready(draft: Round, carol: Person, bob: Person) -> Round:
    """A draft with a participant and a rater."""
    add_rater(add_participant(draft, carol), bob, "manager")
    return draft


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("at").values_list("action", flat=True))


class TestMakingARound:
    def test_makes_a_draft_and_records_it(self, ashford: Council, terms: dict[str, Any]) -> None:
        made = rounds.create(council=ashford, **terms)
        assert (made.state, made.council, actions()) == ("draft", ashford, ["round.made"])

    @pytest.mark.parametrize(
        ("wrong", "word"),
        [
            ({"closes_on": TODAY - WEEK}, "before the opening date"),
            ({"min_group_size": 2}, "3 or more"),
        ],
    )
    def test_refuses_wrong_terms(
        self, ashford: Council, terms: dict[str, Any], wrong: dict[str, Any], word: str
    ) -> None:
        with pytest.raises(RoundRefused, match=word):
            rounds.create(council=ashford, **{**terms, **wrong})
        assert not Round.objects.exists()

    def test_refuses_a_name_twice_in_a_council_only(
        self, ashford: Council, brindle: Council, dave: User, terms: dict[str, Any]
    ) -> None:
        rounds.create(council=ashford, **terms)
        with pytest.raises(RoundRefused, match="Another round"):
            rounds.create(council=ashford, **terms)
        assert rounds.create(council=brindle, **{**terms, "by": dave}).name == "Spring"

    def test_refuses_a_draft_framework_and_another_councils(
        self, ashford: Council, brindle: Council, terms: dict[str, Any]
    ) -> None:
        draft = make_framework(published=False, version="2.0")
        foreign = make_framework(council=brindle, version="3.0")
        for framework in (draft, foreign):
            with pytest.raises(RoundRefused, match="published framework"):
                rounds.create(council=ashford, **{**terms, "framework": framework})


class TestChangingARound:
    def test_changes_a_draft_and_records_what(self, draft: Round, terms: dict[str, Any]) -> None:
        changed = rounds.update(round=draft, **{**terms, "name": "Summer", "min_group_size": 4})
        assert (changed.name, changed.min_group_size) == ("Summer", 4)
        event = AuditEvent.objects.get(action="round.changed")
        assert event.detail == {"changed": ["closes_on", "min_group_size", "name"]}

    def test_refuses_an_open_round(self, open_round: Round, terms: dict[str, Any]) -> None:
        with pytest.raises(RoundRefused, match="fixed"):
            rounds.update(round=open_round, **terms)

    def test_refuses_another_framework_under_people_who_hold_its_roles(
        self, ready: Round, terms: dict[str, Any]
    ) -> None:
        other = make_framework(version="2.0")
        with pytest.raises(RoundRefused, match="hold roles"):
            rounds.update(round=ready, **{**terms, "framework": other})


class TestOpeningARound:
    def test_invites_everybody_once_and_gives_participants_accounts(
        self, ready: Round, alice: User, carol: Person, bob: Person
    ) -> None:
        opened = rounds.open_(round=ready, by=alice, at=NOW)
        assert (opened.state, opened.opened_by, opened.opens_on) == ("open", alice, TODAY)
        assert set(Invitation.objects.values_list("person", flat=True)) == {carol.pk, bob.pk}
        assert QueuedEmail.objects.count() == 2
        assert carol.user is not None
        event = AuditEvent.objects.get(action="round.opened")
        assert event.detail == {"people": 2}

    def test_twice_changes_nothing(self, ready: Round, alice: User) -> None:
        rounds.open_(round=ready, by=alice, at=NOW)
        rounds.open_(round=ready, by=alice, at=NOW)
        assert Invitation.objects.count() == QueuedEmail.objects.count() == 2
        assert actions().count("round.opened") == 1

    def test_refuses_a_round_without_people(self, draft: Round, alice: User) -> None:
        with pytest.raises(RoundRefused, match="Nobody is assessed"):
            rounds.open_(round=draft, by=alice, at=NOW)

    def test_refuses_a_participant_without_a_role(
        self, ready: Round, alice: User, frank: Person
    ) -> None:
        add_participant(ready, frank).roles.clear()
        with pytest.raises(RoundRefused, match="no role"):
            rounds.open_(round=ready, by=alice, at=NOW)

    def test_refuses_a_closing_date_in_the_past(self, ready: Round, alice: User) -> None:
        with pytest.raises(RoundRefused, match="closing date has passed"):
            rounds.open_(round=ready, by=alice, at=NOW + 5 * WEEK)

    def test_refuses_a_framework_that_was_retired(self, ready: Round, alice: User) -> None:
        Framework.objects.update(state="retired", retired_at=NOW)
        with pytest.raises(RoundRefused, match="retired"):
            rounds.open_(round=ready, by=alice, at=NOW)

    def test_refuses_a_closed_round(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        closed = make_round(ashford, framework, by=alice, state="closed")
        with pytest.raises(RoundRefused, match="never opened again"):
            rounds.open_(round=closed, by=alice, at=NOW)


class TestExtendingARound:
    def test_moves_the_closing_date(self, open_round: Round, alice: User) -> None:
        later = open_round.closes_on + WEEK
        assert rounds.extend(round=open_round, closes_on=later, by=alice, at=NOW).closes_on == later
        event = AuditEvent.objects.get(action="round.extended")
        assert event.detail == {
            "before": open_round.closes_on.isoformat(),
            "after": later.isoformat(),
        }

    def test_refuses_a_day_that_has_passed(self, open_round: Round, alice: User) -> None:
        with pytest.raises(RoundRefused, match="today or later"):
            rounds.extend(round=open_round, closes_on=TODAY - WEEK, by=alice, at=NOW)

    def test_refuses_a_draft(self, draft: Round, alice: User) -> None:
        with pytest.raises(RoundRefused, match="open round"):
            rounds.extend(round=draft, closes_on=TODAY + WEEK, by=alice, at=NOW)


class TestClosingARound:
    def test_closes_it_with_author_and_time(self, open_round: Round, alice: User) -> None:
        closed = rounds.close(round=open_round, by=alice, at=NOW)
        assert (closed.state, closed.closed_by, closed.closed_at) == ("closed", alice, NOW)
        assert actions() == ["round.closed"]

    def test_twice_changes_nothing(self, open_round: Round, alice: User) -> None:
        rounds.close(round=open_round, by=alice, at=NOW)
        again = rounds.close(round=open_round, by=alice, at=NOW + WEEK)
        assert (again.closed_at, actions()) == (NOW, ["round.closed"])

    def test_refuses_a_draft(self, draft: Round, alice: User) -> None:
        with pytest.raises(RoundRefused, match="not been opened"):
            rounds.close(round=draft, by=alice, at=NOW)


@pytest.mark.django_db(transaction=True)
class TestTwoHandsAtOnce:
    def test_open_a_round_once(self, ready: Round, alice: User) -> None:
        def press() -> None:
            try:
                rounds.open_(round=ready, by=alice, at=NOW)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(press) for _hand in range(2)]:
                done.result()
        assert actions().count("round.opened") == 1
        assert Invitation.objects.count() == 2
