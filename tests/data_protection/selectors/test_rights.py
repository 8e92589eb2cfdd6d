"""What a person gets about themself, and never about anybody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.data_protection.selectors import rights
from assessment.data_protection.services import retention
from assessment.models import Council, Framework, Invitation, Person, QueuedEmail, Round, User
from assessment.release.selectors.results import released_report
from assessment.rounds.services import raters
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    answer,
    make_participant_account,
    make_person,
    make_round,
)
from tests.spring import RELEASED


def leaves(data: Any) -> Iterator[str]:
    """Every key and every value, however deep."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from leaves(value)
    else:
        yield str(data)


def others(person: Person) -> set[str]:
    """Name, email and every identifier of everybody else."""
    found = set()
    for each in Person.objects.exclude(pk=person.pk):
        rows = [*each.ratings_asked.all(), *each.participations.all(), *each.invitations.all()]
        keys = [each.pk, each.user_id, *(row.pk for row in rows)]
        found |= {each.name, each.email} | {str(key) for key in keys if key}
    for user in User.objects.exclude(person=person):
        found |= {user.name, user.email, str(user.pk)}
    return found


def link_of(person: Person) -> Invitation:
    return Invitation.objects.select_related("person", "round").get(person=person)


def account_of(person: Person) -> User:
    assert person.user is not None
    return person.user


class TestAParticipant:
    def test_gets_their_own_answers_roles_and_released_figures(
        self, spring: Round, carol: Person
    ) -> None:
        data = rights.of_account(account_of(carol), language="en-gb")
        (assessed,) = data["assessed"]
        assert assessed["roles"] == ["head of ICT"]
        assert assessed["round"]["link_cut_on"] == "2026-06-30"
        own = assessed["own_answers"]
        assert len(own["ratings"]) == 12
        assert own["ratings"][0] == {
            "dimension": "Communication",
            "statement": "I show communication in way 1.",
            "level": 3,
            "meaning": "Level 3",
        }
        assert own["comments"] == [{"dimension": "Communication", "text": "I try."}]
        texts = {row["text"] for row in assessed["report"]["figures"] if row["what"] == "Comment"}
        assert {"Good.", "Word 0", "Word 4"} <= texts

    def test_gets_every_figure_of_the_report_and_no_digit_more(
        self, spring: Round, carol: Person
    ) -> None:
        report = carol.participations.get().report
        data = rights.of_account(account_of(carol), language="en-gb")
        rows = data["assessed"][0]["report"]["figures"]
        assert len(rows) == len(released_report(report).figures)
        numbers = [word for row in rows for word in row["value"].split() if word[-1].isdigit()]
        assert numbers
        assert all(len(number.partition(".")[2]) <= 1 for number in numbers)

    def test_is_told_why_a_figure_is_withheld(self, spring: Round, carol: Person) -> None:
        gina = Person.objects.get(name="Gina")
        data = rights.of_account(account_of(gina), language="en-gb")
        rows = data["assessed"][0]["report"]["figures"]
        withheld = [row for row in rows if row["withheld"]]
        assert withheld
        for row in withheld:
            assert row["withheld"].startswith(("Withheld: ", "Nothing given: "))
            assert (row["value"], row["ratings"], row["text"]) == ("", None, "")

    def test_gets_no_figure_and_no_sign_of_answers_before_the_release(
        self, ashford: Council, framework: Framework, alice: User, carol: Person, bob: Person
    ) -> None:
        round = make_round(ashford, framework, by=alice, state="open")
        manager = add_rater(add_participant(round, carol), bob, "manager")
        before = rights.of_account(account_of(carol), language="en-gb")
        answer(manager, 5, comments={"communication": "Seen."})
        assert rights.of_account(account_of(carol), language="en-gb") == before
        assert before["assessed"][0]["report"] is None


class TestARater:
    def test_gets_by_link_what_the_round_holds_of_their_answers(
        self, spring: Round, bob: Person
    ) -> None:
        data = rights.of_link(link_of(bob), language="en-gb")
        assert data["person"]["name"] == "Bob"
        assert (data["account"], data["assessed"]) == (None, [])
        (rated,) = data["rated"]
        assert rated["whom"] == "a person whom you were asked to rate as manager"
        assert {rating["level"] for rating in rated["answers"]["ratings"]} == {4}
        assert [comment["text"] for comment in rated["answers"]["comments"]] == ["Good.", "Better."]

    def test_gets_by_link_nothing_of_another_round(
        self, ashford: Council, framework: Framework, spring: Round, alice: User, bob: Person
    ) -> None:
        autumn = make_round(ashford, framework, by=alice, state="open", name="Autumn")
        add_participant(autumn, bob)
        data = rights.of_link(link_of(bob), language="en-gb")
        assert "Autumn" not in json.dumps(data)

    def test_gets_no_answers_after_the_cut(
        self, ashford: Council, spring: Round, carol: Person
    ) -> None:
        at = RELEASED.replace(month=7)
        retention.apply(council=ashford, at=at)
        data = rights.of_account(account_of(carol), language="en-gb")
        assert data["assessed"][0]["own_answers"] is None
        assert data["assessed"][0]["report"]["figures"]

    def test_gets_the_reason_for_declining(self, spring: Round, frank: Person) -> None:
        data = rights.of_person(frank, language="en-gb")
        assert data["rated"][0]["reason_for_declining"] == "I hardly know her."
        assert data["rated"][0]["declined_on"] == NOW.date().isoformat()


class TestACopy:
    @pytest.mark.parametrize("name", ["Carol", "Gina", "Bob", "Frank", "Peer 0", "Peer 2"])
    def test_names_nobody_else(self, spring: Round, alice: User, name: str) -> None:
        person = Person.objects.get(name=name)
        raters.correct_person(
            person=person, name=f"{name} Mended", email=person.email, by=alice, at=NOW
        )
        person.refresh_from_db()
        copies = [rights.of_person(person, language="en-gb")]
        if person.user:
            person.user.refresh_from_db()
            copies.append(rights.of_account(person.user, language="en-gb"))
        if person.invitations.exists():
            copies.append(rights.of_link(link_of(person), language="en-gb"))
        for copy in copies:
            said = list(leaves(json.loads(json.dumps(copy))))
            assert {person.name, person.email} <= set(said)
            assert [each for each in others(person) if each in "\n".join(said)] == []

    def test_for_hr_holds_no_answers(self, spring: Round, bob: Person, carol: Person) -> None:
        copy = rights.of_person(bob, language="en-gb")
        assert copy["rated"][0]["answers"] is None
        assert "Better." not in "\n".join(leaves(copy))
        assert rights.of_person(carol, language="en-gb")["assessed"][0]["own_answers"] is None

    def test_of_hr_lists_what_they_did(self, spring: Round, alice: User) -> None:
        data = rights.of_account(alice, language="en-gb")
        assert data["person"] is None
        assert {"action": "round.released", "on": RELEASED.date().isoformat()} in data["done"]
        assert data["account"]["duties"] == ["HR"]

    def test_says_what_was_done_to_a_person_and_not_by_whom(
        self, spring: Round, alice: User, bob: Person
    ) -> None:
        raters.correct_person(person=bob, name="Bob B", email=bob.email, by=alice, at=NOW)
        bob.refresh_from_db()
        recorded = rights.of_person(bob, language="en-gb")["recorded"]
        assert recorded == [{"action": "person.corrected", "on": NOW.date().isoformat()}]

    def test_takes_the_same_number_of_queries_for_more_rows(
        self, ashford: Council, framework: Framework, alice: User, spring: Round, bob: Person
    ) -> None:
        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                rights.of_person(bob, language="en-gb")
                rights.of_link(link_of(bob), language="en-gb")
            return len(captured)

        before = queries()
        participant = add_participant(spring, make_person(ashford, "Hugo"))
        answer(add_rater(participant, bob, "peer"), 2, comments={"focus": "So so."})
        assert queries() == before


class TestHrWhoAnswersARequest:
    """Days that tell when somebody was here are theirs to see, and nobody else's."""

    def test_is_not_told_when_a_rater_asked_for_a_link_to_finish_later(
        self, spring: Round, frank: Person
    ) -> None:
        queued = {"round": spring, "person": frank, "queued_at": NOW, "sent_at": NOW}
        for kind in (QueuedEmail.Kind.REMINDER, QueuedEmail.Kind.LATER):
            QueuedEmail.objects.create(kind=kind, **queued)
        own = rights.of_account(make_participant_account(frank), language="en-gb")["emails"]
        told = rights.of_person(frank, language="en-gb")["emails"]
        later = str(QueuedEmail.Kind.LATER.label)
        assert later in {each["kind"] for each in own}
        assert [each for each in own if each["kind"] != later] == told
        assert told != []

    def test_is_not_told_of_the_last_sign_in(self, spring: Round, carol: Person) -> None:
        User.objects.update(last_login=NOW)
        carol.refresh_from_db()
        own = rights.of_account(account_of(carol), language="en-gb")["account"]
        told = rights.of_person(carol, language="en-gb")["account"]
        assert own == told | {"last_signed_in_on": own["last_signed_in_on"]}
        assert told.keys() < own.keys()
