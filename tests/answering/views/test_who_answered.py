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

from assessment.models import Council, Framework, Person, Rater, RaterGroup, User
from tests import console
from tests.answers import page
from tests.cast import signed_in
from tests.reports.people import closed_round, rated, released

TOLD = re.compile(
    r"After the release the participant can see how many people of each group were asked and how "
    r"many answered\. Where all of a group answered, or nobody did, it follows who did\."
)
GROUPS = {RaterGroup.MANAGER: 1, RaterGroup.PEER: 4, RaterGroup.REPORT: 3}
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
    def test_prints_how_many_of_each_group_were_asked_and_answered(
        self, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> None:
        """If it ever stops, the promise may say something better."""
        round = closed_round(ashford, framework, alice)
        rated(round, carol, groups=GROUPS)
        report = released(round, alice)[0]
        shown = text(signed_in(alice).get(reverse("report_page", args=[report.pk])))
        assert "Who was asked and who answered" in shown
        assert "Peers 4 4" in shown
        assert "Direct reports 3 3" in shown


class TestThePromise:
    @pytest.mark.parametrize("group", ["peer", "report", "partner", "manager"])
    def test_says_before_the_first_question_what_the_report_tells(
        self, frank_comes: Client, peer: Rater, group: str
    ) -> None:
        Rater.objects.filter(pk=peer.pk).update(group=group)
        assert TOLD.search(text(frank_comes.get(page("answer_promise", peer))))

    @pytest.mark.parametrize("name", ["help_raters", "help_participants", "help_hr", "privacy"])
    def test_says_the_same_in_the_help(self, name: str, db: None) -> None:
        assert TOLD.search(text(Client().get(reverse(name))))

    def test_says_so_on_the_page_of_the_participant(self, carol_comes: Client) -> None:
        shown = text(carol_comes.get(reverse("home")))
        assert "how many people of each group were asked and how many answered" in shown

    @pytest.mark.parametrize("name", EMAILS)
    def test_says_the_same_in_every_email_that_asks(self, name: str) -> None:
        assert TOLD.search(render_to_string("emails/_promise.txt", {"threshold": 3}))
        written = settings.BASE_DIR / "templates" / "emails" / f"{name}.txt"
        assert '{% include "emails/_promise.txt" %}' in written.read_text()

    def test_is_denied_nowhere(self) -> None:
        assert [each for place in PLACES for each in denials(place)] == []


def denials(place: Path) -> list[str]:
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", place.read_text()))
    sentences = re.split(r"(?<=[.:;])\s", words)
    return [each for each in sentences if any(re.search(denial, each) for denial in DENIALS)]
