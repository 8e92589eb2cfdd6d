"""What can be learned beside the figures: from logs, addresses, orders, copies and differences."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.models import (
    Council,
    Framework,
    Invitation,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Report,
    Round,
    User,
)
from assessment.release.services import release
from assessment.rounds.selectors.invitations import hash_token
from assessment.rounds.services import invitations, outbox, rounds
from assessment.rounds.services.links import OVERLAP, has_left, offer
from tests.attacks.clock import SESSION
from tests.cast import add_participant, add_rater, answer, make_person, make_round, signed_in
from tests.house.test_access import ADDRESSES, World, address, world

__all__ = ["world"]  # a fixture

FINGERPRINT = re.compile(r"<code>[0-9a-f]{64}</code>")  # of a report, its random id included
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ADDRESS = re.compile(r"""(?:href|action|src)=["']([^"']*)["']""")
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
LINK = re.compile(r"/link/([\w-]+)/")
CLOCK = re.compile(rf"{SESSION}|\d{{1,2}}:\d{{2}}(:\d{{2}}\.\d+)?( [ap]\.m\.)?|T\d[\d:.]+")
PUBLIC = {"brand"}  # a colour as a style sheet: the same for everybody
NAMES = ["Alice", "Bob", "Carol", "Frank", "Gwendolen"]


def account(person: Person) -> User:
    assert person.user is not None
    return person.user


@pytest.fixture
def asked(ashford: Council, framework: Framework, alice: User, carol: Person) -> Participant:
    """Carol in a draft round, with Bertrand as manager and four peers.

    No name is so short that a random token may hold it.
    """
    draft = make_round(ashford, framework, by=alice)
    draft.opens_on, draft.closes_on = timezone.localdate(), timezone.localdate()
    draft.save()
    participant = add_participant(draft, carol)
    add_rater(participant, make_person(ashford, "Bertrand"), RaterGroup.MANAGER)
    add_rater(participant, make_person(ashford, "Frank", "frank@example.com"), RaterGroup.PEER)
    for name in ["Gwendolen", "Humphrey", "Isolde"]:
        add_rater(participant, make_person(ashford, name), RaterGroup.PEER)
    return participant


class Journey:
    """A whole round by HTTP, keeping every address that was visited and every page."""

    def __init__(self, participant: Participant, alice: User) -> None:
        self.participant, self.alice = participant, alice
        self.round = participant.round
        self.addresses: list[str] = []
        self.pages: list[str] = []

    def visit(self, client: Client, path: str, data: dict[str, Any] | None = None) -> HttpResponse:
        answer: Any = client.get(path) if data is None else client.post(path, data)
        self.addresses += [path, answer.get("Location", "")]
        if "text/html" in answer["Content-Type"]:
            self.pages.append(answer.content.decode())
        return answer

    def run(self) -> None:
        hr = signed_in(self.alice)
        with TestCase.captureOnCommitCallbacks(execute=True):
            self.visit(hr, reverse("round_open", args=[self.round.pk]), {})
        invitations.send_pending(round=self.round, at=timezone.now())
        self.answer_by_link("frank@example.com")
        self.decline_by_link("gwendolen@example.gov.uk")
        self.visit(Client(), reverse("link_arrive", args=["no-such-token"]))
        self.visit(hr, reverse("report_page", args=[self.participant.pk]))
        self.look_around(hr)
        rounds.close(round=self.round, by=self.alice, at=timezone.now())
        release.release(round=self.round, by=self.alice, at=timezone.now())
        report = Report.objects.get()
        for client in (hr, signed_in(account(self.participant.person))):
            self.visit(client, reverse("report_page", args=[report.pk]))
            self.visit(client, reverse("report_pdf", args=[report.pk]))
            self.visit(client, reverse("my_data"))
        self.look_around(hr)

    def by_link(self, email: str) -> Client:
        client = Client()
        letter = next(each for each in mail.outbox if each.to == [email])
        token = LINK.search(str(letter.body))
        assert token is not None
        client.get(token.group())
        self.visit(client, reverse("link_start"), {})
        return client

    def answer_by_link(self, email: str) -> None:
        client = self.by_link(email)
        rater = Rater.objects.get(person__email=email)
        for dimension in self.round.framework.dimensions.all():
            path = reverse("answer_questions", args=[rater.pk, dimension.key])
            page = self.visit(client, path).content.decode()
            names = set(re.findall(r'type="radio"[^>]* name="([^"]+)"', page))
            names |= set(re.findall(r'name="([^"]+)"[^>]* type="radio"', page))
            assert names
            self.visit(client, path, dict.fromkeys(names, "4") | {"comment": "Clear words."})
        self.visit(client, reverse("answer_check", args=[rater.pk]), {})
        self.visit(client, reverse("answer_submitted", args=[rater.pk]))
        self.visit(client, reverse("my_data"))

    def decline_by_link(self, email: str) -> None:
        rater = Rater.objects.get(person__email=email)
        path = reverse("answer_decline", args=[rater.pk])
        self.visit(self.by_link(email), path, {"reason": "We never meet."})

    def look_around(self, hr: Client) -> None:
        """Every page of HR about this round, and searches by name."""
        for name in ("round_page", "round_people"):
            self.visit(hr, reverse(name, args=[self.round.pk]))
        self.visit(hr, reverse("participant_page", args=[self.participant.pk]))
        for name in ("holdings", "data_people", "audit", "round_list"):
            self.visit(hr, reverse(name))
        for name in ("round_page", "round_people"):
            self.visit(hr, reverse(name, args=[self.round.pk]), {"search": "Frank"})
        self.visit(hr, reverse("data_people"), {"search": "Frank"})
        self.visit(hr, reverse("audit"), {"by": "Alice", "subject": "frank@example.com"})


@pytest.fixture
def journey(asked: Participant, alice: User) -> Journey:
    travelled = Journey(asked, alice)
    travelled.run()
    return travelled


def personal(text: str) -> list[str]:
    """Whatever of a person stands in a text."""
    people = [each for pair in Person.objects.values_list("name", "email") for each in pair]
    users = [each for pair in User.objects.values_list("name", "email") for each in pair]
    tokens = [match for letter in mail.outbox for match in LINK.findall(str(letter.body))]
    return sorted({each for each in (*people, *users, *tokens) if each in text})


@pytest.mark.one_database
class TestAWholeJourney:
    def test_leaves_no_name_no_address_and_no_token_in_the_logs(
        self, asked: Participant, alice: User, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.INFO):
            Journey(asked, alice).run()
        assert "Not Found: /reports/" in caplog.text
        for record in caplog.records:
            record.__dict__.pop("request", None)  # an object of the process, not of the log
        told = [caplog.text, *(str(vars(record)) for record in caplog.records)]
        assert personal("\n".join(told)) == []

    def test_visits_no_address_with_a_name_or_a_count_in_it(self, journey: Journey) -> None:
        assert personal("\n".join(journey.addresses)) == []

    def test_links_to_no_address_with_a_name_or_a_count_in_it(self, journey: Journey) -> None:
        found = {unescape(each) for page in journey.pages for each in ADDRESS.findall(page)}
        own = {each for each in found if each.startswith("/") and not each.startswith("/static/")}
        assert len(own) > 30
        assert personal("\n".join(own)) == []
        bare = {re.sub(r"page=\d+", "", UUID.sub("", each)) for each in own}
        bare -= {each for each in bare if each.startswith("/brand/")}
        assert [each for each in bare if re.search(r"\d", each)] == []

    def test_sends_no_letter_that_tells_who_else_was_asked(self, journey: Journey) -> None:
        raters = {"Bertrand", "Frank", "Gwendolen", "Humphrey", "Isolde"}
        assert len(mail.outbox) >= 6
        for letter in mail.outbox:
            (person,) = Person.objects.filter(email=letter.to[0])
            told = {name for name in raters if name in f"{letter.subject} {letter.body}"}
            assert told <= {person.name}


class TestAFailingMailServer:
    def test_leaves_no_address_in_the_logs(
        self, asked: Participant, alice: User, caplog: pytest.LogCaptureFixture, settings: Any
    ) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        rounds.open_(round=asked.round, by=alice, at=timezone.now())
        with caplog.at_level(logging.INFO):
            assert outbox.send_batch(at=timezone.now(), round=asked.round).stopped
        assert "out of reach" in caplog.text
        assert personal(caplog.text) == []


class TestEveryRow:
    def test_has_a_random_identifier(self) -> None:
        keys = {m.__name__: m._meta.pk for m in apps.get_app_config("assessment").get_models()}
        # A row that has the key of another one is as random as that one.
        own = {name: getattr(key, "target_field", key) for name, key in keys.items()}
        assert {name for name, key in own.items() if not isinstance(key, models.UUIDField)} == set()

    def test_of_a_rater_stands_in_the_same_place_whoever_answered_first(
        self, asked: Participant, alice: User
    ) -> None:
        def names_as_listed() -> list[str]:
            page = signed_in(alice).get(reverse("participant_page", args=[asked.pk]))
            found = [(page.content.decode().find(f">{name}<"), name) for name in NAMES]
            return [name for place, name in sorted(found) if place >= 0]

        raters = list(asked.raters.order_by("pk"))
        orders = []
        for order in (raters, raters[::-1]):
            with transaction.atomic():
                for rater in order:
                    answer(rater)
                orders.append(names_as_listed())
                transaction.set_rollback(True)
        assert orders[0] == orders[1]
        assert orders[0]


class TestALinkThatDoesNotWork:
    @pytest.fixture
    def tokens(self, asked: Participant, alice: User) -> dict[str, str]:
        """One that never was, one that was replaced, one that was revoked."""
        rounds.open_(round=asked.round, by=alice, at=timezone.now())
        replaced, revoked = Invitation.objects.select_related("round__council").filter(
            person__name__in=["Frank", "Humphrey"]
        )
        tokens = {"wrong": "a" * 43}
        for kind, invitation in {"replaced": replaced, "revoked": revoked}.items():
            tokens[kind] = offer(invitation=invitation, at=timezone.now()).split("/")[2]
        offer(invitation=replaced, at=timezone.now())
        has_left(invitation=replaced, at=timezone.now() - OVERLAP)
        invitations.revoke(invitation=revoked, by=alice, at=timezone.now())
        assert not Invitation.objects.filter(
            token_hash__in=[hash_token(token) for token in tokens.values()]
        ).exists()
        return tokens

    def test_answers_alike_whatever_is_wrong_with_it(self, tokens: dict[str, str]) -> None:
        answers = {kind: self.try_(token) for kind, token in tokens.items()}
        assert answers["replaced"] == answers["wrong"]
        assert answers["revoked"] == answers["wrong"]
        assert answers["wrong"][1][0] == 404

    def try_(self, token: str) -> list[Any]:
        """Status, words, headers and database statements of both steps."""
        client, seen = Client(), []
        for visit in (
            lambda: client.get(reverse("link_arrive", args=[token])),
            lambda: client.post(reverse("link_start")),
        ):
            with CaptureQueriesContext(connection) as captured:
                response = visit()
            # The hash that was asked for, and the moment of asking
            given = r"'([0-9a-f]{64}|\d{4}-\d\d-\d\d[ T][\d:.+]+)'"
            statements = [re.sub(given, "?", each["sql"]) for each in captured]
            words = CSRF.sub("", response.content.decode())
            headers = {name: value for name, value in response.items() if name != "Expires"}
            seen.append((response.status_code, words, headers, statements))
        return seen


class TestAPage:
    @pytest.mark.parametrize("kind", ["alice", "carol", "frank"])
    def test_is_kept_by_nobody_on_the_way(
        self, world: World, kind: str, subtests: pytest.Subtests
    ) -> None:
        for name in sorted(set(ADDRESSES) - PUBLIC):
            with subtests.test(name), world.as_new() as here:
                must_be_kept_by_nobody(here.clients[kind].get(address(here, name)))

    def test_of_the_accounts_and_of_the_admin_is_kept_by_nobody(self, alice: User) -> None:
        for path in (reverse("account_login"), reverse("admin:index"), "/nothing/"):
            for client in (Client(), signed_in(alice)):
                assert "no-store" in client.get(path)["Cache-Control"]


def must_be_kept_by_nobody(response: Any) -> None:
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert not response.has_header("ETag")
    assert not response.has_header("Last-Modified")
    if response.streaming:
        response.getvalue()  # a file is closed after its last byte


class TestHiddenAnswers:
    def test_change_no_page_of_the_participant_before_closing(
        self, asked: Participant, alice: User
    ) -> None:
        rounds.open_(round=asked.round, by=alice, at=timezone.now())
        own = asked.raters.get(group=RaterGroup.SELF)
        answer(own)
        paths = ["/", "/answer/", reverse("my_data"), *(
            reverse(f"answer_{step}", args=[own.pk]) for step in ("tasks", "check", "submitted")
        )]  # fmt: skip

        def everybody_answers() -> None:
            for rater in asked.raters.exclude(pk=own.pk):
                answer(rater, 1, comments={"leadership": "Never."})

        client = signed_in(account(asked.person))
        assert differences(client, paths, everybody_answers) == []

    @pytest.mark.parametrize("who", ["Carol", "Alice"])
    def test_change_no_page_after_release(self, asked: Participant, alice: User, who: str) -> None:
        """Two of four peers answered, so nothing about them is shown: whatever they said."""
        peers = list(asked.raters.filter(group=RaterGroup.PEER).order_by("person__name"))[:2]
        client = signed_in(alice if who == "Alice" else account(asked.person))

        def pages(level: int, comment: str) -> list[str]:
            with transaction.atomic():
                answer(asked.raters.get(group=RaterGroup.SELF), 3)
                for peer in peers:
                    answer(peer, level, comments={"leadership": comment} if comment else {})
                Round.objects.filter(pk=asked.round.pk).update(
                    state="open", opened_at=timezone.now(), opened_by=alice
                )
                rounds.close(round=asked.round, by=alice, at=timezone.now())
                release.release(round=asked.round, by=alice, at=timezone.now())
                report = reverse("report_page", args=[Report.objects.get().pk])
                paths = [report, reverse("my_data")]
                if who == "Alice":
                    paths += [
                        reverse("round_page", args=[asked.round.pk]),
                        reverse("participant_page", args=[asked.pk]),
                        *(reverse(name) for name in ("holdings", "holdings_json", "audit")),
                    ]
                found = [look(client, path) for path in paths]
                transaction.set_rollback(True)
            return found

        assert pages(1, "") == pages(5, "A long comment. " * 50)


def differences(client: Client, paths: list[str], act: Callable[[], None]) -> list[str]:
    """The pages that look different after something was done."""
    before = [look(client, path) for path in paths]
    act()
    after = [look(client, path) for path in paths]
    return [path for path, old, new in zip(paths, before, after, strict=True) if old != new]


def look(client: Client, path: str) -> str:
    """A page without what is random in it anyway, and without the time of day."""
    response = client.get(path)
    assert response.status_code == 200
    page = FINGERPRINT.sub("", UUID.sub("", CSRF.sub("", response.content.decode())))
    return CLOCK.sub("", page)
