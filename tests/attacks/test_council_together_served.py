"""A council of two years as it is served: whoever reads is given nothing of anybody else."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assessment.council.told.services.told import give_consent, make_letter, take_back_consent
from assessment.models import (
    Action,
    AuditEvent,
    Consent,
    CouncilFigure,
    Participant,
    Person,
    Rater,
    RatingCount,
    Report,
    Response,
    Round,
    User,
)
from assessment.release.services import release
from tests.cast import make_person, make_sponsor, signed_in
from tests.check_ins.world import choose, finish, offer, report_about, start
from tests.council.told.world import LATER, large
from tests.councils import SampleCouncil, sample_councils
from tests.released_by_half import closed_with, let_time_pass, write_some

__all__ = ["large"]

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

OF_ROUND = ("round_page", "council_report", "council_actions", "round_letter", "round_check_ins")

FIGURE = re.compile(r"\b\d\.\d+\b")


@dataclass(frozen=True)
class Read:
    """Everything of an answer that reaches whoever asked: what stands there and how it came."""

    status: int
    body: str
    headers: str

    @property
    def all(self) -> str:
        return f"{self.body}\n{self.headers}"


def read(client: Client, name: str, *arguments: object) -> Read:
    answer = client.get(reverse(name, args=arguments))
    headers = "\n".join(f"{key}: {value}" for key, value in answer.items())
    if answer.headers.get("Content-Type") != "application/pdf":
        return Read(answer.status_code, answer.content.decode(), headers)
    return Read(answer.status_code, _of_pdf(answer.content), headers)


def _of_pdf(body: bytes) -> str:
    """The text, the description, and every string in an object of the file."""
    pdf = PdfReader(io.BytesIO(body))
    text = " ".join(page.extract_text() for page in pdf.pages)
    xmp = pdf.xmp_metadata.stream.get_data().decode() if pdf.xmp_metadata else ""
    numbers = range(1, int(str(pdf.trailer["/Size"])))  # in streams of objects too
    objects = " ".join(repr(pdf.get_object(number)) for number in numbers)
    return "\n".join((" ".join(text.split()), repr(pdf.metadata), xmp, objects))


def names_and_ids(*apart: object) -> set[str]:
    """Of everybody and of everything that is about one person."""
    found = set(Person.objects.values_list("name", flat=True))
    found |= set(Person.objects.values_list("email", flat=True))
    for model in (Person, Participant, Rater, Response, Report, Consent):
        found |= {str(key) for key in model._default_manager.values_list("pk", flat=True)}
    return found - {str(each) for each in apart}


@pytest.fixture
def sample() -> Iterator[SampleCouncil]:
    with sample_councils("second_year") as found:
        yield found["second_year"]


class TestASponsorOfTwoYears:
    """Of the first year all agreed but one; in the second Isla alone, and Jack took it back."""

    @pytest.fixture
    def sponsor(self, sample: SampleCouncil) -> Client:
        earlier = sample.earlier
        assert earlier
        self.agree(earlier, "Isla Morgan", "Kit Barlow")
        self.agree(sample.round, "Isla Morgan", "Jack Taylor")
        report = self.report(sample.round, "Jack Taylor")
        user = report.participant.person.user
        assert user
        take_back_consent(report=report, by=user, at=LATER)
        for round in (earlier, sample.round):
            make_letter(round=round, by=sample.hr, at=LATER)
        return signed_in(make_sponsor(sample.council))

    @staticmethod
    def report(round: Round, name: str) -> Report:
        return Report.objects.select_related("participant__person__user", "council").get(
            participant__round=round, participant__person__name=name
        )

    def agree(self, round: Round, *names: str) -> None:
        for name in names:
            report = self.report(round, name)
            person = report.participant.person
            if person.user is None:
                person.user = User.objects.create_user(
                    person.email, None, name=person.name, council=person.council
                )
                person.save()
            give_consent(report=report, by=person.user, at=LATER)

    def test_reads_no_name_no_address_and_no_key_of_anybody(
        self, sample: SampleCouncil, sponsor: Client
    ) -> None:
        assert sample.earlier
        rounds, pages = (sample.earlier, sample.round), [read(sponsor, "council_told_list")]
        pages += [read(sponsor, "council_told", round.pk) for round in rounds]
        letters = [read(sponsor, "council_letter", round.pk) for round in rounds]
        whose = names_and_ids()
        for answer in (*pages, *letters):
            assert answer.status == 200
            assert [each for each in whose if each in answer.all] == []
        assert [FIGURE.findall(each.body.splitlines()[0]) for each in letters] == [[], []]
        # Nothing of the role of who took it back; and the attack sees what is there.
        assert "e-champion is held by one person" in pages[2].body
        assert "head of ICT is" not in pages[2].body
        hrs = read(signed_in(sample.hr), "council_report", sample.round.pk).all
        assert "Isla Morgan" in [each for each in whose if each in hrs]
        self.opens_nothing_else(sample, sponsor)
        self.left_no_trace_but_the_word_itself()

    def opens_nothing_else(self, sample: SampleCouncil, sponsor: Client) -> None:
        report = self.report(sample.round, "Isla Morgan")
        of_round = ("council_report", "council_actions", "round_letter", "round_page")
        refused = [(name, sample.round.pk) for name in of_round]
        refused += [(name, report.pk) for name in ("report_page", "report_pdf", "council_consent")]
        for name, key in refused:
            answer = read(sponsor, name, key)
            assert answer.status == 403, name
            whose = names_and_ids(report.pk)
            assert [each for each in whose if each in answer.all] == []
        assert read(sponsor, "benchmark").status == 403

    @staticmethod
    def left_no_trace_but_the_word_itself() -> None:
        """Five words were given or taken back; the trail has a day of each and nobody's key."""
        events = list(AuditEvent.objects.filter(action=Action.CONSENT_CHANGED))
        days = {timezone.localtime(each.at).time() for each in events}
        assert (len(events), {each.by_id for each in events}, days) == (5, {None}, {time.min})
        whose = names_and_ids()
        told = [each for each in events if {str(each.subject_id), *map(str, each.detail)} & whose]
        assert told == []
        assert not [e for e in events if whose & set(map(str, e.detail.values()))]


class TestACheckIn:
    def test_is_on_no_page_of_whoever_else_reads_of_the_council(
        self, spring: Round, alice: User, susan: User, olga: User
    ) -> None:
        check_in = start(report_about(offer(spring)))
        choose(check_in, [1, 1, 2, 0, 0], comments={0: "Word of a check-in."})
        result = finish(check_in)
        keys = (check_in.pk, result.pk, check_in.framework_id, result.participant_id)
        told = {*map(str, keys), check_in.framework.key, "Word of a check-in."}
        own = read(signed_in(participant_account_of(result)), "check_in_result", result.pk)
        assert "Word of a check-in." not in own.body  # one alone wrote
        assert "+0.8" in own.body
        pages = [
            *self.pages(alice, "hr_home", "round_list", "audit", "council_told_list"),
            *self.pages(alice, *OF_ROUND, of=spring),
            *self.pages(susan, "council_told_list"),
            *self.pages(susan, "council_told", of=spring),
            *self.pages(olga, *lists_of_the_operator()),
        ]
        for name, page in pages:
            assert [each for each in (*told, "+0.8") if each in page.all] == [], name

    @staticmethod
    def pages(user: User, *names: str, of: Round | None = None) -> Iterator[tuple[str, Read]]:
        client = signed_in(user)
        for name in names:
            yield name, read(client, name, *([of.pk] if of else []))


def lists_of_the_operator() -> Iterator[str]:
    for model in admin.site._registry:
        yield f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"


def participant_account_of(report: Report) -> User:
    user = report.participant.person.user
    assert user
    return user


class TestTheTablesOfWhatACouncilIsTold:
    def test_are_on_no_page_of_the_operator(self) -> None:
        shown = {model._meta.label for model in admin.site._registry}
        hidden = {"Consent", "CouncilFigure", "CouncilLetter", "RatingCount", "CouncilAction"}
        assert not {f"assessment.{name}" for name in hidden} & shown
        assert {f"assessment.{name}" for name in hidden} <= {
            model._meta.label for model in apps.get_models()
        }

    def test_hold_no_order_and_no_moment_in_which_people_came(self, large: Round) -> None:
        moments = {
            field.name
            for model in (CouncilFigure, RatingCount, Consent)
            for field in model._meta.get_fields()
            if field.get_internal_type() in ("DateTimeField", "AutoField", "BigAutoField")
        }
        assert moments == set()
        rows = list(CouncilFigure.objects.filter(round=large).order_by("position"))
        places = [each.dimension.position for each in rows if each.dimension]
        assert places == sorted(places)
        assert not RatingCount.objects.exists()


class TestAReleaseThatWasKilled:
    @pytest.fixture
    def half(self, large: Round, alice: User, susan: User, settings: Any) -> Round:
        settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
        people = [make_person(large.council, f"Second {n}") for n in range(6)]
        round = closed_with(large.council, large.framework, alice, *people)
        release.ask(round=round, by=alice, at=LATER)
        return round

    def test_tells_the_sponsor_nothing_and_leaves_no_count_of_ratings(
        self, half: Round, large: Round, alice: User, susan: User
    ) -> None:
        sponsor = signed_in(susan)
        before = self.pages(sponsor, half, large)
        assert len(write_some(half, 4)) == 4
        assert RatingCount.objects.count() == 4
        assert self.pages(sponsor, half, large) == before
        assert not CouncilFigure.objects.filter(round=half).exists()
        let_time_pass()
        release.release(round=half, by=alice, at=LATER)
        assert not RatingCount.objects.exists()
        assert CouncilFigure.objects.filter(round=half).exists()
        assert read(sponsor, "council_told", half.pk).status == 200

    @staticmethod
    def pages(sponsor: Client, half: Round, large: Round) -> list[tuple[int, str]]:
        nonce = re.compile(r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|data-[a-z-]+="\d+"')
        found = [
            read(sponsor, "council_told_list"),
            read(sponsor, "council_told", half.pk),
            read(sponsor, "council_letter", half.pk),
            read(sponsor, "council_told", large.pk),
        ]
        return [(each.status, nonce.sub("", each.body)) for each in found]
