"""Which of a council's rounds stand beside each other, and what the steps between them say."""

from __future__ import annotations

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.council.selectors.years import MOST_YEARS, RoundsBeside, rounds_beside
from assessment.data_protection.services import retention
from assessment.models import Council, Indicator, Round, User
from assessment.scoring.council_years import RoleMove, YearsApart
from assessment.scoring.values import Trend
from tests.cast import NOW, add_rater, make_framework, make_person, publish
from tests.council.rounds_held import BOTH, CHAMPION, HEAD, Hold, hold

__all__ = ["hold"]


def beside(round: Round, viewer: User) -> RoundsBeside:
    found = rounds_beside(round, viewer)
    assert found
    return found


def names(found: RoundsBeside) -> list[str]:
    return [each.about.round for each in found.rounds]


class TestTheSeries:
    def test_begins_with_the_first_and_ends_with_the_round_asked_for(
        self, hold: Hold, alice: User
    ) -> None:
        first = hold("2026", {"Ada": (BOTH, 2)})
        second = hold("2027", {"Ada": (HEAD, 4), "Ben": (CHAMPION, 3)}, 1)
        found = beside(second, alice)
        assert names(found) == ["2026", "2027"]
        assert names(beside(first, alice)) == ["2026"]
        step = found.years.last
        assert step
        assert {each.role: each.move for each in step.roles} == {
            "e-champion": RoleMove.SPLIT,
            "head-of-ict": RoleMove.SPLIT,
        }
        ada = step.stayed[0]
        assert found.person_names[ada.person] == "Ada"
        assert {(s.dimension, s.change, s.trend) for s in ada.shifts} == {
            (key, 2, Trend.UP) for key in ("communication", "leadership", "mandate", "focus")
        }

    def test_is_none_before_the_release(self, open_round: Round, alice: User) -> None:
        assert rounds_beside(open_round, alice) is None

    def test_has_five_rounds_at_most_and_counts_those_before(self, hold: Hold, alice: User) -> None:
        rounds = [hold(f"Round {n}", {"Ada": (BOTH, 0)}, n) for n in range(MOST_YEARS + 1)]
        found = beside(rounds[-1], alice)
        assert names(found) == [f"Round {n}" for n in range(1, MOST_YEARS + 1)]
        assert found.older == 1

    def test_names_rounds_of_another_framework(self, hold: Hold, alice: User) -> None:
        other = make_framework(name="Other", version="9", published=False)
        other.key = "other"
        publish(other)
        hold("Of other skills", {"Ada": (BOTH, 0)}, of=other)
        found = beside(hold("2027", {"Ada": (BOTH, 0)}, 1), alice)
        assert (names(found), found.other_framework) == (["2027"], ("Of other skills",))

    def test_leaves_out_a_round_with_a_report_that_the_viewer_may_not_read(
        self, hold: Hold, alice: User, ashford: Council
    ) -> None:
        first = hold("2026", {"Ada": (BOTH, 0)})
        add_rater(first.participants.get(), make_person(ashford, "Alice", alice.email), "peer")
        found = beside(hold("2027", {"Ada": (BOTH, 0)}, 1), alice)
        assert (names(found), found.not_read) == (["2027"], ("2026",))

    def test_names_a_round_whose_reports_are_deleted(
        self, hold: Hold, alice: User, ashford: Council
    ) -> None:
        hold("2026", {"Ada": (BOTH, 0)})
        second = hold("2029", {"Ada": (BOTH, 0)}, 3)
        retention.apply(council=ashford, at=NOW + datetime.timedelta(days=365 * 3 + 30))
        found = beside(second, alice)
        assert (names(found), found.deleted) == (["2029"], ("2026",))

    def test_holds_no_round_of_another_council(
        self, hold: Hold, alice: User, brindle: Council
    ) -> None:
        hold("Elsewhere", {"Zoe": (BOTH, 0)}, council=brindle)
        assert names(beside(hold("2027", {"Ada": (BOTH, 0)}, 1), alice)) == ["2027"]


class TestAnotherVersion:
    def test_with_other_words_is_beside_and_not_compared(self, hold: Hold, alice: User) -> None:
        hold("2026", {"Ada": (BOTH, 2)})
        newer = make_framework(published=False, version="2.0")
        written = Indicator.objects.filter(dimension__framework=newer, dimension__key="leadership")
        written.update(text="Leads otherwise.")
        publish(newer)
        found = beside(hold("2027", {"Ada": (BOTH, 4)}, 1, newer), alice)
        assert [each.version for each in found.rounds] == ["1.0", "2.0"]
        step = found.years.last
        assert step
        assert {d.dimension: d.apart for d in step.dimensions} == {
            "communication": YearsApart.FEW,
            "leadership": YearsApart.WORDS,
            "mandate": YearsApart.FEW,
            "focus": YearsApart.FEW,
        }
        shifts = {each.dimension: each.trend for each in step.stayed[0].shifts}
        assert shifts["communication"] is Trend.UP
        assert shifts["leadership"] is None


def test_a_person_who_was_away_for_a_round_has_no_step_from_it(hold: Hold, alice: User) -> None:
    """The report of 2028 counts from 2026, which is not the round before."""
    hold("2026", {"Ada": (BOTH, 2)})
    hold("2027", {"Ben": (BOTH, 3)}, 1)
    found = beside(hold("2028", {"Ada": (BOTH, 4)}, 2), alice)
    assert [len(each.stayed) for each in found.years.steps] == [0, 0]
    assert found.years.last
    assert len(found.years.last.joined) == 1


def test_queries_do_not_grow_with_the_people(
    hold: Hold, alice: User, ashford: Council, brindle: Council
) -> None:
    def cost(council: Council, count: int) -> int:
        people = {f"{council.name} {n}": (BOTH, 3) for n in range(count)}
        hold("2026", people, council=council)
        second = hold("2027", people, 1, council=council)
        with CaptureQueriesContext(connection) as captured:
            rounds_beside(second, alice)
        return len(captured)

    assert cost(ashford, 1) == cost(brindle, 4)
