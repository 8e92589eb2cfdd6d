"""Starting a check-in: when, about what, whom it asks, and what HR learns of it."""

from __future__ import annotations

import datetime

import pytest
from django.core import mail
from django.db.models import Count

from assessment.check_ins.selectors.offers import get_check_in_offer, list_skill_choices
from assessment.check_ins.services.asking import CannotOffer, CheckInRefused, offer_check_ins
from assessment.data_protection.services import retention
from assessment.data_protection.services.rights import erase
from assessment.models import (
    AuditEvent,
    Framework,
    Goal,
    Invitation,
    Person,
    Response,
    Round,
    User,
)
from assessment.refused import Refused
from assessment.rounds.services import rounds
from assessment.rounds.services.invitations import send_pending
from tests.check_ins.world import ASKED, choose, finish, offer, raters, report_about, skill, start

DAY = datetime.timedelta(days=1)


def test_everybody_who_was_asked_is_asked_again_but_the_participant(spring: Round) -> None:
    check_in = start(report_about(offer(spring)), "communication", "leadership")
    asked = check_in.participants.get().raters.order_by("person__name")
    people = list(asked.values_list("person__name", "group"))
    assert people == [
        ("Bob", "manager"),
        ("Frank", "partner"),
        *((f"Peer {n}", "peer") for n in range(5)),
    ]
    assert Invitation.objects.filter(round=check_in).count() == 7
    assert (check_in.follows, check_in.min_group_size) == (spring, spring.min_group_size)
    statements = check_in.framework.dimensions.get().indicators.order_by("position")
    assert [each.key for each in statements] == ["communication", "leadership"]


def test_whoever_declined_then_is_asked_like_the_others_for_the_list_would_tell(
    spring: Round,
) -> None:
    frank = raters(start(report_about(offer(spring))), "partner")[0]
    assert (frank.declined_on, frank.decline_reason) == (None, "")


def test_the_offer_says_who_would_be_asked_and_that_is_who_is(spring: Round) -> None:
    report = report_about(offer(spring))
    told = get_check_in_offer(report, on=ASKED.date())
    names = {name for _group, asked in told.groups for name in asked}
    asked = start(report).participants.get().raters.values_list("person__name", flat=True)
    assert names == set(asked)
    assert told.emails == len(names) == 7


def test_it_asks_nobodys_answers_so_it_works_after_the_cut(spring: Round) -> None:
    retention.apply(council=spring.council, at=ASKED)
    assert not Response.objects.filter(participant__round=spring).exists()
    assert len(raters(start(report_about(offer(spring))))) == 5


def test_whoever_was_erased_or_has_a_closed_account_is_not_asked(
    spring: Round, alice: User
) -> None:
    gone, closed = (Person.objects.get(name=name) for name in ("Peer 0", "Peer 1"))
    erase(person=gone, by=alice, at=ASKED)
    closed.user = User.objects.create_user(closed.email, name="Peer 1", council=spring.council)
    closed.user.is_active = False
    closed.user.save()
    closed.save()
    names = [each.person.name for each in raters(start(report_about(offer(spring))))]
    assert names == ["Peer 2", "Peer 3", "Peer 4"]


@pytest.mark.parametrize(
    ("day", "may"),
    [("2026-06-29", False), ("2026-06-30", True), ("2026-09-30", True), ("2026-10-01", False)],
)
def test_it_begins_three_to_six_months_after_the_release_both_days_included(
    spring: Round, day: str, may: bool
) -> None:
    report = report_about(offer(spring))
    at = datetime.datetime.fromisoformat(f"{day}T10:00:00+00:00")
    if may:
        assert start(report, at=at).is_open
    else:
        with pytest.raises(CheckInRefused, match="30 Jun 2026 to 30 Sep 2026"):
            start(report, at=at)


def test_it_is_refused_unless_hr_offers_it(spring: Round) -> None:
    with pytest.raises(CheckInRefused, match="does not offer check-ins"):
        start(report_about(spring))


def test_nobody_else_starts_it_and_only_about_one_or_two_skills_of_the_report(
    spring: Round, alice: User
) -> None:
    report = report_about(offer(spring))
    with pytest.raises(CheckInRefused, match="Only the participant"):
        start(report, by=alice)
    for keys in [("mandate",), ("communication", "mandate")]:
        with pytest.raises(CheckInRefused, match="skill of this report"):
            start(report, *keys)
    assert not Round.objects.check_ins().exists()


def test_a_second_press_finds_the_check_in_of_the_first(spring: Round) -> None:
    report = report_about(offer(spring))
    start(report)
    with pytest.raises(CheckInRefused, match="under way"):
        start(report, "leadership")
    assert Round.objects.check_ins().count() == 1


def test_two_within_twelve_months_and_nobody_is_asked_a_third_time(spring: Round) -> None:
    report = report_about(offer(spring))
    for number in range(2):
        at = ASKED + number * 20 * DAY
        finish(start(report, at=at), at=at + 15 * DAY)
    with pytest.raises(CheckInRefused, match="two check-ins within 12 months"):
        start(report, at=ASKED + 50 * DAY)
    asked = Person.objects.filter(ratings_asked__participant__round__kind="check_in")
    assert max(asked.annotate(times=Count("pk")).values_list("times", flat=True)) == 2


def test_it_is_refused_where_nothing_could_be_shown(spring: Round) -> None:
    report = report_about(offer(spring), "Gina")
    report.participant.raters.filter(person__name="Peer 0").delete()
    with pytest.raises(CheckInRefused, match="Too few"):
        start(report)


def test_the_skills_of_goals_come_first(spring: Round) -> None:
    report = report_about(offer(spring))
    Goal.objects.create(report=report, position=1, text="Lead.", skill=skill(report, "leadership"))
    choices = list_skill_choices(report, "en-gb")
    assert [(each.name, each.goal) for each in choices] == [
        ("Leadership", True),
        ("Communication", False),
    ]


def test_the_questions_are_made_once_and_nobody_can_choose_or_edit_them(
    spring: Round, alice: User
) -> None:
    report = report_about(offer(spring))
    first = start(report)
    finish(first)
    second = start(report, at=ASKED + 20 * DAY)
    assert first.framework == second.framework
    assert first.framework not in Framework.objects.usable_by(spring.council)
    with pytest.raises(rounds.RoundRefused):
        rounds.create(
            council=spring.council,
            name="Again",
            framework=first.framework,
            opens_on=ASKED.date(),
            closes_on=ASKED.date(),
            min_group_size=3,
            by=alice,
            at=ASKED,
        )


def test_the_email_says_what_it_is_and_who_learns_what_in_the_raters_language(
    spring: Round,
) -> None:
    Person.objects.filter(name="Peer 0").update(language="cy")
    send_pending(round=start(report_about(offer(spring))), at=ASKED)
    sent = {each.to[0]: each for each in mail.outbox}
    english, welsh = sent["peer.1@example.gov.uk"], sent["peer.0@example.gov.uk"]
    assert "has anything changed since Carol's report?" in english.subject
    assert "about one minute" in english.body
    assert "at least 3 people" in english.body
    assert "neither who nor what" in english.body
    assert welsh.subject != english.subject
    assert "one minute" not in welsh.body


def test_the_councils_trail_says_that_it_is_offered_and_never_who_checked_in(
    spring: Round, alice: User
) -> None:
    offer_check_ins(round=spring, offered=True, by=alice, at=ASKED)
    offer_check_ins(round=spring, offered=True, by=alice, at=ASKED)
    before = AuditEvent.objects.of(spring.council).count()
    check_in = start(report_about(spring))
    choose(check_in, [1, 1, 1])
    finish(check_in)
    assert AuditEvent.objects.of(spring.council).count() == before
    offered = AuditEvent.objects.filter(action="round.check_ins_offered").get()
    assert (offered.by, offered.detail) == (alice, {"offered": True})
    kept = AuditEvent.objects.filter(council=None, subject_id=check_in.pk)
    assert {each.action for each in kept} >= {"check_in.asked", "round.opened", "round.released"}


def test_hr_who_takes_part_does_not_decide_whether_it_is_offered(
    spring: Round, alice: User
) -> None:
    Person.objects.filter(name="Gina").update(email=alice.email)
    with pytest.raises(CannotOffer, match="take part"):
        offer_check_ins(round=spring, offered=True, by=alice, at=ASKED)


def test_hr_opens_closes_extends_and_releases_no_check_in(spring: Round, alice: User) -> None:
    check_in = start(report_about(offer(spring)))
    for step in (
        lambda: rounds.close(round=check_in, by=alice, at=ASKED),
        lambda: rounds.extend(round=check_in, closes_on=ASKED.date(), by=alice, at=ASKED),
        lambda: offer_check_ins(round=check_in, offered=True, by=alice, at=ASKED),
    ):
        with pytest.raises(Refused):
            step()
    check_in.refresh_from_db()
    assert check_in.is_open
