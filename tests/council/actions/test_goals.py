"""How many have goals: blunt counts, and an attacker who knows of one participant."""

from __future__ import annotations

import datetime
from itertools import product

import pytest

from assessment.council.actions.selectors.goals import FEWEST, Blunt, blunt, tally_goals
from assessment.models import Council, Framework, Goal, Report, Round, User
from tests.cast import TODAY, make_person
from tests.council.actions.plans import released_round


@pytest.fixture
def seven(ashford: Council, framework: Framework, alice: User) -> Round:
    people = [make_person(ashford, f"Person {number}") for number in range(7)]
    return released_round(ashford, framework, *people, by=alice)


def give_goals(round: Round, *days: datetime.date | None) -> None:
    """A goal to as many participants as there are days, each with a day of review or none."""
    reports = Report.objects.filter(participant__round=round).order_by("pk")
    for report, day in zip(reports, days, strict=False):
        Goal.objects.create(report=report, position=1, text="Listen.", review_on=day)


class TestABluntCount:
    @pytest.mark.parametrize("of", range(FEWEST, 10))
    def test_tells_whoever_knows_of_one_person_nothing_about_another(self, of: int) -> None:
        worlds = list(product((False, True), repeat=of))
        told: dict[tuple[object, bool], list[tuple[bool, ...]]] = {}
        for world in worlds:  # the attacker knows of the first
            told.setdefault((blunt(sum(world), of), world[0]), []).append(world)
        for possible in told.values():
            for other in range(1, of):
                assert {world[other] for world in possible} == {False, True}

    def test_is_a_number_where_three_are_in_it_and_three_are_not(self) -> None:
        assert [blunt(n, 7).told for n in (0, 2, 3, 4, 5, 7)] == [
            *(Blunt.FEW, Blunt.FEW, Blunt.NUMBER, Blunt.NUMBER),
            *(Blunt.NEARLY_ALL, Blunt.NEARLY_ALL),
        ]


class TestTwoCountsTogether:
    def test_tell_whoever_knows_of_one_person_nothing_about_another(self) -> None:
        """Each of seven has no goal, a goal, or a goal with a review due."""
        told: dict[tuple[object, int], list[tuple[int, ...]]] = {}
        for world in product((0, 1, 2), repeat=7):
            goals, due = sum(each > 0 for each in world), sum(each == 2 for each in world)
            first = blunt(goals, 7)
            of = {Blunt.FEW: 0, Blunt.NUMBER: first.number, Blunt.NEARLY_ALL: 5}[first.told]
            seen = (first, blunt(due, of) if of >= FEWEST else None)
            told.setdefault((seen, world[0]), []).append(world)
        for possible in told.values():
            for other in range(1, 7):
                found = {world[other] for world in possible}
                assert {each > 0 for each in found} == {False, True}
                assert {each == 2 for each in found} == {False, True}


@pytest.mark.django_db
class TestTheTally:
    def test_says_nothing_of_fewer_than_five(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        people = [make_person(ashford, f"Person {number}") for number in range(4)]
        four = released_round(ashford, framework, *people, by=alice)
        give_goals(four, TODAY, None)
        tally = tally_goals(four, on=TODAY)
        assert (tally.participants, tally.with_goals, tally.with_reviews) == (4, None, None)

    def test_counts_people_and_not_goals(self, seven: Round) -> None:
        give_goals(seven, TODAY, None, None)
        report = Report.objects.filter(participant__round=seven).order_by("pk").first()
        assert report is not None
        Goal.objects.create(report=report, position=2, text="Ask.", review_on=TODAY)
        tally = tally_goals(seven, on=TODAY)
        assert tally.with_goals == blunt(3, 7)
        assert tally.with_reviews is None

    def test_counts_reviews_of_the_whole_month(self, seven: Round) -> None:
        end = datetime.date(2026, 3, 31)
        give_goals(seven, *[end] * 3, *[end + datetime.timedelta(days=1)] * 4)
        tally = tally_goals(seven, on=TODAY)
        assert tally.reviews_by == end
        assert tally.with_reviews == blunt(3, 5)
        give_none = tally_goals(seven, on=TODAY - datetime.timedelta(days=28))
        assert give_none.with_reviews == blunt(0, 5)

    def test_asks_as_much_of_seven_as_of_five(
        self, seven: Round, django_assert_num_queries: object
    ) -> None:
        give_goals(seven, *[None] * 7)
        with django_assert_num_queries(2):  # type: ignore[operator]
            tally_goals(seven, on=TODAY)
