"""The way of an answer from the page of questions to the database, as a reader follows it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest
from django.test import Client

from assessment.models import Dimension, Rater
from tests.answers import close, page, posted, save

MOST_MOVES = 12
SEEN_BY_THE_SERVICE = "answering.services._still_works -> rounds.selectors.invitations.current"

ASIDE = (
    *("assessment.web.middleware", "assessment.site.context", "assessment.models"),
    "assessment.components",
)
"""What stands around every page, what Django calls for a row, and what draws a form's fields."""

ASKED = {
    "sheet": ("assessment.frameworks.questionnaire", "load"),
    "progress": ("assessment.answering.selectors", "progress"),
    "language": ("assessment.languages", "request_language"),
}


class Way:
    """What one request calls, while it is followed.

    A move is a call from one room of `assessment` into another, a room being a package or module
    directly below it. The caller is the nearest function of the product up the stack, so what
    Django does in between is no stop. Each pair of functions counts once, in the order they come.
    Left out are ASIDE, what a template calls while it is rendered, and code that nobody wrote:
    the constructor of a dataclass. `asks` counts the calls of ASKED, every one of them.
    """

    def __init__(self) -> None:
        self.moves: list[str] = []
        self.asks: Counter[str] = Counter()

    def __enter__(self) -> Way:
        sys.setprofile(self._step)
        return self

    def __exit__(self, *_error: object) -> None:
        sys.setprofile(None)

    def _step(self, frame: FrameType, event: str, _arg: object) -> None:
        if event != "call" or not is_product(frame) or (caller := caller_of(frame)) is None:
            return
        here = module(frame), frame.f_code.co_name
        self.asks.update(name for name, spot in ASKED.items() if spot == here)
        move = f"{said(caller)} -> {said(frame)}"
        if room(caller) != room(frame) and move not in self.moves:
            self.moves.append(move)


def module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def is_product(frame: FrameType) -> bool:
    written = not frame.f_code.co_filename.startswith("<")
    return written and module(frame).startswith("assessment.") and not is_aside(frame)


def is_aside(frame: FrameType) -> bool:
    return module(frame).startswith(ASIDE)


def room(frame: FrameType) -> str:
    return module(frame).split(".")[1]


def said(frame: FrameType) -> str:
    return f"{module(frame).removeprefix('assessment.')}.{frame.f_code.co_qualname}"


def caller_of(frame: FrameType) -> FrameType | None:
    """The product's function that led here; none for a page's first, or within a template."""
    stack = list(callers(frame))
    if any(module(each).startswith("django.template") for each in stack):
        return None
    found = next((each for each in stack if is_product(each) or is_aside(each)), None)
    return found if found is not None and is_product(found) else None


def callers(frame: FrameType) -> Iterator[FrameType]:
    while frame.f_back is not None:
        frame = frame.f_back
        yield frame


@pytest.fixture
def answers(dimension: Dimension) -> dict[str, str]:
    return posted(dimension, "4", comment="Clear.")


def post(client: Client, url: str, data: dict[str, str]) -> tuple[Way, Any]:
    """After a first look at the page: each process reads a published framework once."""
    client.get(url)
    with Way() as way:
        return way, client.post(url, data)


@pytest.fixture
def draft_url(peer: Rater, dimension: Dimension) -> str:
    return page("answer_draft", peer, dimension)


class TestAnAnswer:
    def test_makes_few_moves_between_rooms_when_it_is_saved(
        self, frank_comes: Client, url: str, answers: dict[str, str]
    ) -> None:
        way, response = post(frank_comes, url, answers)

        assert response.status_code == 302
        assert len(way.moves) <= MOST_MOVES, "\n".join(way.moves)
        assert SEEN_BY_THE_SERVICE in way.moves

    def test_makes_few_when_its_page_stays(
        self, frank_comes: Client, url: str, dimension: Dimension
    ) -> None:
        way, response = post(frank_comes, url, posted(dimension, leave_out=1))

        assert "Choose an answer:" in response.content.decode()
        assert len(way.moves) <= MOST_MOVES, "\n".join(way.moves)

    def test_makes_few_as_a_draft(
        self, frank_comes: Client, draft_url: str, answers: dict[str, str]
    ) -> None:
        way, response = post(frank_comes, draft_url, answers)

        assert response.json()["saved"]
        assert len(way.moves) <= MOST_MOVES, "\n".join(way.moves)


def asks(way: Way) -> tuple[int, int, int]:
    return way.asks["sheet"], way.asks["progress"], way.asks["language"]


class TestTheSheetTheProgressAndTheLanguage:
    """A page that goes on shows no progress, so it asks for none."""

    def test_are_asked_for_once_when_the_page_stays(
        self, frank_comes: Client, url: str, dimension: Dimension
    ) -> None:
        way, _response = post(frank_comes, url, posted(dimension, leave_out=1))

        assert asks(way) == (1, 1, 1)

    def test_are_asked_for_once_when_it_goes_on(
        self, frank_comes: Client, url: str, answers: dict[str, str]
    ) -> None:
        way, _response = post(frank_comes, url, answers)

        assert asks(way) == (1, 0, 1)

    def test_are_asked_for_once_when_something_else_is_stored(
        self, frank_comes: Client, url: str, peer: Rater, answers: dict[str, str]
    ) -> None:
        save(peer, 1)
        way, response = post(frank_comes, url, answers)

        assert response.status_code == 409
        assert asks(way) == (1, 1, 1)

    def test_are_asked_for_once_when_nothing_can_be_saved(
        self, frank_comes: Client, url: str, peer: Rater, answers: dict[str, str]
    ) -> None:
        close(peer.participant.round)
        way, response = post(frank_comes, url, answers)

        assert response.status_code == 410
        assert asks(way) == (1, 1, 1)

    def test_are_asked_for_once_by_a_draft(
        self, frank_comes: Client, draft_url: str, answers: dict[str, str]
    ) -> None:
        way, _response = post(frank_comes, draft_url, answers)

        assert asks(way) == (1, 0, 1)

    def test_are_asked_for_once_by_a_draft_that_only_asks(
        self, frank_comes: Client, draft_url: str, answers: dict[str, str]
    ) -> None:
        way, _response = post(frank_comes, draft_url, {**answers, "ask": ""})

        assert asks(way) == (1, 1, 1)
