"""A session lasts as the page says: as long as it is used, and then for a while."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.models import Person, Round, User
from assessment.web import sessions
from tests.answers import by_link, keep_open
from tests.cast import add_participant, add_rater, signed_in

HOUR = datetime.timedelta(hours=1)
BY_SCRIPT = {"sec-fetch-dest": "empty"}


@pytest.fixture(params=["an account", "a link"])
def visitor(
    request: pytest.FixtureRequest, alice: User, open_round: Round, carol: Person, frank: Person
) -> tuple[Client, str]:
    """Somebody who is known, and a page of theirs."""
    if request.param == "an account":
        return signed_in(alice), reverse("round_list")
    add_rater(add_participant(keep_open(open_round), carol), frank, "peer")
    return by_link(open_round, frank), reverse("answer_list")


def remaining(client: Client) -> datetime.timedelta:
    """As it stands in the database."""
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Session.objects.get(pk=key).expire_date - timezone.now()


def let_pass(client: Client, time: datetime.timedelta) -> None:
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    row = Session.objects.get(pk=key)
    Session.objects.filter(pk=key).update(expire_date=row.expire_date - time)


def is_whole(time: datetime.timedelta) -> bool:
    return abs(time - sessions.length()) < datetime.timedelta(minutes=2)


class TestASession:
    def test_is_prolonged_by_every_page(self, visitor: tuple[Client, str]) -> None:
        client, page = visitor
        for _visit in range(3):
            let_pass(client, sessions.length() - HOUR)
            assert remaining(client) < HOUR
            assert client.get(page).status_code == 200
            assert is_whole(remaining(client))

    def test_is_not_prolonged_by_a_script_that_looks(self, visitor: tuple[Client, str]) -> None:
        client, page = visitor
        let_pass(client, sessions.length() - HOUR)
        for address in (reverse("session"), page):
            client.get(address, headers=BY_SCRIPT)
        assert remaining(client) < HOUR

    def test_is_prolonged_by_a_script_that_saves(self, visitor: tuple[Client, str]) -> None:
        client, _page = visitor
        let_pass(client, sessions.length() - HOUR)
        left = client.post(reverse("session"), headers=BY_SCRIPT).json()["seconds"]
        assert is_whole(datetime.timedelta(seconds=left))
        assert is_whole(remaining(client))

    def test_tells_how_long_it_lasts(self, visitor: tuple[Client, str]) -> None:
        client, _page = visitor
        let_pass(client, sessions.length() - HOUR)
        left = client.get(reverse("session"), headers=BY_SCRIPT).json()["seconds"]
        assert 3500 < left <= 3600

    def test_ends_when_it_was_not_used(self, visitor: tuple[Client, str]) -> None:
        client, page = visitor
        let_pass(client, sessions.length())
        assert client.get(page).status_code == 302
        assert client.get(reverse("session")).json() == {"seconds": 0}

    def test_costs_one_write_now_and_then(self, visitor: tuple[Client, str]) -> None:
        client, _page = visitor
        written = []
        for passed in (HOUR, 0 * HOUR):
            let_pass(client, passed)
            with CaptureQueriesContext(connection) as queries:
                client.post(reverse("session"))
            written.append([q["sql"].split()[0] for q in queries].count("UPDATE"))
        assert written == [1, 0]

    def test_ends_with_the_browser(self, visitor: tuple[Client, str]) -> None:
        client, _page = visitor
        client.post(reverse("language"), {"language": "cy"})  # writes into the session
        assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] in {"", None}

    def test_of_nobody_has_no_time(self, db: None) -> None:
        assert Client().get(reverse("session")).json() == {"seconds": 0}
        assert Client().post(reverse("session")).json() == {"seconds": 0}


class TestThePages:
    def test_say_when_it_ends(self, visitor: tuple[Client, str]) -> None:
        client, page = visitor
        let_pass(client, HOUR)
        text = " ".join(client.get(page).content.decode().split())
        end = timezone.localtime(timezone.now() + remaining(client))
        said = f"You stay signed in until {end:%H:%M} on {end.day} {end:%B}."
        assert said in text
        assert f"it is {sessions.length_in_words()} from then" in text

    def test_warn_with_one_button(self, visitor: tuple[Client, str]) -> None:
        client, page = visitor
        let_pass(client, HOUR)
        text = client.get(page, headers=BY_SCRIPT).content.decode()
        dialog = text[text.index("<dialog") : text.index("</dialog>")]
        assert dialog.count("<button") == 1
        assert "Stay signed in" in dialog
        assert re.search(r'data-left="25[12]\d\d"', dialog)
        assert f'data-warn="{settings.SESSION_WARNED_BEFORE}"' in dialog

    def test_say_nothing_of_it_to_nobody(self, db: None) -> None:
        text = Client().get(reverse("help")).content.decode()
        assert "You stay signed in" not in text
        assert "<dialog" not in text

    @pytest.mark.parametrize(
        ("seconds", "words"),
        [(60 * 60 * 8, "8 hours"), (60 * 60, "1 hour"), (60 * 30, "30 minutes"), (60, "1 minute")],
    )
    def test_say_its_length_as_it_is_set(
        self, visitor: tuple[Client, str], settings: Any, seconds: int, words: str
    ) -> None:
        settings.SESSION_COOKIE_AGE = seconds
        client, page = visitor
        for known, address, said in (
            (client, page, f"it is {words} from then"),
            (Client(), reverse("cookies"), f"have not used the service for {words}"),
            (Client(), reverse("link_start"), f"{words} after you last used the service"),
        ):
            assert said in " ".join(known.get(address).content.decode().split())
