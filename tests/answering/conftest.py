"""A round that takes answers today, with a peer and the participant."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Dimension, Person, Rater, Round
from tests.answers import by_link, dimension_of, keep_open, page
from tests.cast import add_participant, add_rater, make_person, signed_in


@pytest.fixture
def round(open_round: Round) -> Round:
    return keep_open(open_round)


@pytest.fixture
def peer(round: Round, carol: Person, frank: Person) -> Rater:
    """Frank is to rate Carol, who holds both roles."""
    return add_rater(add_participant(round, carol, "e-champion", "head-of-ict"), frank, "peer")


@pytest.fixture
def own(peer: Rater) -> Rater:
    """Carol is to rate herself."""
    return peer.participant.raters.get(group="self")


@pytest.fixture
def frank_comes(round: Round, peer: Rater, frank: Person) -> Client:
    return by_link(round, frank)


@pytest.fixture
def carol_comes(peer: Rater, carol: Person) -> Client:
    assert carol.user is not None
    return signed_in(carol.user)


@pytest.fixture
def dimension(peer: Rater) -> Dimension:
    return dimension_of(peer.participant)


@pytest.fixture
def url(peer: Rater, dimension: Dimension) -> str:
    """The page of the first part about Carol."""
    return page("answer_questions", peer, dimension)


@dataclass(frozen=True)
class Three:
    """Frank is asked about three people of one round."""

    round: Round
    raters: list[Rater]

    def name(self, number: int, key: str) -> str:
        """Of a field about one of them."""
        return f"q-{self.raters[number].pk.hex}-{key}"

    def comment(self, number: int) -> str:
        return f"comment-{self.raters[number].pk.hex}"

    def address(self, name: str = "answer_together_questions", dimension: str = "") -> str:
        key = dimension or ("communication" if name.endswith(("questions", "draft")) else "")
        return reverse(name, args=[self.round.pk, *([key] if key else [])])


@pytest.fixture
def three(round: Round, peer: Rater, frank: Person, bob: Person) -> Three:
    """Beside Carol there are Bob, whom he rates as his report, and Gina, whose manager he is."""
    gina = make_person(round.council, "Gina")
    others = [
        add_rater(add_participant(round, bob), frank, "report"),
        add_rater(add_participant(round, gina), frank, "manager"),
    ]
    return Three(round, [others[0], peer, others[1]])
