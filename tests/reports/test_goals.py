"""A participant's goals: theirs to write, in their edition of the report and in no other."""

from __future__ import annotations

import datetime
import io
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from assessment.models import AuditEvent, Council, Framework, Person, Report, User
from assessment.release.selectors.results import GoalTexts, goals_of
from assessment.release.services.downloads import NotTheirs, TooManyGoals, keep_goals
from reports import services
from tests.cast import NOW, make_participant_account, make_person, signed_in
from tests.reports.people import closed_round, rated, released

pytestmark = pytest.mark.usefixtures("same_identifiers")

GOAL = GoalTexts("Meet the housing service.", "They call me.", datetime.date(2027, 3, 27))
TYPED = {
    "goal-1-text": GOAL.text,
    "goal-1-sign_of_success": GOAL.sign_of_success,
    "goal-1-review_on-day": "27",
    "goal-1-review_on-month": "3",
    "goal-1-review_on-year": "2027",
}


@pytest.fixture
def report(ashford: Council, framework: Framework, alice: User, carol: Person) -> Report:
    round = closed_round(ashford, framework, alice)
    rated(round, carol, comments=["Explains well."])
    return released(round, alice)[0]


@pytest.fixture
def url(report: Report) -> str:
    return reverse("report_goals", args=[report.pk])


def account(person: Person) -> User:
    assert person.user
    return person.user


def text_of(body: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)


class TestTheGoalsPage:
    def test_keeps_what_is_typed(self, url: str, report: Report, carol: Person) -> None:
        answer = signed_in(account(carol)).post(url, TYPED)
        assert answer["Location"] == reverse("report_page", args=[report.pk])
        assert goals_of(report) == (GOAL,)

    def test_shows_what_is_kept_and_who_may_see_it(
        self, url: str, report: Report, carol: Person
    ) -> None:
        keep_goals(report=report, goals=[GOAL], by=account(carol), at=NOW)
        page = signed_in(account(carol)).get(url).content.decode()
        assert GOAL.text in page
        assert 'value="2027"' in page
        assert "Only you see your goals." in page

    def test_offers_the_priorities_of_the_report(
        self, url: str, report: Report, carol: Person
    ) -> None:
        texts = services.texts_of(report, services.ENGLISH)
        offered = services.offered_goals(report, texts)
        page = signed_in(account(carol)).get(url).content.decode()
        assert len(offered) == 3
        for goal in offered:
            assert f"A proposal: {goal.title}." in page

    def test_closes_up_where_a_goal_is_emptied(
        self, url: str, report: Report, carol: Person
    ) -> None:
        typed = {"goal-1-text": "", "goal-2-text": "Second.", "goal-3-text": "Third."}
        signed_in(account(carol)).post(url, typed)
        assert [goal.text for goal in goals_of(report)] == ["Second.", "Third."]

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"goal-1-sign_of_success": "They call."}, "Say what you will do, or empty all"),
            ({"goal-1-text": "x" * 501}, "Use 500 characters or fewer."),
            (TYPED | {"goal-1-review_on-month": "13"}, "Enter a real date"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_nothing(
        self, url: str, report: Report, carol: Person, typed: dict[str, str], sentence: str
    ) -> None:
        page = signed_in(account(carol)).post(url, typed)
        assert page.status_code == 200
        assert sentence in page.content.decode()
        assert goals_of(report) == ()

    def test_is_for_the_participant_alone(
        self, url: str, ashford: Council, alice: User, dave: User, erin: User
    ) -> None:
        colleague = make_participant_account(make_person(ashford, "Colin"))
        for user, status in ((alice, 403), (colleague, 403), (dave, 404), (erin, 404)):
            assert signed_in(user).get(url).status_code == status
            assert signed_in(user).post(url, TYPED).status_code == status
        assert Client().get(url).status_code == 302

    def test_is_nowhere_at_an_address_that_was_never_made(self, carol: Person) -> None:
        url = reverse("report_goals", args=[uuid.uuid4()])
        assert signed_in(account(carol)).get(url).status_code == 404

    def test_takes_no_other_method(self, url: str, carol: Person) -> None:
        assert signed_in(account(carol)).delete(url).status_code == 405


class TestKeeping:
    def test_is_for_the_participant(self, report: Report, alice: User) -> None:
        with pytest.raises(NotTheirs):
            keep_goals(report=report, goals=[GOAL], by=alice, at=NOW)

    def test_takes_three_at_most(self, report: Report, carol: Person) -> None:
        with pytest.raises(TooManyGoals):
            keep_goals(report=report, goals=[GOAL] * 4, by=account(carol), at=NOW)

    def test_tells_the_audit_trail_how_many_and_never_what(
        self, report: Report, carol: Person
    ) -> None:
        for _ in range(2):  # the second time nothing changes
            keep_goals(report=report, goals=[GOAL], by=account(carol), at=NOW)
        [event] = AuditEvent.objects.filter(action="report.goals_kept")
        assert (event.by, event.subject_id) == (carol.user, report.pk)
        assert event.detail == {"goals": 1}


@pytest.mark.one_database
class TestTheReport:
    @pytest.fixture(autouse=True)
    def kept(self, report: Report, carol: Person) -> None:
        keep_goals(report=report, goals=[GOAL], by=account(carol), at=NOW)

    def test_has_the_goals_for_the_participant_alone(
        self, report: Report, carol: Person, alice: User
    ) -> None:
        for name in ("report_page", "report_pdf"):
            url = reverse(name, args=[report.pk])
            read = [signed_in(user).get(url).content for user in (account(carol), alice)]
            own, hr = (text_of(b) if name == "report_pdf" else b.decode() for b in read)
            for words in (GOAL.text, GOAL.sign_of_success, "27 March 2027"):
                assert words in own
                assert words not in hr

    def test_has_one_fingerprint_whatever_the_goals(self, report: Report) -> None:
        own, hr = (services.content_of(report, goals=goals) for goals in (True, False))
        assert own != hr
        assert own.fingerprint == hr.fingerprint

    def test_is_genuine_in_both_editions(self, report: Report) -> None:
        for goals in (True, False):
            assert services.verify(services.pdf_of(report, goals=goals).body).genuine

    def test_stays_genuine_when_the_goals_change_if_it_was_handed_out(
        self, report: Report, carol: Person
    ) -> None:
        given = services.download(report=report, by=account(carol), at=NOW).body
        never_given = services.pdf_of(report, goals=True, language="en-gb").body + b"\n"
        keep_goals(report=report, goals=[], by=account(carol), at=NOW)
        verdict = services.verify(given)
        assert verdict.genuine
        assert "handed out this very file" in verdict.reason
        assert not services.verify(never_given).genuine
