"""The pages of check-ins: the participant's, and HR's one."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.data_protection.selectors import rights
from assessment.models import Person, Report, Round, User
from tests.cast import signed_in
from tests.check_ins.world import choose, finish, offer, report_about, skill, start

pytestmark = pytest.mark.one_database


@pytest.fixture
def report(spring: Round) -> Report:
    """Released a hundred days before today, because the pages ask the clock."""
    before = timezone.now() - datetime.timedelta(days=100)
    Round.objects.filter(pk=spring.pk).update(released_at=before)
    return report_about(offer(spring))


def carols(report: Report) -> Client:
    assert report.participant.person.user
    return signed_in(report.participant.person.user)


def url(name: str, of: Report | Round | uuid.UUID) -> str:
    return reverse(name, args=[of if isinstance(of, uuid.UUID) else of.pk])


def released(report: Report) -> Report:
    then = timezone.now() - datetime.timedelta(days=5)
    check_in = start(report, "communication", "leadership", at=then)
    choose(check_in, [1, 1, 2, 0, 0], comments={0: "One.", 1: "Two.", 2: "Three."})
    choose(check_in, [-1], group="manager")
    return finish(check_in, at=then + datetime.timedelta(days=15))


class TestStarting:
    def test_works_and_says_who_is_asked_and_how_many_emails_leave(self, report: Report) -> None:
        page = carols(report).get(url("check_in_start", report)).content.decode()
        assert "7 emails leave" in page
        assert "Ask 7 people" in page
        assert all(name in page for name in ("Bob", "Frank", "Peer 4"))
        assert "declined" not in page
        chosen = {"skills": [str(skill(report).pk)]}
        answer = carols(report).post(url("check_in_start", report), chosen, follow=True)
        assert "Your check-in has started." in answer.content.decode()
        assert "You started a check-in on" in answer.content.decode()
        assert Round.objects.check_ins().get().is_open

    def test_keeps_what_was_chosen_where_it_is_too_much_or_nothing(self, report: Report) -> None:
        client, address = carols(report), url("check_in_start", report)
        assert "Choose one or two skills." in client.post(address, {}).content.decode()
        strange = client.post(address, {"skills": [str(uuid.uuid4())]})
        assert "Choose a skill of this report." in strange.content.decode()
        assert not Round.objects.check_ins().exists()

    def test_pressed_twice_starts_one_and_says_so(self, report: Report) -> None:
        client, chosen = carols(report), {"skills": [str(skill(report).pk)]}
        client.post(url("check_in_start", report), chosen)
        again = client.post(url("check_in_start", report), chosen, follow=True)
        assert "A check-in is under way." in again.content.decode()
        assert Round.objects.check_ins().count() == 1

    def test_says_why_not_where_hr_does_not_offer_it(self, report: Report) -> None:
        Round.objects.filter(pk=report.participant.round_id).update(offers_check_in=False)
        for name in ("check_ins_of_report", "check_in_start"):
            page = carols(report).get(url(name, report)).content.decode()
            assert "HR of your council does not offer check-ins" in page

    @pytest.mark.parametrize("name", ["check_ins_of_report", "check_in_start"])
    def test_is_for_the_participant_alone(
        self, report: Report, alice: User, dave: User, name: str
    ) -> None:
        assert signed_in(alice).get(url(name, report)).status_code == 403
        assert signed_in(dave).get(url(name, report)).status_code == 404
        assert Client().get(url(name, report)).status_code == 302
        assert carols(report).get(url(name, uuid.uuid4())).status_code == 404
        assert carols(report).put(url(name, report)).status_code == 405


class TestTheResult:
    def test_shows_each_group_in_words_and_figures(self, report: Report) -> None:
        result = released(report)
        page = carols(report).get(url("check_in_result", result)).content.decode()
        assert "+0.8" in page
        assert "More than at the time of the report" in page
        assert "−1.0" in page
        assert "Less than at the time of the report" in page
        assert all(word in page for word in ("One.", "Two.", "Three."))
        listed = carols(report).get(url("check_ins_of_report", report)).content.decode()
        assert url("check_in_result", result) in listed

    def test_is_for_the_participant_alone_and_hr_finds_it_nowhere(
        self, report: Report, alice: User, dave: User
    ) -> None:
        result = released(report)
        for user in (alice, dave):
            for name in ("check_in_result", "report_page", "report_pdf"):
                assert signed_in(user).get(url(name, result)).status_code == 404
        assert carols(report).get(url("report_page", result)).status_code == 404
        assert Client().get(url("check_in_result", result)).status_code == 302
        assert carols(report).get(url("check_in_result", report)).status_code == 404
        assert carols(report).post(url("check_in_result", result)).status_code == 405

    def test_hr_has_no_page_of_the_round_its_people_or_its_files(
        self, report: Report, alice: User
    ) -> None:
        result = released(report)
        check_in = result.participant.round
        client = signed_in(alice)
        for name in ("round_page", "round_people", "round_release", "round_close", "round_bundle"):
            assert client.get(url(name, check_in)).status_code == 403
        rater = result.participant.raters.first()
        assert rater
        assert client.get(reverse("rater_page", args=[rater.pk])).status_code == 403
        lists = [reverse(name) for name in ("round_list", "home", "audit")]
        assert not any(str(check_in.pk) in client.get(each).content.decode() for each in lists)


class TestTheCopyOfData:
    def test_of_the_participant_has_the_check_in_and_hrs_has_nothing_of_it(
        self, report: Report
    ) -> None:
        released(report)
        person = report.participant.person
        assert person.user
        own = rights.of_account(person.user, language="en-gb")
        kinds = [each["round"]["kind"] for each in own["assessed"]]
        assert kinds == ["assessment", "check-in"]
        figures = own["assessed"][1]["report"]["figures"]
        assert "0.8 more" in {each["value"] for each in figures}
        theirs = str(rights.of_person(person, language="en-gb"))
        assert "check" not in theirs
        assert "round.opened" not in theirs
        peer = Person.objects.get(name="Peer 0")
        assert "check-in" not in str(rights.of_person(peer, language="en-gb"))


class TestHrsPage:
    def test_offers_it_or_no_longer_and_counts_without_names(
        self, report: Report, alice: User
    ) -> None:
        round, client = report.participant.round, signed_in(alice)
        started = start(report, at=timezone.now())
        choose(started, [1, 1, 1])
        page = client.get(url("round_check_ins", round)).content.decode()
        assert "Peer 0" not in page
        assert "Carol" not in page
        counts = client.get(url("round_check_ins", round)).context["counts"]
        assert (counts.participants, counts.asked, counts.answered) == (1, 7, 3)
        client.post(url("round_check_ins", round), {"offered": "no"})
        round.refresh_from_db()
        assert not round.offers_check_in
        started.refresh_from_db()
        assert started.is_open

    def test_nothing_chosen_changes_nothing(self, report: Report, alice: User) -> None:
        round = report.participant.round
        answer = signed_in(alice).post(url("round_check_ins", round), {})
        assert "Choose yes or no." in answer.content.decode()

    def test_is_for_hr_of_the_council(self, report: Report, alice: User, dave: User) -> None:
        round = report.participant.round
        address = url("round_check_ins", round)
        assert carols(report).get(address).status_code == 403
        assert signed_in(dave).get(address).status_code == 404
        assert Client().get(address).status_code == 302
        assert signed_in(alice).get(url("round_check_ins", uuid.uuid4())).status_code == 404
        assert signed_in(alice).delete(address).status_code == 405

    def test_hr_who_takes_part_sees_no_counts_and_decides_nothing(
        self, report: Report, alice: User
    ) -> None:
        Person.objects.filter(name="Gina").update(email=alice.email)
        round = report.participant.round
        page = signed_in(alice).get(url("round_check_ins", round))
        assert page.context["counts"] is None
        posted = signed_in(alice).post(url("round_check_ins", round), {"offered": "no"})
        assert posted.status_code == 403
