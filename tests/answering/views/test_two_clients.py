"""One part open twice, by what is sent: nothing is overwritten or lost, and “saved” is true."""

from __future__ import annotations

import html
import os
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    rule,
    run_state_machine_as_test,
)

from assessment.models import Comment, Dimension, Rater, Response, Round
from tests.answers import levels, posted
from tests.cast import NOW, answer
from tests.tabs import Tab


@pytest.fixture
def tabs(frank_comes: Client, peer: Rater, dimension: Dimension) -> list[Tab]:
    return [Tab(frank_comes, peer, dimension) for _ in range(2)]


def comment() -> str:
    return Comment.objects.values_list("text", flat=True).first() or ""


class TestWithoutScripts:
    def test_a_comment_leaves_the_level_of_another_tab(self, tabs: list[Tab], peer: Rater) -> None:
        one, two = tabs
        one.choose("q-communication-1", "2")
        one.press()
        two.choose("comment", "Only a comment")

        assert two.press().status_code == 302
        assert levels(peer) == {"communication-1": 2}
        assert comment() == "Only a comment"

    def test_a_level_leaves_what_the_page_only_showed(self, peer: Rater, tabs: list[Tab]) -> None:
        answer(peer, 1, submitted=False)
        one, two = tabs
        for tab in tabs:
            tab.open()
        one.choose("q-communication-1", "2")
        one.press()
        two.choose("q-communication-2", "5")
        two.press()

        assert levels(peer)["communication-1"] == 2
        assert levels(peer)["communication-2"] == 5

    def test_a_conflict_shows_both_values_and_keeps_asking(
        self, tabs: list[Tab], peer: Rater
    ) -> None:
        one, two = tabs
        one.choose("q-communication-1", "5")
        one.choose("comment", "Their “words”\nand more")
        one.press()
        two.choose("q-communication-1", "2")
        two.choose("comment", "My words")
        for _ in range(2):
            response = two.press("later")
            text = html.unescape(response.content.decode())

            assert response.status_code == 409
            assert "Their “words”\nand more" in text
            assert text.count("My words") == 2
            assert two.values["q-communication-1"] == "2"
            assert two.seen["q-communication-1"] == "5"
        assert levels(peer) == {"communication-1": 5}
        assert comment() == "Their “words”\nand more"

    @pytest.mark.parametrize(("choice", "level"), [("mine", 2), ("stored", 5)])
    def test_a_conflict_ends_by_a_choice(
        self, tabs: list[Tab], peer: Rater, choice: str, level: int
    ) -> None:
        one, two = tabs
        one.choose("q-communication-1", "5")
        one.press()
        two.choose("q-communication-1", "2")
        two.press()
        two.keep["q-communication-1"] = choice

        assert two.press().status_code == 302
        assert levels(peer) == {"communication-1": level}

    def test_a_choice_is_asked_again_when_something_still_newer_is_stored(
        self, tabs: list[Tab], peer: Rater
    ) -> None:
        one, two = tabs
        one.choose("q-communication-1", "5")
        one.press()
        two.choose("q-communication-1", "2")
        two.press()
        one.choose("q-communication-1", "4")
        one.press()
        two.keep["q-communication-1"] = "mine"

        assert two.press().status_code == 409
        assert two.seen["q-communication-1"] == "4"
        assert levels(peer) == {"communication-1": 4}

    def test_a_page_without_bases_overwrites_nothing(
        self, frank_comes: Client, url: str, peer: Rater, dimension: Dimension
    ) -> None:
        frank_comes.post(url, posted(dimension, "2", comment="Stored"))

        assert frank_comes.post(url, posted(dimension, "4", comment="x")).status_code == 409
        assert set(levels(peer).values()) == {2}
        assert comment() == "Stored"

    def test_a_comment_can_be_emptied(self, tabs: list[Tab]) -> None:
        one, _two = tabs
        one.choose("comment", "No.")
        one.press()
        one.choose("comment", "")
        one.press()

        assert comment() == ""

    def test_signing_in_again_keeps_what_each_answer_was_based_on(
        self, tabs: list[Tab], peer: Rater, frank_comes: Client
    ) -> None:
        one, two = tabs
        one.choose("q-communication-1", "5")
        one.press()
        two.choose("q-communication-1", "2")
        two.client = Client()
        text = two.press().content.decode()

        assert '<input type="hidden" name="base-q-communication-1">' in text
        assert '<input type="hidden" name="base-comment">' in text


class TestWithTheScript:
    def test_only_what_was_touched_is_sent_and_told(self, tabs: list[Tab], peer: Rater) -> None:
        one, two = tabs
        one.choose("q-communication-1", "5")
        one.choose("comment", "All of it.")
        assert one.save()["stored"] == {"q-communication-1": "5", "comment": "All of it."}
        two.choose("q-communication-2", "3")
        assert two.save()["stored"] == {"q-communication-2": "3"}

        assert levels(peer) == {"communication-1": 5, "communication-2": 3}
        assert comment() == "All of it."

    def test_what_is_newer_is_not_overwritten_but_asked_about(
        self, tabs: list[Tab], peer: Rater
    ) -> None:
        one, two = tabs
        one.choose("q-communication-1", "5")
        one.save()
        two.choose("q-communication-1", "2")
        two.choose("q-communication-2", "2")
        told = two.save()

        assert "saved" not in told
        assert told["message"].startswith("Not everything is saved.")
        assert told["stored"] == {"q-communication-2": "2"}
        assert list(told["asked"]) == ["q-communication-1"]
        assert "Level 5" in told["asked"]["q-communication-1"]
        assert "Level 2" in told["asked"]["q-communication-1"]
        assert levels(peer) == {"communication-1": 5, "communication-2": 2}

    def test_a_lost_answer_is_no_conflict_with_oneself(self, tabs: list[Tab], peer: Rater) -> None:
        one, _two = tabs
        one.choose("comment", "Half")
        one.save(answered=False)
        one.choose("comment", "Half and half")

        assert one.save()["saved"]
        assert comment() == "Half and half"

    def test_asking_saves_nothing(self, tabs: list[Tab], peer: Rater) -> None:
        one, _two = tabs
        one.choose("q-communication-1", "5")
        one.choose("comment", "Draft")
        told = one.save(ask="")

        assert set(told["asked"]) == {"q-communication-1", "comment"}
        assert not Response.objects.exists()

    def test_asking_about_what_is_stored_asks_nothing(self, tabs: list[Tab], peer: Rater) -> None:
        one, two = tabs
        one.choose("comment", "The same")
        one.save()
        two.choose("comment", "The same")

        assert two.save(ask="")["asked"] == {}

    def test_a_page_from_before_the_submission_changes_nothing_by_itself(
        self, tabs: list[Tab], peer: Rater
    ) -> None:
        one, _two = tabs
        answer(peer, 4)
        one.bases["comment"] = [""]
        one.choose("comment", "Late")
        told = one.save()

        assert told["submitted"]
        assert "comment" in told["asked"]
        assert comment() == ""

    def test_a_page_that_knows_of_the_submission_says_that_it_counts(
        self, tabs: list[Tab], peer: Rater
    ) -> None:
        answer(peer, 4)
        one, _two = tabs
        one.open()
        one.choose("comment", "Late")
        told = one.save(knows_submitted="")

        assert "counts without submitting again" in told["message"]
        assert comment() == "Late"

    def test_line_breaks_of_any_kind_are_the_same_text(self, tabs: list[Tab]) -> None:
        one, _two = tabs
        one.choose("comment", "One\r\nTwo\rThree")
        one.save()
        one.open()
        assert one.values["comment"].strip() == "One\nTwo\nThree"
        one.bases["comment"] = ["One\r\nTwo\r\nThree"]
        one.choose("comment", "Four")

        assert one.save()["saved"]
        assert comment() == "Four"


FIELDS = ["q-communication-1", "comment", "q-communication-2"]
VALUES = {
    "q-communication-1": ["1", "2", "not-observed"],
    "q-communication-2": ["3", "4", "5"],
    "comment": ["Short", "", "a < b & “c”\nd"],
}


ORDERS = int(os.environ.get("ORDERS_OF_TWO_TABS", "15"))


class TwoTabs(RuleBasedStateMachine):
    """Two tabs in any order. `knows` is what each has been shown, chose, or decided about.

    Meanwhile the answers are submitted or withdrawn elsewhere; the round closes and is extended.
    """

    client: Client
    rater: Rater
    dimension: Dimension

    def __init__(self) -> None:
        super().__init__()
        Response.objects.all().delete()
        self.let_in(True)
        self.tabs = [Tab(self.client, self.rater, self.dimension) for _ in range(2)]
        self.knows: list[dict[str, set[str]]] = [{}, {}]
        for place in range(2):
            self.look(place)

    def look(self, place: int) -> None:
        """What the page shows just now is known."""
        tab = self.tabs[place]
        self.knows[place] = {name: set(tab.bases[name]) | {tab.values[name]} for name in FIELDS}

    def stored(self) -> dict[str, str]:
        given = {
            f"q-{key}": "not-observed" if level is None else str(level)
            for key, level in levels(self.rater).items()
        }
        return {name: {**given, "comment": comment()}.get(name, "") for name in FIELDS}

    def acting(self, place: int, act: Any) -> Any:
        """Nothing changes but what this tab touched, and nothing that it did not know."""
        tab, before = self.tabs[place], self.stored()
        values, touched = dict(tab.values), set(tab.touched()) | set(tab.keep)
        answer = act()
        after = self.stored()
        assert self.is_open or before == after
        for name in FIELDS:
            if before[name] != after[name]:
                assert name in touched
                assert after[name] == values[name].strip()
                assert before[name] in self.knows[place][name]
        return answer

    def let_in(self, is_open: bool) -> None:
        """The last day is a week ahead, or was yesterday."""
        self.is_open, today = is_open, timezone.localdate()
        last = today + timedelta(days=7 if is_open else -1)
        Round.objects.update(opens_on=today - timedelta(days=9), closes_on=last)

    place = st.integers(0, 1)
    names = st.sampled_from(FIELDS)
    hows = st.sampled_from(["save", "press", "unheard", "wait"])

    @rule(place=place, name=names, number=st.integers(0, 2), how=hows)
    def choose(self, place: int, name: str, number: int, how: str) -> None:
        """Choose or write something; then press, or let the script save, or neither."""
        value = VALUES[name][number]
        self.tabs[place].choose(name, value)
        self.knows[place][name].add(value)
        if how == "press":
            self.press(place)
        elif how != "wait":
            self.save(place, answered=how == "save")

    @rule(place=place, answered=st.booleans())
    def save(self, place: int, answered: bool) -> None:
        tab = self.tabs[place]
        told = self.acting(place, lambda: tab.save(answered=answered))
        now = self.stored()
        for name, value in told.get("stored", {}).items():
            assert now[name] == value == tab.values[name]
        for name in told.get("asked", {}):
            assert now[name] != tab.values[name]
        if told.get("saved"):
            assert tab.touched() == []

    @rule(place=place)
    def press(self, place: int) -> None:
        tab = self.tabs[place]
        wanted = {name: tab.values[name] for name in tab.touched()}
        response = self.acting(place, tab.press)
        if not self.is_open:
            assert response.status_code == 410
            return
        now = self.stored()
        for name, value in wanted.items():
            asked = response.status_code == 409 and name in tab.seen
            assert now[name] == value or (asked and tab.values[name] == value)
        for name in FIELDS:
            if name not in tab.seen:
                self.knows[place][name] = {now[name], tab.values[name]}

    @rule(place=place, number=st.integers(0, 2), choice=st.sampled_from(["mine", "stored"]))
    def decide(self, place: int, number: int, choice: str) -> None:
        tab, name = self.tabs[place], FIELDS[number]
        if name in tab.seen:
            self.knows[place][name].add(tab.seen[name])
            tab.decide(name, choice)

    @rule(submitted=st.booleans())
    def submit_elsewhere(self, submitted: bool) -> None:
        Response.objects.update(submitted_on=NOW.date() if submitted else None)

    @rule(is_open=st.booleans())
    def close_or_extend(self, is_open: bool) -> None:
        self.let_in(is_open)

    @rule(place=place)
    def open(self, place: int) -> None:
        if not self.is_open:
            return
        before = self.stored()
        self.tabs[place].open()
        assert self.stored() == before
        self.look(place)


def test_no_order_of_two_tabs_overwrites_or_loses_anything(
    frank_comes: Client, peer: Rater, dimension: Dimension
) -> None:
    TwoTabs.client, TwoTabs.rater, TwoTabs.dimension = frank_comes, peer, dimension
    run_state_machine_as_test(
        TwoTabs,
        settings=settings(
            max_examples=ORDERS,
            stateful_step_count=10,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],  # shrinking takes minutes; an example here is short
            suppress_health_check=list(HealthCheck),
        ),
    )
