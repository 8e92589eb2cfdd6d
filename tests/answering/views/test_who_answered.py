"""What raters are told about who learns that they answered, against what a report prints."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from assessment import visibility
from assessment.models import Council, Framework, Person, Rater, RaterGroup, User
from tests import console
from tests.answers import page
from tests.cast import add_rater, make_person, signed_in
from tests.reports.people import closed_round, rated, released

TOLD = re.compile(
    r"After the release the report says how many people answered in each group that it shows\. "
    r"Where that is all of a group, it follows that you did; where a group is missing beside "
    r"others, that nobody in it did\."
)
GROUPS = {RaterGroup.MANAGER: 1, RaterGroup.PEER: 4, RaterGroup.REPORT: 1}
EMAILS = ["rater_invitation", "rater_reminder", "participant_invitation", "participant_reminder"]
PLACES = [
    *(settings.BASE_DIR / "templates").rglob("*.html"),
    *(settings.BASE_DIR / "templates").rglob("*.txt"),
    *(settings.BASE_DIR / "docs").rglob("*.md"),
    settings.BASE_DIR / "README.md",
]
# What was said before, in whatever words: somebody does not learn who, or whether you, answered.
DENIALS = [
    r"(do|does|will|can)( not|n’t|n't)( ever)? (see|know|learn)[^.]* (who|whether)[^.]*\banswered",
    r"(never|nobody|neither)\b[^.]*\b(sees?|knows?|learns?)\b[^.]*(who|whether)[^.]*\banswered",
    r"sees neither",
]


def text(response: Any) -> str:
    return console.text(response)


class TestTheReport:
    def test_prints_how_many_answered_of_the_groups_that_it_shows_and_nobody_else(
        self, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> None:
        round = closed_round(ashford, framework, alice)
        participant = rated(round, carol, groups=GROUPS)
        add_rater(participant, make_person(ashford, "Silent"), RaterGroup.PARTNER)
        report = released(round, alice)[0]
        shown = text(signed_in(alice).get(reverse("report_page", args=[report.pk])))
        assert "Who answered Group Answered Yourself 1 Manager 1 Colleagues" in shown
        assert "Colleagues (peers, direct reports and partners) 5" in shown

    def test_prints_fewer_than_the_minimum_where_no_group_can_be_shown(
        self, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> None:
        round = closed_round(ashford, framework, alice)
        rated(round, carol, groups={RaterGroup.PEER: 2})
        report = released(round, alice)[0]
        shown = text(signed_in(alice).get(reverse("report_page", args=[report.pk])))
        assert "Colleagues (peers) fewer than 3" in shown


class TestThePromise:
    @pytest.mark.parametrize("group", ["peer", "report", "partner"])
    def test_says_before_the_first_question_what_the_report_tells(
        self, frank_comes: Client, peer: Rater, group: str
    ) -> None:
        Rater.objects.filter(pk=peer.pk).update(group=group)
        assert TOLD.search(text(frank_comes.get(page("answer_promise", peer))))

    def test_says_to_the_manager_that_the_report_shows_whether_they_answered(
        self, frank_comes: Client, peer: Rater
    ) -> None:
        Rater.objects.filter(pk=peer.pk).update(group="manager")
        shown = text(frank_comes.get(page("answer_promise", peer)))
        assert "whether you answered Yes, after the release" in shown

    @pytest.mark.parametrize("name", ["help_raters", "help_participants", "help_hr", "privacy"])
    def test_says_the_same_in_the_help(self, name: str, db: None) -> None:
        assert TOLD.search(text(Client().get(reverse(name))))

    def test_says_so_on_the_page_of_the_participant(self, carol_comes: Client) -> None:
        shown = text(carol_comes.get(reverse("home")))
        assert "says how many people answered in each group that it shows" in shown

    @pytest.mark.parametrize("name", EMAILS)
    def test_says_the_same_in_every_email_that_asks(self, name: str) -> None:
        told = {"who_sees": visibility.in_short(k=4), "limit": visibility.limit(k=4)}
        words = render_to_string("emails/_promise.txt", told)
        assert TOLD.search(words)
        assert "In a group of 4, somebody who tells" in words
        written = settings.BASE_DIR / "templates" / "emails" / f"{name}.txt"
        assert '{% include "emails/_promise.txt" %}' in written.read_text()

    def test_is_denied_nowhere(self) -> None:
        assert [each for place in PLACES for each in denials(place)] == []


def denials(place: Path) -> list[str]:
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", place.read_text()))
    sentences = re.split(r"(?<=[.:;])\s", words)
    return [each for each in sentences if any(re.search(denial, each) for denial in DENIALS)]
