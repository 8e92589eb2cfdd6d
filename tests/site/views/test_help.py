"""Help and legal pages: open to everybody, and true."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assessment.models import Council, User
from assessment.scoring import disclosure
from assessment.scoring.audiences import COUNCIL_PARTICIPANTS, COUNCIL_RATERS
from assessment.scoring.disclosure import MINIMUM_K
from assessment.site.selectors import confidentiality
from assessment.site.selectors.accessibility import FACTS, facts
from assessment.web.sessions import length_in_words
from tests.cast import PASSWORD, signed_in

PAGES = [
    "help",
    "help_participants",
    "help_raters",
    "help_hr",
    "help_sponsor",
    "accessibility",
    "privacy",
    "cookies",
]
WITH_PROMISE = ["help_participants", "help_raters", "help_hr", "privacy"]


def text(client: Client, name: str) -> str:
    """The words of a page, without its tags."""
    body = client.get(reverse(name)).content.decode()
    main = body.split("<main", 1)[1].split("</main>")[0].split(">", 1)[1]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.django_db
class TestHelp:
    @pytest.mark.parametrize("name", PAGES)
    def test_is_open_to_everybody(self, name: str, alice: User) -> None:
        assert Client().get(reverse(name)).status_code == 200
        assert signed_in(alice).get(reverse(name)).status_code == 200

    @pytest.mark.parametrize("name", PAGES)
    def test_takes_no_post(self, name: str) -> None:
        assert Client().post(reverse(name)).status_code == 405

    @pytest.mark.parametrize("name", PAGES)
    def test_leads_from_every_page(self, name: str) -> None:
        body = Client().get(reverse("account_login")).content.decode()
        linked = {"help", "accessibility", "privacy", "cookies"}
        assert (f'href="{reverse(name)}"' in body) == (name in linked)

    def test_names_the_councils_address_to_its_people(self, alice: User, ashford: Council) -> None:
        assert ashford.contact_email in text(signed_in(alice), "help")
        assert ashford.contact_email not in text(Client(), "help")


@pytest.mark.django_db
class TestWhatASponsorIsTold:
    def test_has_the_thresholds_of_the_council_picture(self) -> None:
        words = text(Client(), "help_sponsor")
        assert f"at least {COUNCIL_PARTICIPANTS} took part and at least {COUNCIL_RATERS}" in words
        assert "No report of a person, no name, no rating and no comment." in words


@pytest.mark.django_db
class TestHelpForHR:
    def test_tells_the_whole_life_of_a_round_in_order(self) -> None:
        words = text(Client(), "help_hr")
        steps = [
            *(
                "Make a round:",
                "Bring in people",
                "Open the round.",
                "Watch who",
                "Close the round.",
            ),
            *("Release.", "Read the council report", "Plan what", "Make the letter to the sponsor"),
            *("Offer check-ins", "A year later"),
        ]
        places = [words.index(step) for step in steps]
        assert places == sorted(places)


@pytest.mark.django_db
class TestPromise:
    @pytest.mark.parametrize("name", WITH_PROMISE)
    def test_says_the_thresholds_of_the_code(self, name: str) -> None:
        words = text(Client(), name)
        assert f"only when at least {MINIMUM_K} of its raters answered" in words
        assert f"at least {disclosure.COMMENT_RESPONSES_MINIMUM} colleagues answered" in words
        assert f"at least {disclosure.COMMENT_AUTHORS_MINIMUM} of them wrote" in words
        assert "“1.5 or lower”" in words

    def test_follows_the_code(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(disclosure, "COMMENT_RESPONSES_MINIMUM", 8)
        assert "at least 8 colleagues answered" in text(Client(), "help_raters")

    def test_of_a_larger_round_asks_for_more(self) -> None:
        assert confidentiality.promised_thresholds(6)["authors"] == 6
        assert confidentiality.promised_thresholds(6)["responses"] == 6

    @pytest.mark.parametrize("name", ["help_raters", "help_hr", "privacy"])
    def test_says_what_it_cannot_do(self, name: str) -> None:
        words = text(Client(), name)
        assert f"In a group of {MINIMUM_K}, somebody who tells their own rating" in words
        assert "Somebody who rates a person and also reads the report" in words


@pytest.mark.django_db
class TestPrivacyNotice:
    def test_tells_the_periods_that_the_council_chose(self, alice: User, ashford: Council) -> None:
        ashford.comments_months = 7
        ashford.save()
        words = text(signed_in(alice), "privacy")
        assert "Comments in reports 7 Release" in words
        assert "Answers of a round that is never released 7 Closing date" in words

    def test_tells_a_stranger_what_councils_start_with(self) -> None:
        words = text(Client(), "privacy")
        fresh = Council()
        assert f"Comments in reports {fresh.comments_months} Release" in words
        assert f"and who gave them {fresh.link_cut_months} Release" in words
        assert "Yours may have chosen others" in words

    def test_says_that_answers_are_deleted_whole(self) -> None:
        words = text(Client(), "privacy")
        assert "Answers are deleted whole, those of managers and participants too." in words

    def test_leads_to_ones_own_data(self) -> None:
        body = Client().get(reverse("privacy")).content.decode()
        assert f'href="{reverse("my_data")}"' in body

    def test_links_the_councils_own(self, alice: User, ashford: Council) -> None:
        assert "own privacy notice" not in text(signed_in(alice), "privacy")
        ashford.privacy_notice_url = "https://ashford.example.gov.uk/privacy"
        ashford.save()
        body = signed_in(alice).get(reverse("privacy")).content.decode()
        assert 'href="https://ashford.example.gov.uk/privacy"' in body


@pytest.mark.django_db
class TestCookies:
    def test_lists_every_cookie_that_is_set(self, alice: User) -> None:
        client = Client()
        client.get(reverse("account_login"))
        signing_in = {"login": alice.email, "password": PASSWORD}
        client.post(reverse("account_login"), signing_in)
        client.post(reverse("account_logout"))
        words = text(Client(), "cookies")
        assert len(client.cookies) >= 3
        assert [name for name in client.cookies if name not in words] == []

    def test_tells_how_long_a_session_lasts(self) -> None:
        assert f"have not used the service for {length_in_words()}" in text(Client(), "cookies")


@pytest.mark.django_db
class TestAccessibilityStatement:
    def write(self, path: Path, **changed: object) -> None:
        path.write_text(json.dumps(json.loads(FACTS.read_text()) | changed))

    def test_tells_the_last_run(self) -> None:
        words, run = text(Client(), "accessibility"), facts()
        assert f"opened {run.pages} pages of version {run.version} in {run.browser}" in words
        assert f"On {run.date.day} {run.date:%B %Y}" in words
        assert run.checker in words

    def test_admits_what_falls_short(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.write(tmp_path / "facts.json", violations=2, known_issues=["Charts <b>blink</b>."])
        found = facts(tmp_path / "facts.json")
        monkeypatch.setattr("assessment.site.views.help.facts", lambda: found)
        words = text(Client(), "accessibility")
        assert "partially compliant with WCAG 2.2 AA" in words
        assert "2 breaches of rules" in words
        assert "Charts <b>blink</b>." in words

    def test_without_facts_is_not_written(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            facts(tmp_path / "nothing.json")

    def test_is_there_in_another_language(self) -> None:
        with override("cy"):
            assert Client().get(reverse("accessibility")).status_code == 200
