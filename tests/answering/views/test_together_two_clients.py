"""Side by side in two tabs, or beside somebody's own page: nothing is overwritten or lost."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from assessment.answering import services as responses
from assessment.models import Dimension, Rater, Response
from tests.answering.conftest import Three
from tests.answers import close, comments, levels, save
from tests.cast import NOW, answer
from tests.tabs import Tab


class Side:
    """A page of several people, as it was when it was opened."""

    def __init__(self, client: Client, three: Three) -> None:
        self.client, self.three = client, three
        self.values: dict[str, str] = {}
        self.bases: dict[str, str] = {}

    def choose(self, number: int, value: str, *, based_on: str = "", question: int = 1) -> str:
        name = self.three.name(number, f"communication-{question}")
        self.values[name], self.bases[name] = value, based_on
        return name

    def write(self, number: int, text: str, *, based_on: str = "") -> str:
        name = self.three.comment(number)
        self.values[name], self.bases[name] = text, based_on
        return name

    def _data(self, **more: str) -> dict[str, str]:
        marks = {name.replace("_", "-"): mark for name, mark in more.items()}
        return {**self.values, **{f"base-{n}": base for n, base in self.bases.items()}, **marks}

    def press(self, **more: str) -> Any:
        return self.client.post(self.three.address(), self._data(then="skip", **more))

    def save(self, **more: str) -> dict[str, Any]:
        url = self.three.address("answer_together_draft")
        told: dict[str, Any] = self.client.post(url, self._data(**more)).json()
        return told


@pytest.fixture
def side(frank_comes: Client, three: Three) -> Side:
    return Side(frank_comes, three)


class TestWithTheScript:
    def test_everybodys_answers_are_saved_at_once(self, side: Side, three: Three) -> None:
        names = [side.choose(0, "5"), side.choose(2, "not-observed"), side.write(1, "Kind.")]
        told = side.save()

        assert told["saved"]
        assert told["message"].startswith("Saved at")
        assert told["stored"] == dict(zip(names, ["5", "not-observed", "Kind."], strict=True))
        assert [levels(each) for each in three.raters] == [
            {"communication-1": 5},
            {},
            {"communication-1": None},
        ]
        assert comments(three.raters[1]) == ["Kind."]

    def test_a_newer_answer_of_the_own_page_is_asked_about_and_the_others_are_saved(
        self, side: Side, three: Three, peer: Rater
    ) -> None:
        name = side.choose(1, "2")
        side.choose(0, "3")
        save(peer, 5)
        told = side.save()

        assert "saved" not in told
        assert told["message"].startswith("Not everything is saved.")
        assert list(told["asked"]) == [name]
        assert "Carol: Shows communication in way 1." in told["asked"][name]
        assert levels(peer) == {"communication-1": 5}
        assert levels(three.raters[0]) == {"communication-1": 3}

    def test_a_newer_answer_from_here_is_asked_about_on_the_own_page(
        self, side: Side, frank_comes: Client, peer: Rater, dimension: Dimension
    ) -> None:
        tab = Tab(frank_comes, peer, dimension)
        side.choose(1, "2")
        side.save()
        tab.choose("q-communication-1", "5")

        assert list(tab.save()["asked"]) == ["q-communication-1"]
        assert levels(peer) == {"communication-1": 2}

    def test_a_page_from_before_a_submission_changes_nothing_by_itself(
        self, side: Side, three: Three, peer: Rater
    ) -> None:
        answer(peer, 4)
        side.choose(1, "2", based_on="4")
        side.choose(0, "2")
        told = side.save()

        assert told["submitted"] == peer.pk.hex
        assert levels(peer)["communication-1"] == 4
        assert levels(three.raters[0]) == {"communication-1": 2}
        assert side.save(knows_submitted=peer.pk.hex)["saved"]
        assert levels(peer)["communication-1"] == 2

    def test_knowing_of_one_submission_is_not_knowing_of_another(
        self, side: Side, three: Three, peer: Rater
    ) -> None:
        answer(peer, 4)
        side.choose(1, "2", based_on="4")
        side.save(knows_submitted=three.raters[0].pk.hex)

        assert levels(peer)["communication-1"] == 4

    def test_asking_saves_nothing(self, side: Side, peer: Rater) -> None:
        save(peer, 5)
        name = side.choose(1, "2")
        side.choose(0, "2")
        told = side.save(ask="")

        assert name in told["asked"]
        assert Response.objects.count() == 1
        assert levels(peer) == {"communication-1": 5}

    def test_who_declined_meanwhile_is_named(self, side: Side, three: Three) -> None:
        responses.decline(rater=three.raters[1], reason="Hardly meet", at=NOW)
        side.choose(1, "2")
        side.choose(0, "2")
        told = side.save()

        assert "Carol: You declined to rate this person" in told["message"]
        assert "saved" not in told
        assert levels(three.raters[0]) == {"communication-1": 2}

    def test_who_was_taken_off_the_list_is_not_called_saved(
        self, side: Side, three: Three, peer: Rater
    ) -> None:
        side.choose(1, "2")
        side.choose(0, "2")
        peer.delete()
        told = side.save()

        assert "HR took somebody off the list" in told["message"]
        assert "saved" not in told
        assert levels(three.raters[0]) == {"communication-1": 2}

    def test_a_closed_round_and_a_lost_session_are_said(self, side: Side, three: Three) -> None:
        side.choose(0, "2")
        close(three.round)
        assert side.save() == {"message": "Not saved: this round has closed.", "over": True}
        side.client = Client()
        assert "you are signed out" in side.save()["message"]


class TestWithoutScripts:
    def test_a_conflict_is_shown_with_both_values_and_ends_by_a_choice(
        self, side: Side, three: Three, peer: Rater
    ) -> None:
        name = side.choose(1, "2")
        save(peer, 5)
        response = side.press()
        text = html.unescape(response.content.decode())

        assert response.status_code == 409
        assert f'name="seen-{name}"' in text
        assert "Level 5" in text
        assert levels(peer) == {"communication-1": 5}
        assert side.press(**{f"seen-{name}": "5", f"keep-{name}": "mine"}).status_code == 302
        assert levels(peer) == {"communication-1": 2}

    def test_what_the_page_only_showed_stays_as_another_tab_left_it(
        self, side: Side, three: Three, peer: Rater
    ) -> None:
        save(peer, 3)
        side.choose(1, "3", based_on="3")
        side.choose(0, "1")
        save(peer, 5)

        assert side.press().status_code == 302
        assert levels(peer) == {"communication-1": 5}
        assert levels(three.raters[0]) == {"communication-1": 1}

    def test_a_page_without_bases_overwrites_nothing(
        self, side: Side, three: Three, peer: Rater
    ) -> None:
        save(peer, 5)
        side.choose(1, "2")
        side.bases = {}

        assert side.press().status_code == 409
        assert levels(peer) == {"communication-1": 5}

    def test_finishing_later_saves_first(self, side: Side, three: Three) -> None:
        side.choose(0, "2")
        response = side.client.post(three.address(), {**side.values, "then": "later"})

        assert "emailed" in response.headers["Location"]
        assert levels(three.raters[0]) == {"communication-1": 2}
