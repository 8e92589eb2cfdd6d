"""How far a round has come, counted by the database, and what it forecasts."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Council, Framework, Participant, Person, Round, User
from assessment.rounds.selectors import rounds
from assessment.rounds.selectors.forecast import RaterTally, Standing, forecast
from assessment.rounds.selectors.rounds import RoundFilter, Sort
from assessment.scoring.values import ANONYMOUS
from tests.cast import (
    TODAY,
    add_participant,
    add_rater,
    answer,
    make_framework,
    make_person,
    make_round,
    publish,
)


@pytest.fixture
def participant(open_round: Round, carol: Person) -> Participant:
    """Three peers of whom one answered, one declined; a manager who saved a draft."""
    participant = add_participant(open_round, carol)
    council = open_round.council
    peers = [
        add_rater(participant, make_person(council, f"Peer {number}"), "peer") for number in "123"
    ]
    answer(peers[0])
    peers[1].declined_on = TODAY
    peers[1].save()
    manager = add_rater(participant, make_person(council, "Manager"), "manager")
    answer(manager, submitted=False)
    return participant


def standing(name: str = "Carol", /, **groups: int) -> Standing:
    return Standing(None, name, "", {group: RaterTally(asked) for group, asked in groups.items()})


class TestTheListOfRounds:
    def test_counts_participants_and_answers_of_the_own_council(
        self, participant: Participant, brindle: Council, dave: User, framework: Framework
    ) -> None:
        make_round(brindle, framework, by=dave)
        (line,) = rounds.list_rounds(participant.round.council)
        assert (line.participants, line.tally) == (1, RaterTally(asked=5, answered=1, declined=1))

    def test_puts_the_latest_first(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        old = make_round(ashford, framework, by=alice, name="Old")
        make_round(ashford, framework, by=alice, name="New")
        old.opens_on -= datetime.timedelta(days=1)
        old.save()
        assert [line.round.name for line in rounds.list_rounds(ashford)] == ["New", "Old"]

    def test_offers_published_frameworks_that_the_council_may_use(
        self, framework: Framework, ashford: Council, brindle: Council
    ) -> None:
        make_framework(published=False, version="2.0")
        make_framework(council=brindle, version="3.0")
        own = make_framework(council=ashford, version="4.0")
        assert rounds.usable_frameworks(ashford) == [own, framework]


class TestProgress:
    def test_counts_each_group_once_and_no_draft_answer(self, participant: Participant) -> None:
        progress = rounds.get_progress(participant.round)
        assert dict(progress.groups) == {
            "self": RaterTally(1),
            "manager": RaterTally(1),
            "peer": RaterTally(asked=3, answered=1, declined=1),
        }
        assert progress.total == RaterTally(asked=5, answered=1, declined=1)
        assert (progress.total.waiting, progress.total.percent) == (3, 20)

    def test_somebody_who_answered_after_declining_has_answered(
        self, participant: Participant
    ) -> None:
        answer(participant.raters.get(person__name="Peer 2"))
        peers = dict(rounds.get_progress(participant.round).groups)["peer"]
        assert peers == RaterTally(asked=3, answered=2, declined=0)

    def test_warns_of_a_group_that_cannot_reach_the_minimum(self, participant: Participant) -> None:
        assert rounds.get_progress(participant.round).forecast.short_groups == ["Carol"]

    def test_counts_what_was_answered_once_the_round_is_closed(
        self, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> None:
        closed = make_round(ashford, framework, by=alice, state="closed")
        participant = add_participant(closed, carol)
        for number in range(3):
            add_rater(participant, make_person(ashford, f"Peer {number}"), "peer")
        assert rounds.get_progress(closed).forecast.short_groups == ["Carol"]

    def test_takes_four_queries_however_many_people(self, participant: Participant) -> None:
        rounds.get_progress(participant.round)  # each process reads a published framework once
        few = count_queries(participant.round)
        for number in range(20):
            person = make_person(participant.round.council, f"Participant {number}")
            other = add_participant(participant.round, person)
            add_rater(other, participant.person, "peer")
        assert few == count_queries(participant.round) == 4


def count_queries(round: Round) -> int:
    with CaptureQueriesContext(connection) as queries:
        rounds.get_progress(round)
    return len(queries)


class TestArranging:
    @pytest.fixture
    def standings(self, participant: Participant, bob: Person) -> list[Standing]:
        other = add_participant(participant.round, bob)
        answer(other.raters.get())
        return rounds.list_standings(participant.round)

    @pytest.mark.parametrize(
        ("show", "names"),
        [
            (RoundFilter.ALL, ["Bob", "Carol"]),
            (RoundFilter.WAITING, ["Carol"]),
            (RoundFilter.COMPLETE, ["Bob"]),
            (RoundFilter.SELF, ["Carol"]),
            (RoundFilter.SHORT, ["Carol"]),
            (RoundFilter.MANAGER, ["Bob"]),
            (RoundFilter.PEERS, ["Bob", "Carol"]),
        ],
    )
    def test_shows_what_was_asked(
        self, open_round: Round, standings: list[Standing], show: RoundFilter, names: list[str]
    ) -> None:
        found = rounds.filter_standings(open_round, standings, show=show)
        assert [each.name for each in found] == names

    @pytest.mark.parametrize("search", ["caro", "CAROL@", "carol@example.gov.uk"])
    def test_finds_by_name_and_email(
        self, open_round: Round, standings: list[Standing], search: str
    ) -> None:
        found = rounds.filter_standings(open_round, standings, search=search)
        assert [each.name for each in found] == ["Carol"]

    @pytest.mark.parametrize(
        ("sort", "names"),
        [
            (Sort.NAME, ["Bob", "Carol"]),
            (Sort.LEAST, ["Carol", "Bob"]),
            (Sort.MOST, ["Bob", "Carol"]),
        ],
    )
    def test_sorts(
        self, open_round: Round, standings: list[Standing], sort: Sort, names: list[str]
    ) -> None:
        assert [
            each.name for each in rounds.filter_standings(open_round, standings, sort=sort)
        ] == names


class TestTheForecast:
    @pytest.mark.parametrize(
        ("groups", "short"),
        [({"peer": 3}, []), ({"peer": 2}, ["Carol"]), ({"report": 1}, ["Carol"]), ({}, [])],
    )
    def test_names_who_has_a_short_group(self, groups: dict[str, int], short: list[str]) -> None:
        found = forecast(standings=[standing(**groups)], busy_raters=[], minimum=3)
        assert found.short_groups == short

    @pytest.mark.parametrize("group", ANONYMOUS)
    def test_speaks_of_every_anonymous_group(self, group: str) -> None:
        found = forecast(standings=[standing(**{group: 2})], busy_raters=[], minimum=3)
        assert found.short_groups == ["Carol"]

    @pytest.mark.parametrize(("peers", "few"), [(4, []), (3, ["Carol"]), (0, ["Carol"])])
    def test_names_who_has_few_peers(self, peers: int, few: list[str]) -> None:
        found = forecast(standings=[standing(peer=peers)], busy_raters=[], minimum=3)
        assert found.few_peers == few

    @pytest.mark.parametrize(
        ("groups", "larger"),
        [
            ({"peer": 6}, 5),
            ({"peer": 6, "report": 5}, 4),
            ({"peer": 4}, None),
            ({"peer": 6, "report": 2}, 5),  # the reports are lost anyway
            ({"manager": 1}, None),
        ],
    )
    def test_offers_a_larger_minimum_where_no_group_is_lost_by_it(
        self, groups: dict[str, int], larger: int | None
    ) -> None:
        people = [standing(**groups)]
        found = forecast(standings=people, busy_raters=[], minimum=3, fixed=False)
        assert found.larger_minimum == larger
        assert forecast(standings=people, busy_raters=[], minimum=3).larger_minimum is None

    def test_names_who_has_no_manager(self) -> None:
        people = [standing("Carol", manager=1), standing("Bob", peer=9)]
        found = forecast(standings=people, busy_raters=[], minimum=3)
        assert found.no_manager == ["Bob"]

    def test_is_clear_when_there_is_nothing_to_say(self) -> None:
        person = standing(manager=1, peer=4, report=3)
        assert forecast(standings=[person], busy_raters=[], minimum=3).is_clear

    def test_names_who_is_asked_for_more_than_ten_ratings(
        self, open_round: Round, bob: Person, frank: Person
    ) -> None:
        council = open_round.council
        for number in range(11):
            participant = add_participant(open_round, make_person(council, f"P{number}"))
            add_rater(participant, bob, "peer")
            if number:
                add_rater(participant, frank, "peer")
        assert rounds.list_busy_raters(open_round) == ["Bob"]


class TestOpening:
    def test_counts_each_person_once(
        self, ashford: Council, framework: Framework, alice: User, carol: Person, bob: Person
    ) -> None:
        draft = make_round(ashford, framework, by=alice)
        add_rater(add_participant(draft, carol), bob, "peer")
        add_rater(add_participant(draft, bob), carol, "peer")
        opening = rounds.get_opening(draft, on=TODAY)
        assert (opening.participants, opening.people, opening.is_possible) == (2, 2, True)

    def test_names_everything_that_stands_in_its_way_at_once(
        self, ashford: Council, alice: User
    ) -> None:
        framework = make_framework(published=False)
        draft = make_round(ashford, framework, by=alice)
        late = draft.closes_on + datetime.timedelta(days=1)
        assert len(rounds.opening_blockers(draft, on=late)) == 3
        publish(framework)
        draft.refresh_from_db()
        assert len(rounds.opening_blockers(draft, on=TODAY)) == 1


class TestClosing:
    def test_names_those_who_go_without(self, participant: Participant, bob: Person) -> None:
        add_participant(participant.round, bob)
        closing = rounds.get_closing(participant.round)
        assert (closing.participants, closing.unanswered) == (2, ["Bob"])
        assert closing.short_groups == ["Carol"]
