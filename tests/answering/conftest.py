"""A round that takes answers today, with a peer and the participant."""

from __future__ import annotations

import pytest
from django.test import Client

from assessment.models import Dimension, Person, Rater, Round
from tests.answers import by_link, dimension_of, keep_open, page
from tests.cast import add_participant, add_rater, signed_in


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
