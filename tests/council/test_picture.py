"""The council's picture of a round, read from what was released."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.council.selectors.picture import (
    NOT_READ,
    picture_of_round,
    previous_round,
    readings_of_picture,
)
from assessment.council.words import reading_sentence
from assessment.models import Council, Framework, Person, RaterGroup, Report, Round, User
from assessment.release.selectors.results import COMMENTS, figures_of, reports_of_round
from assessment.release.services.release import release
from assessment.scoring.council import Holding
from assessment.scoring.council_rules import CouncilReading, CouncilRule
from assessment.scoring.reading import DECIDED
from assessment.scoring.values import Position
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    answer,
    make_framework,
    make_person,
    make_round,
    publish,
)
from tests.councils import sample_councils
from tests.instrument import judged_round

LATER = NOW + datetime.timedelta(days=400)
FOCUS = ("focus-1", "focus-2", "focus-3")


@pytest.fixture
def raters(ashford: Council) -> list[Person]:
    return [make_person(ashford, f"Rater {n}") for n in range(7)]


def rated(
    round: Round, people: list[Person], raters: list[Person], *roles: str, focus: int = 4
) -> Round:
    """People whom six peers and a manager rate at 4, and their focus where it is said."""
    for person in people:
        participant = add_participant(round, person, *roles)
        answer(participant.raters.get(), 4, comments={"communication": "My own words."})
        for number, rater in enumerate(raters):
            group = RaterGroup.PEER if number else RaterGroup.MANAGER
            answer(
                add_rater(participant, rater, group),
                4,
                levels=dict.fromkeys(FOCUS, focus),
                comments={"communication": f"Said by {number}."},
            )
    return round


def closed(council: Council, framework: Framework, by: User, name: str = "Spring") -> Round:
    return make_round(council, framework, by=by, state="closed", name=name)


@pytest.fixture
def spring(
    ashford: Council, framework: Framework, alice: User, carol: Person, raters: list[Person]
) -> Round:
    round = rated(closed(ashford, framework, alice), [carol], raters, "e-champion", "head-of-ict")
    return release(round=round, by=alice, at=NOW)


def readings_of(round: Round) -> dict[CouncilRule, CouncilReading]:
    """Those that a round fires, beside the round before."""
    told = picture_of_round(round)
    assert told is not None
    return {each.rule: each for each in readings_of_picture(told.picture, previous_round(round))}


class TestPicture:
    def test_has_the_names_that_its_keys_stand_for(self, spring: Round) -> None:
        found = picture_of_round(spring)
        assert found is not None
        (holder,) = found.picture.holders
        assert found.holder_name(holder.key) == "Carol"
        assert [found.role_name(key) for key in holder.roles] == ["e-champion", "head of ICT"]
        assert [found.dimension_name(each.dimension) for each in found.picture.coverage] == [
            "Communication",
            "Leadership",
        ]
        assert (found.round, found.council) == ("Spring", "Ashford Sample Council")
        assert [each.holding for each in found.picture.roles] == [Holding.ONE, Holding.ONE]

    def test_is_made_of_the_figures_of_the_reports(self, spring: Round) -> None:
        found = picture_of_round(spring)
        assert found is not None
        report = Report.objects.get()
        shown = figures_of([report.pk])[report.pk]
        assert set(found.picture.holders[0].figures) <= set(shown)
        (own, _other) = (each.own[0] for each in found.picture.coverage)
        assert own.stands is Position.WITHIN

    @pytest.mark.django_db
    @pytest.mark.parametrize("name", ["four_with_withheld", "second_year"])
    def test_has_the_figures_that_it_would_have_if_all_were_read(self, name: str) -> None:
        with sample_councils(name) as made:
            keys = list(reports_of_round(made[name].round.pk).values_list("pk", flat=True))
            every, read = figures_of(keys), figures_of(keys, without=NOT_READ | DECIDED)
        for key in keys:
            assert read[key] == tuple(f for f in every[key] if f.measure not in NOT_READ)
            assert {f.measure for f in read[key]} & DECIDED

    def test_has_no_comment(self, spring: Round) -> None:
        found = picture_of_round(spring)
        assert found is not None
        held = {each.measure for holder in found.picture.holders for each in holder.figures}
        assert not held & {*COMMENTS}
        assert "Said by" not in str(found)
        assert "My own words." not in str(found)

    def test_is_not_there_before_the_release(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        round = closed(ashford, framework, alice)
        assert picture_of_round(round) is None

    def test_asks_the_database_as_often_for_many(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        two = judged_round(ashford, framework, alice, participants=2, name="Two")
        nine = judged_round(ashford, framework, alice, participants=9, name="Nine")
        counts = []
        for round in (two, nine):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                found = picture_of_round(round)
            assert found is not None
            counts.append((len(queries), len(found.picture.holders)))
        assert [holders for _queries, holders in counts] == [2, 9]
        assert counts[0][0] == counts[1][0]

    def test_tells_namesakes_apart(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        round = closed(ashford, framework, alice)
        for address in ("one", "two"):
            add_participant(round, make_person(ashford, "Sam", f"{address}@example.gov.uk"))
        found = picture_of_round(release(round=round, by=alice, at=NOW))
        assert found is not None
        names = {found.holder_name(each.key) for each in found.picture.holders}
        assert len(names) == 2
        assert all(each.startswith("Sam (") for each in names)


class TestTheRoundBefore:
    def test_is_the_last_one_of_the_council_with_the_framework(
        self,
        spring: Round,
        ashford: Council,
        brindle: Council,
        framework: Framework,
        alice: User,
        dave: User,
    ) -> None:
        other = make_framework(version="9.0", published=False)
        other.key = "other"
        publish(other)
        release(round=closed(brindle, framework, dave, "Theirs"), by=dave, at=NOW)
        release(round=closed(ashford, other, alice, "Other"), by=alice, at=NOW)
        again = release(round=closed(ashford, framework, alice, "Next"), by=alice, at=LATER)
        assert previous_round(again) == spring
        assert previous_round(spring) is None

    def test_is_none_before_the_release(
        self, spring: Round, ashford: Council, framework: Framework, alice: User
    ) -> None:
        assert previous_round(closed(ashford, framework, alice, "Next")) is None

    def test_lets_a_focus_have_narrowed(
        self,
        ashford: Council,
        framework: Framework,
        alice: User,
        carol: Person,
        raters: list[Person],
        spring: Round,
    ) -> None:
        assert CouncilRule.FOCUS_NARROWED not in readings_of(spring)
        round = rated(closed(ashford, framework, alice, "Next"), [carol], raters, focus=2)
        again = release(round=round, by=alice, at=LATER)
        readings = readings_of(again)
        told = picture_of_round(again)
        assert told is not None
        assert reading_sentence(readings[CouncilRule.FOCUS_NARROWED], told) == (
            "Since the last round, the attention of Carol has clearly moved towards technology."
        )
        assert reading_sentence(readings[CouncilRule.ROLE_VACANT], told) == (
            "Nobody who takes part holds the role of e-champion."
        )
