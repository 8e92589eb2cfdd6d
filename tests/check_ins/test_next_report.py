"""The part of the next report about the check-ins since the last one: in the own copy alone."""

from __future__ import annotations

import datetime
import io

import pytest
from pypdf import PdfReader

from assessment.council.selectors.years import rounds_beside
from assessment.council.told.selectors.told import told_rounds
from assessment.models import Council, Framework, Goal, Person, RaterGroup, Report, Round, User
from assessment.release.services.release import release
from reports import services
from tests.cast import add_participant, add_rater, answer, make_round
from tests.check_ins.world import ASKED, choose, finish, offer, report_about, skill, start

YEAR = datetime.timedelta(days=365)


@pytest.fixture
def next_report(
    spring: Round, ashford: Council, framework: Framework, alice: User, carol: Person, bob: Person
) -> Report:
    report = report_about(offer(spring))
    communication = skill(report)
    Goal.objects.create(report=report, position=1, text="Meet housing.", skill=communication)
    check_in = start(report, "communication", "leadership")
    choose(check_in, [1, 1, 2, 0, 0])
    choose(check_in, [-1], group="manager")
    finish(check_in)
    following = make_round(ashford, framework, by=alice, state="closed", name="Next year")
    answer(add_rater(add_participant(following, carol), bob, RaterGroup.MANAGER), 4)
    release(round=following, by=alice, at=ASKED + YEAR)
    return report_about(following)


def titles(report: Report, *, own: bool) -> list[str]:
    return [part.title for part in services.content_of(report, goals=own).parts]


def test_stands_with_figures_and_goals_beside_in_the_participants_own_copy(
    next_report: Report,
) -> None:
    content = services.content_of(next_report, goals=True)
    part = next(each for each in content.parts if each.key == "check-ins")
    said = repr(part)
    assert "+0.8" in said
    assert "more than at the time of the report" in said
    assert "−1.0" in said
    assert "Meet housing." in said


def test_is_in_no_other_copy_and_in_no_fingerprint(next_report: Report) -> None:
    assert "Check-ins since then" in titles(next_report, own=True)
    assert "Check-ins since then" not in titles(next_report, own=False)
    own, other = (services.content_of(next_report, goals=each) for each in (True, False))
    assert own.fingerprint == other.fingerprint


def test_is_no_round_that_a_council_report_leaves_out_or_that_a_sponsor_reads_of(
    next_report: Report, spring: Round, alice: User
) -> None:
    """HR and the sponsor would learn that there was one, when, and of few people whose."""
    following = next_report.participant.round
    found = rounds_beside(following, alice)
    assert found
    assert found.other_framework == ()
    assert told_rounds(following.council) == [following, spring]


def test_the_report_that_it_followed_does_not_change(next_report: Report, spring: Round) -> None:
    assert "Check-ins since then" not in titles(report_about(spring), own=True)


def test_is_in_the_pdf_of_the_participant(next_report: Report) -> None:
    pdf = PdfReader(io.BytesIO(services.pdf_of(next_report, goals=True).body))
    assert any("+0.8" in page.extract_text() for page in pdf.pages)


def test_is_no_round_of_what_the_council_is_told(
    next_report: Report, ashford: Council, alice: User
) -> None:
    assert [each.name for each in told_rounds(ashford)] == ["Next year", "Spring"]
    beside = rounds_beside(next_report.participant.round, alice)
    assert beside
    assert beside.other_framework == ()
