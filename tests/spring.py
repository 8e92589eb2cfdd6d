"""A released round of Ashford with every kind of row that data protection is about."""

from __future__ import annotations

import base64
import datetime
import hashlib
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Council, Framework, Invitation, Person, RaterGroup, Round, User
from assessment.release.services.release import release
from assessment.rounds.selectors.invitations import hash_token
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    answer,
    make_participant_account,
    make_person,
    make_round,
)

RELEASED = datetime.datetime(2026, 3, 31, 12, 0, tzinfo=datetime.UTC)

CLOSING: dict[str, Any] = {
    "closing": {"keep_doing": "Keep listening.", "do_differently": "Say no."},
    "marks": ["leadership"],
}
"""What everybody who answers says on the last page."""


def invite(round: Round, person: Person) -> Invitation:
    token_hash = hash_token(token_of(person))
    return Invitation.objects.create(round=round, person=person, token_hash=token_hash, sent_at=NOW)


def token_of(person: Person) -> str:
    """The same in every test, and as long as a real one."""
    hashed = hashlib.sha256(person.email.encode()).digest()
    return base64.urlsafe_b64encode(hashed).decode().rstrip("=")


@pytest.fixture
def spring(
    ashford: Council, framework: Framework, alice: User, bob: Person, carol: Person, frank: Person
) -> Round:
    """Carol was rated by herself, Bob and five peers, Gina by two peers; Frank declined."""
    return make_spring(ashford, framework, alice, bob, carol, frank)


def make_spring(
    ashford: Council, framework: Framework, alice: User, bob: Person, carol: Person, frank: Person
) -> Round:
    round = make_round(ashford, framework, by=alice, state="closed")
    participant = add_participant(round, carol)
    answer(participant.raters.get(), 3, comments={"communication": "I try."}, **CLOSING)
    manager = add_rater(participant, bob, RaterGroup.MANAGER)
    answer(manager, 4, comments={"communication": "Good.", "leadership": "Better."}, **CLOSING)
    invite(round, bob)
    peers = [make_person(ashford, f"Peer {n}") for n in range(5)]
    for number, peer in enumerate(peers):
        comments = {"communication": f"Word {number}"}
        if number == 0:
            comments["leadership"] = "Nobody else wrote here."
        answer(
            add_rater(participant, peer, RaterGroup.PEER),
            number % 5 + 1,
            comments=comments,
            **CLOSING,
        )
        invite(round, peer)
    declined = add_rater(participant, frank, RaterGroup.PARTNER)
    declined.declined_on, declined.decline_reason = NOW.date(), "I hardly know her."
    declined.save()
    gina = make_person(ashford, "Gina")
    make_participant_account(gina)
    thin = add_participant(round, gina)
    answer(add_rater(thin, peers[0], RaterGroup.PEER), 2)
    answer(add_rater(thin, peers[1], RaterGroup.PEER), 3)
    answer(add_rater(thin, peers[2], RaterGroup.PEER), 5, submitted=False)
    release(round=round, by=alice, at=RELEASED)
    return round


def by_link(person: Person) -> Client:
    """Somebody who has followed the link of `invite`."""
    client = Client()
    client.get(reverse("link_arrive", args=[token_of(person)]))
    client.post(reverse("link_start"))
    return client
