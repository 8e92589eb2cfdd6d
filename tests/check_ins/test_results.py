"""What a check-in shows once it has ended: by itself, frozen, under the rules of an item."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction

from assessment.check_ins.services import ending
from assessment.data_protection.services import retention
from assessment.data_protection.services.rights import erase
from assessment.models import (
    Person,
    QueuedEmail,
    Rater,
    Report,
    Response,
    Result,
    Round,
    User,
)
from assessment.release.selectors.figure_rows import figures_of_check_ins
from assessment.rounds.services.invitations import send_pending
from assessment.rounds.services.raters import correct_person
from assessment.scoring.check_ins import Direction
from assessment.scoring.values import Bound, Figure, Group, Measure, Reason
from tests.check_ins.world import (
    ASKED,
    ENDED,
    choose,
    finish,
    offer,
    report_about,
    start,
)

DAY = datetime.timedelta(days=1)


@pytest.fixture
def check_in(spring: Round) -> Round:
    return start(report_about(offer(spring)))


def figures(report: Report, measure: Measure = Measure.CHECK_IN) -> dict[Group | None, Figure]:
    found = figures_of_check_ins([report.pk])[report.pk]
    return {each.group: each for each in found if each.measure is measure}


def test_means_in_steps_for_each_group_and_the_manager_apart(check_in: Round) -> None:
    choose(check_in, [1, 1, 2, 0, 0])
    choose(check_in, [-1], group="manager")
    found = figures(finish(check_in))
    assert (found[Group.PEER].value, found[Group.PEER].n) == (Fraction(4, 5), 5)
    assert found[Group.PEER].code == Direction.MORE
    assert (found[Group.MANAGER].value, found[Group.MANAGER].code) == (-1, Direction.LESS)
    assert Group.SELF not in found


def test_both_ends_are_blurred(check_in: Round) -> None:
    choose(check_in, [2, 2, 2, 2, 2])
    peers = figures(finish(check_in))[Group.PEER]
    assert (peers.value, peers.bound) == (Fraction(3, 2), Bound.OR_HIGHER)


def test_too_few_are_withheld_and_nothing_of_them_is_there(check_in: Round) -> None:
    choose(check_in, [2, 2])
    found = figures(finish(check_in))
    assert found[Group.COLLEAGUES].withheld is Reason.GROUP_TOO_SMALL
    assert all(each.value is None for each in found.values())


def test_comments_follow_the_rule_for_comments(check_in: Round) -> None:
    choose(check_in, [0] * 5, comments={0: "One.", 1: "Two.", 2: "Three."})
    found = figures_of_check_ins([finish(check_in).pk])
    texts = {f.text for f in next(iter(found.values())) if f.measure is Measure.COMMENT}
    assert texts == {"One.", "Two.", "Three."}


def test_it_closes_after_its_last_day_and_is_released_once(check_in: Round) -> None:
    choose(check_in, [1, 1, 1])
    ending.end(round=check_in, at=ASKED + 14 * DAY)
    check_in.refresh_from_db()
    assert check_in.is_open
    assert not Result.written.filter(report__participant__round=check_in).exists()
    report = finish(check_in)
    ending.end(round=Round.objects.get(pk=check_in.pk), at=ENDED + DAY)
    assert Report.check_ins.get() == report
    check_in.refresh_from_db()
    assert check_in.is_released


def test_what_a_killed_worker_left_is_taken_up_by_the_next(check_in: Round) -> None:
    assert ending.end_all_due(at=ASKED + 14 * DAY) == 0
    assert ending.end_all_due(at=ENDED) == 1
    check_in.refresh_from_db()
    assert check_in.is_closed or check_in.is_released


def test_who_has_not_answered_is_reminded_once(check_in: Round) -> None:
    send_pending(round=check_in, at=ASKED)
    choose(check_in, [1, 1, 1])
    for day in (9, 10, 11, 12):
        ending.end(round=check_in, at=ASKED + day * DAY)
        send_pending(round=check_in, at=ASKED + day * DAY)
    reminded = QueuedEmail.objects.filter(round=check_in, kind=QueuedEmail.Kind.REMINDER)
    names = sorted(reminded.values_list("person__name", flat=True))
    assert names == ["Bob", "Frank", "Peer 3", "Peer 4"]


def test_it_is_frozen_like_every_release(check_in: Round) -> None:
    choose(check_in, [1, 1, 1])
    report = finish(check_in)
    with pytest.raises(DatabaseError), transaction.atomic():
        Result.written.filter(report=report).update(value=2)


def test_no_list_of_reports_or_figures_holds_a_check_in(check_in: Round) -> None:
    choose(check_in, [1, 1, 1])
    report = finish(check_in)
    assert report not in Report.objects.all()
    assert not Result.objects.filter(report=report).exists()


def test_a_group_of_changed_people_is_withheld_without_anybody_to_look_at_a_page(
    check_in: Round, alice: User
) -> None:
    Response.objects.all().delete()  # the cut
    for number in range(3):
        person = Person.objects.get(name=f"Peer {number}")
        correct_person(
            person=person,
            name=person.name,
            email=f"new{number}@example.gov.uk",
            by=alice,
            at=ASKED + DAY,
        )
    choose(check_in, [1, 1, 1, 1, 1])
    found = figures(finish(check_in))
    assert found[Group.PEER].withheld is Reason.GROUP_CHANGED


# --- a second one shortly after -------------------------------------------------------------


def second(first: Round, *keys: str) -> Round:
    return start(report_about(first.follows), *keys, at=ASKED + 20 * DAY)  # type: ignore[arg-type]


def end_second(check_in: Round) -> dict[Group | None, Figure]:
    return figures(finish(check_in, at=ASKED + 40 * DAY))


def test_the_same_people_twice_are_shown_twice(check_in: Round) -> None:
    choose(check_in, [0, 0, 1, 1, 1])
    finish(check_in)
    again = second(check_in)
    choose(again, [1, 1, 1, 1, 2])
    assert end_second(again)[Group.PEER].n == 5


def test_one_rater_less_than_before_is_not_told_by_the_difference(check_in: Round) -> None:
    choose(check_in, [0, 0, 1, 1, 1])
    finish(check_in)
    again = second(check_in)
    choose(again, [0, 0, 1, 1])
    assert end_second(again)[Group.PEER].withheld is Reason.CHECK_IN_NEAR


def test_nor_one_who_was_erased_in_between(check_in: Round, alice: User) -> None:
    choose(check_in, [0, 0, 1, 1, 1])
    finish(check_in)
    erase(person=Person.objects.get(name="Peer 4"), by=alice, at=ENDED)
    again = second(check_in)
    choose(again, [0, 0, 1, 1])
    assert end_second(again)[Group.PEER].withheld is Reason.CHECK_IN_NEAR


def test_nor_where_the_answers_of_the_first_are_gone_and_nobody_can_compare(
    check_in: Round,
) -> None:
    choose(check_in, [0, 0, 1, 1, 1])
    finish(check_in)
    Response.objects.filter(participant__round=check_in).delete()
    again = second(check_in)
    choose(again, [0, 0, 1, 1, 1])
    assert end_second(again)[Group.PEER].withheld is Reason.CHECK_IN_NEAR


def test_nor_one_who_says_that_they_could_not_see_it_this_time(check_in: Round) -> None:
    choose(check_in, [0, 0, 1, 1, 1])
    finish(check_in)
    again = second(check_in)
    choose(again, [0, 0, 1, 1, None])
    assert end_second(again)[Group.PEER].withheld is Reason.CHECK_IN_NEAR


def test_another_skill_is_not_told_by_anything_before(check_in: Round) -> None:
    choose(check_in, [0, 0, 1, 1, 1])
    finish(check_in)
    again = second(check_in, "leadership")
    choose(again, [0, 0, 1, 1])
    assert end_second(again)[Group.PEER].n == 4


# --- what is kept and for how long ---------------------------------------------------------


def test_its_answers_its_figures_and_its_people_go_when_their_time_is_over(
    check_in: Round,
) -> None:
    choose(check_in, [1, 1, 1])
    finish(check_in)
    council = check_in.council
    retention.apply(council=council, at=ENDED + 100 * DAY)
    assert not Response.objects.filter(participant__round=check_in).exists()
    assert Report.check_ins.exists()
    assert Rater.objects.filter(participant__round=check_in).exists()
    retention.apply(council=council, at=ENDED + 1200 * DAY)
    assert not Report.check_ins.exists()
    assert not Rater.objects.filter(participant__round=check_in).exists()
