"""A participant's goals: theirs to write, in their edition of the report and in no other."""

from __future__ import annotations

import datetime
import io
import uuid
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from assessment.models import AuditEvent, Council, Framework, Kind, Person, Report, Round, User
from assessment.release.selectors.results import GoalTexts, earlier_goals, goals_of
from assessment.release.services.downloads import (
    NotAskedForSkill,
    NotTheirs,
    TooManyGoals,
    keep_goals,
)
from reports import services
from reports.content import Edition
from tests.cast import NOW, make_framework, make_participant_account, make_person, signed_in
from tests.reports.people import LATER, closed_round, rated, released

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


def skills(report: Report) -> list[tuple[str, str]]:
    return services.skills_of(services.texts_of(report, services.ENGLISH))


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

    def test_keeps_the_skill_and_the_reason(self, url: str, report: Report, carol: Person) -> None:
        skill, name = skills(report)[1]
        told = {"goal-1-skill": skill, "goal-1-why": "It comes up in every meeting."}
        reader = signed_in(account(carol))
        reader.post(url, TYPED | told)
        [goal] = goals_of(report)
        assert (goal.skill, goal.why) == (skill, told["goal-1-why"])
        page = reader.get(url).content.decode()
        assert f'<option value="{skill}" selected>{name}</option>' in page

    def test_loses_nothing_that_was_typed_beside_a_mistake(
        self, url: str, report: Report, carol: Person
    ) -> None:
        skill, name = skills(report)[0]
        told = {
            "goal-1-skill": skill,
            "goal-1-why": "My manager asked.",
            "goal-2-why": "W" * 501,
            "goal-3-skill": "no-such-skill",
            "goal-3-text": "The third.",
        }
        page = signed_in(account(carol)).post(url, TYPED | told).content.decode()
        for words in (GOAL.text, GOAL.sign_of_success, "My manager asked.", "W" * 501):
            assert words in page
        assert "The third." in page
        assert f'<option value="{skill}" selected>{name}</option>' in page
        assert "Use 500 characters or fewer." in page
        assert goals_of(report) == ()

    def test_begins_with_the_skill_that_the_report_names(
        self, url: str, report: Report, carol: Person
    ) -> None:
        keep_goals(report=report, goals=[GOAL], by=account(carol), at=NOW)
        skill, name = skills(report)[0]
        page = signed_in(account(carol)).get(f"{url}?skill={skill}").content.decode()
        assert " ".join(page.split()).count(f"Goal 2 is now about {name}.") == 1
        assert page.count(f'<option value="{skill}" selected>') == 1
        assert goals_of(report) == (GOAL,)  # nothing is kept by looking

    def test_says_which_goal_is_about_that_skill_already(
        self, url: str, report: Report, carol: Person
    ) -> None:
        skill, name = skills(report)[0]
        keep_goals(report=report, goals=[replace(GOAL, skill=skill)], by=account(carol), at=NOW)
        page = signed_in(account(carol)).get(f"{url}?skill={skill}").content.decode()
        assert f"You have a goal about {name} already: it is goal 1." in page

    def test_says_that_all_goals_are_taken(self, url: str, report: Report, carol: Person) -> None:
        keep_goals(report=report, goals=[GOAL] * 3, by=account(carol), at=NOW)
        skill, name = skills(report)[0]
        page = signed_in(account(carol)).get(f"{url}?skill={skill}").content.decode()
        assert f"To write one about {name}, change one of them." in " ".join(page.split())
        assert f'<option value="{skill}" selected>' not in page

    def test_passes_over_a_skill_that_it_does_not_know(
        self, url: str, report: Report, carol: Person
    ) -> None:
        reader = signed_in(account(carol))
        plain, odd = (reader.get(f"{url}{query}") for query in ("", "?skill=<script>"))
        assert odd.status_code == 200
        assert b"is now about" not in odd.content
        assert b"<script>" not in odd.content.partition(b"<main")[2].partition(b"</main")[0]
        assert plain.status_code == 200

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

    def test_takes_no_skill_of_another_framework(self, report: Report, carol: Person) -> None:
        other = make_framework(name="Other", version="9").dimensions.get(key="communication")
        mandate = report.participant.round.framework.dimensions.filter(kind=Kind.MANDATE).get()
        for stranger in (other, mandate):
            goal = replace(GOAL, skill=str(stranger.pk))
            with pytest.raises(NotAskedForSkill):
                keep_goals(report=report, goals=[goal], by=account(carol), at=NOW)
        assert goals_of(report) == ()

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
    def kept(self, same_identifiers: None, report: Report, carol: Person) -> None:
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

    def test_offers_its_priorities_as_goals_to_the_participant_alone(
        self, report: Report, carol: Person, alice: User
    ) -> None:
        url = reverse("report_page", args=[report.pk])
        own, hr = (signed_in(who).get(url).content.decode() for who in (account(carol), alice))
        texts = services.texts_of(report, services.ENGLISH)
        [first, *_others] = [g.skill for g in services.offered_goals(report, texts) if g.skill]
        link = f"{reverse('report_goals', args=[report.pk])}?skill={first}"
        assert link in own
        assert "Make this a goal" not in hr
        assert b"Make this a goal" not in services.pdf_of(report, goals=True).body

    def test_to_talk_through_has_the_goals_for_the_participant_alone(
        self, report: Report, carol: Person, alice: User
    ) -> None:
        url = reverse("report_conversation", args=[report.pk])
        files = [signed_in(who).get(url) for who in (account(carol), alice)]
        own, hr = (text_of(file.content) for file in files)
        assert GOAL.text in own
        assert GOAL.text not in hr
        for text in (own, hr):
            assert "For the conversation" in text
            assert "What not to do" in text
        assert "conversation.pdf" in files[1]["Content-Disposition"]
        events = AuditEvent.objects.filter(action="report.downloaded", subject_id=report.pk)
        assert [event.detail["kind"] for event in events] == ["conversation"] * 2

    def test_is_genuine_in_the_edition_to_talk_through(self, report: Report) -> None:
        body = services.pdf_of(report, edition=Edition.CONVERSATION).body
        assert services.verify(body).reason.startswith("The file is what this service makes")
        assert not services.verify(body + b"\n").genuine

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


class TestTheRoundBefore:
    """Read back to the participant, and to nobody else."""

    WROTE = "Ask before I decide."

    @pytest.fixture
    def second(self, report: Report, alice: User, carol: Person) -> Report:
        skill, _name = skills(report)[0]
        goal = GoalTexts(self.WROTE, "They say so.", None, skill)
        keep_goals(report=report, goals=[goal], by=account(carol), at=NOW)
        first = report.participant.round
        return self.another(first.council, first.framework, alice, carol, "Autumn")

    def another(
        self, council: Council, framework: Framework, by: User, who: Person, name: str
    ) -> Report:
        round = closed_round(council, framework, by, name)
        rated(round, who, seed=2)
        months = Round.objects.count() * 90
        return released(round, by, LATER + datetime.timedelta(days=months))[0]

    def test_is_read_back_with_its_skill(self, second: Report, carol: Person) -> None:
        reader = signed_in(account(carol))
        for address in ("report_page", "report_goals"):
            page = reader.get(reverse(address, args=[second.pk])).content.decode()
            assert "Last round (Spring) you wrote:" in page
            assert self.WROTE in page
        assert self.WROTE in text_of(services.pdf_of(second, goals=True).body)

    def test_is_in_nothing_that_hr_reads(self, second: Report, alice: User) -> None:
        hr = signed_in(alice)
        page = hr.get(reverse("report_page", args=[second.pk])).content.decode()
        file = text_of(hr.get(reverse("report_pdf", args=[second.pk])).content)
        for told in (page, file, text_of(services.pdf_of(second).body)):
            assert self.WROTE not in told
            assert "How did it go?" not in told

    def test_leaves_the_fingerprint_as_it_is(self, second: Report) -> None:
        own, hr = (services.content_of(second, goals=goals) for goals in (True, False))
        assert own != hr
        assert own.fingerprint == hr.fingerprint

    def test_is_the_last_one_alone(
        self, second: Report, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> None:
        third = self.another(ashford, framework, alice, carol, "Winter")
        assert earlier_goals(third) is None  # after Autumn nothing was written

    def test_is_nobody_elses(
        self, second: Report, ashford: Council, framework: Framework, alice: User
    ) -> None:
        colin = make_person(ashford, "Colin")
        other = self.another(ashford, framework, alice, colin, "Winter")
        assert earlier_goals(other) is None

    def test_is_not_of_the_round_after(self, second: Report, report: Report) -> None:
        assert earlier_goals(report) is None
