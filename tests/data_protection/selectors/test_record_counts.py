"""What a data protection officer is told: complete, and no answer in it."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.data_protection.inventory.kinds import Held
from assessment.data_protection.selectors import periods, record_counts
from assessment.data_protection.services import retention
from assessment.models import Council, CouncilFigure, Framework, Person, Result, Round, User
from assessment.models.people import PERIODS
from tests.cast import TODAY, add_participant, add_rater, answer, make_person, make_round
from tests.spring import RELEASED


def held(council: Council) -> dict[str, int]:
    return {str(each.name): each.count for each in record_counts.record_counts(council)}


class TestWhatIsHeld:
    def test_is_counted_by_kind(self, ashford: Council, spring: Round) -> None:
        assert held(ashford) == {
            "People": 9,
            "Corrected names and addresses": 0,
            "Accounts": 3,
            "Participants in rounds": 2,
            "Requests to rate": 12,
            "Reasons for declining": 1,
            "Sets of answers (ratings and comments), no report yet": 0,
            "Sets of answers (ratings and comments) of released rounds": 10,
            "Released reports": 2,
            "Released figures": Result.objects.count(),
            "Released comments": 22,
            "Goals of participants": 0,
            "Consents to the letter to the sponsor": 0,
            "Figures of the whole council": CouncilFigure.objects.count(),
            "Actions of plans, with the name and address of each owner": 0,
            "Emailed links that work": 6,
            "Emails queued or sent": 2,
            "People spreadsheets not yet confirmed": 0,
            "Rounds": 1,
            "Audit events": 1,
            "Deletion log": 0,
        }

    def test_follows_the_retention_job(self, ashford: Council, spring: Round) -> None:
        retention.apply(council=ashford, at=RELEASED.replace(month=7))
        found = held(ashford)
        assert found["Sets of answers (ratings and comments) of released rounds"] == 0
        assert found["Emailed links that work"] == 0
        assert found["Deletion log"] == 3

    def test_is_dated_by_the_oldest(self, ashford: Council, spring: Round) -> None:
        oldest = {str(each.name): each.oldest for each in record_counts.record_counts(ashford)}
        assert oldest["People"] == TODAY + datetime.timedelta(days=21)
        assert oldest["Released reports"] == RELEASED.date()
        assert oldest["Deletion log"] is None

    def test_is_the_own_councils_only(self, brindle: Council, spring: Round) -> None:
        assert set(held(brindle).values()) == {0}

    def test_tells_nothing_of_what_is_in_an_answer(
        self, ashford: Council, open_round: Round, carol: Person, bob: Person, frank: Person
    ) -> None:
        participant = add_participant(open_round, carol)
        short = answer(add_rater(participant, bob, "peer"), 1)
        before = held(ashford)
        short.delete()
        answer(participant.raters.get(person=bob), None, comments={"focus": "Long."})
        assert held(ashford) == before

    def test_takes_the_same_number_of_queries_for_more_rows(
        self, ashford: Council, framework: Framework, spring: Round, alice: User
    ) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                record_counts.record_counts(ashford)
                periods.endings(ashford)
            return len(captured)

        before = queries()
        round = make_round(ashford, framework, by=alice, state="open", name="Autumn")
        answer(add_participant(round, make_person(ashford, "Hugo")).raters.get())
        assert queries() == before

    def test_has_every_kind_of_the_inventory_in_its_order(self, ashford: Council) -> None:
        assert list(held(ashford)) == [str(kind.value.name) for kind in Held]


class TestWhatGoesNext:
    def test_names_each_period_of_a_round_with_its_day(
        self, ashford: Council, spring: Round
    ) -> None:
        found = [(each.what, each.on.isoformat()) for each in periods.endings(ashford)]
        assert found == [
            ("link_cut_months", "2026-06-30"),
            ("comments_months", "2027-03-31"),
            ("people_months", "2029-03-31"),
            ("reports_months", "2029-03-31"),
        ]

    def test_names_no_period_of_which_nothing_is_left(
        self, ashford: Council, spring: Round
    ) -> None:
        retention.apply(council=ashford, at=RELEASED.replace(year=2027, month=5))
        left = {each.what for each in periods.endings(ashford)}
        assert left == {"people_months", "reports_months"}

    @pytest.mark.parametrize("name", PERIODS)
    def test_goes_on_that_day_and_not_the_day_before(
        self,
        ashford: Council,
        framework: Framework,
        alice: User,
        spring: Round,
        name: str,
    ) -> None:
        if name == "ratings_months":
            self.never_released(ashford, framework, alice)
        (day,) = {each.on for each in periods.endings(ashford) if each.what == name}
        noon = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
        retention.apply(council=ashford, at=noon - datetime.timedelta(days=1))
        assert name in {each.what for each in periods.endings(ashford)}
        retention.apply(council=ashford, at=noon)
        assert name not in {each.what for each in periods.endings(ashford)}

    def never_released(self, council: Council, framework: Framework, by: User) -> None:
        closed = make_round(council, framework, by=by, state="closed", name="Winter")
        answer(add_participant(closed, make_person(council, "Hugo")).raters.get())


class TestFindingPeople:
    @pytest.mark.parametrize("search", ["frank", "FRANK@example.com", "ank"])
    def test_goes_by_name_and_email(self, ashford: Council, frank: Person, search: str) -> None:
        make_person(ashford, "Hugo")
        assert list(record_counts.find_people(ashford, search)) == [frank]

    def test_stays_in_the_council(self, ashford: Council, brindle: Council, frank: Person) -> None:
        assert list(record_counts.find_people(brindle, "")) == []
        assert list(record_counts.find_people(ashford, "")) == [frank]
