"""Judging the questions: from released answers alone, and never so that two figures tell a few."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import (
    AuditEvent,
    Council,
    Framework,
    InstrumentReading,
    Participant,
    RaterGroup,
    Response,
    User,
)
from assessment.selectors import instrument as selectors
from assessment.services import instrument, unlinking
from tests.cast import NOW, add_participant, add_rater, answer, make_person, make_round
from tests.instrument import SOON, judged_round


def figures(framework: Framework, council: Council | None = None) -> selectors.Reading:
    found = selectors.latest(framework, council)
    assert found is not None
    return found


def read(framework: Framework, by: User, council: Council | None = None) -> InstrumentReading:
    at = SOON + datetime.timedelta(days=InstrumentReading.objects.count())
    return instrument.read(framework=framework, council=council, by=by, at=at)


class TestReading:
    def test_says_what_the_released_answers_say(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice)
        reading = read(framework, erin)
        assert (reading.rounds, reading.responses, reading.read_by) == (1, 30, erin)
        communication, _leadership, mandate, _focus = figures(framework).dimensions
        assert (communication.alpha, communication.indicators[0].item_rest) == ("1.00", "1.00")
        first = communication.indicators[0]
        assert (first.n, first.mean, first.not_observed, first.at_top) == (30, "3.0", "0", "20")
        assert "do not vary" in mandate.alpha_absent

    def test_leaves_out_what_participants_say_of_themselves(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice, participants=6, peers=6)
        assert read(framework, erin).responses == 36

    def test_leaves_out_colleagues_of_whom_no_report_shows_anything(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice)
        judged_round(ashford, framework, alice, name="Thin", participants=5, peers=2)
        assert read(framework, erin).responses == 30

    def test_counts_the_same_once_the_links_are_cut(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice)
        before = selectors.pool(framework, None)
        unlinking.cut(Response.objects.all())
        after = selectors.pool(framework, None)
        assert len(after.responses) == len(before.responses) == 30
        key = framework.dimensions.get(key="communication").indicators.get(key="communication-1").pk
        levels = [sorted(str(r.ratings[str(key)]) for r in p.responses) for p in (before, after)]
        assert levels[0] == levels[1]

    def test_takes_nothing_from_a_round_that_is_not_released(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        round = make_round(ashford, framework, by=alice, state="closed")
        participant = add_participant(round, make_person(ashford, "Gina"))
        for number in range(40):
            answer(add_rater(participant, make_person(ashford, f"P{number}"), RaterGroup.PEER))
        with pytest.raises(instrument.TooFew, match="30 answers"):
            read(framework, erin)
        assert not InstrumentReading.objects.exists()

    def test_is_refused_on_twenty_nine_answers(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice, participants=1, peers=29)
        with pytest.raises(instrument.TooFew):
            read(framework, erin)

    def test_of_a_council_holds_its_own_rounds_alone(
        self, ashford: Council, brindle: Council, framework: Framework, alice: User, dave: User
    ) -> None:
        judged_round(ashford, framework, alice)
        judged_round(brindle, framework, dave, participants=6)
        assert len(selectors.pool(framework, ashford).responses) == 30
        assert len(selectors.pool(framework, brindle).responses) == 36
        assert len(selectors.pool(framework, None).responses) == 66

    def test_leaves_a_word_in_the_audit_trail(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice)
        read(framework, erin, ashford)
        event = AuditEvent.objects.get(action="framework.quality_read")
        assert (event.by, event.council, event.subject_id) == (erin, ashford, framework.pk)
        assert event.detail["rounds"] == 1

    def test_asks_as_often_however_many_answered(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                selectors.pool(framework, None)
            return len(asked)

        judged_round(ashford, framework, alice)
        before = queries()
        judged_round(ashford, framework, alice, name="Autumn", participants=8)
        assert queries() == before


class TestReadingAgain:
    @pytest.fixture(autouse=True)
    def first(self, ashford: Council, framework: Framework, alice: User, erin: User) -> None:
        judged_round(ashford, framework, alice)
        read(framework, erin)

    def test_is_refused_while_nothing_changed(self, framework: Framework, erin: User) -> None:
        with pytest.raises(instrument.NothingNew, match="30 more"):
            read(framework, erin)
        assert InstrumentReading.objects.count() == 1

    def test_keeps_every_figure_that_was_shown_after_a_small_round(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        """Of leadership too few had rated one statement: that figure is new, and no other."""
        before = figures(framework).dimensions
        judged_round(ashford, framework, alice, name="Autumn", participants=1, peers=29)
        read(framework, erin)
        after = figures(framework).dimensions
        assert (after[0], after[2:]) == (before[0], before[2:])
        assert (before[1].indicators[0].n, after[1].indicators[0].n) == (0, 39)
        assert [(i.n, i.mean, i.at_top) for i in after[1].indicators[1:]] == [
            (i.n, i.mean, i.at_top) for i in before[1].indicators[1:]
        ]

    def test_makes_figures_anew_after_thirty_more(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice, name="Autumn", participants=5)
        read(framework, erin)
        assert figures(framework).dimensions[0].indicators[0].n == 60

    def test_keeps_the_figure_of_what_few_more_observed(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        """Thirty more answers of which one rates the first: its rating must not come out."""

        def unseen(number: int) -> dict[str, int | None]:
            return {"communication-1": 5 if number == 0 else None, "communication-2": 2}

        judged_round(ashford, framework, alice, name="Autumn", participants=5, levels=unseen)
        read(framework, erin)
        first, second, _third = figures(framework).dimensions[0].indicators
        assert (first.n, first.mean, first.item_rest) == (30, "3.0", "1.00")
        assert (second.n, second.mean) == (60, "2.5")
        assert figures(framework).dimensions[0].alpha == "1.00"

    def test_compares_with_every_figure_that_was_shown(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        """30, then 60, then 31: close to the first, though far from the last."""
        autumn = judged_round(ashford, framework, alice, name="Autumn", participants=5)
        read(framework, erin)
        going = Participant.objects.filter(round=autumn)[:4]
        Response.objects.filter(participant__in=list(going)).delete()
        with pytest.raises(instrument.NothingNew):
            read(framework, erin)
        assert figures(framework).dimensions[0].indicators[0].n == 60


class TestTwoScopes:
    def test_do_not_tell_the_few_answers_of_a_second_council(
        self,
        ashford: Council,
        brindle: Council,
        framework: Framework,
        alice: User,
        dave: User,
        erin: User,
    ) -> None:
        judged_round(ashford, framework, alice)
        judged_round(brindle, framework, dave, participants=1, peers=4)
        read(framework, erin, ashford)
        with pytest.raises(instrument.NothingNew):  # all minus Ashford is Brindle's four
            read(framework, erin)
        assert selectors.latest(framework, None) is None

    def test_say_why_a_figure_waits(
        self,
        ashford: Council,
        brindle: Council,
        framework: Framework,
        alice: User,
        dave: User,
        erin: User,
    ) -> None:
        def no_first(number: int) -> dict[str, int | None]:
            return {"communication-1": 4 if number < 4 else None}

        judged_round(ashford, framework, alice)
        judged_round(brindle, framework, dave, participants=5, levels=no_first)
        read(framework, erin, ashford)
        read(framework, erin)
        first, second, _third = figures(framework).dimensions[0].indicators
        assert (first.n, first.mean) == (0, "")
        assert "almost the same ratings" in first.absent
        assert second.n == 60

    def test_say_the_same_where_there_is_one_council(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice)
        read(framework, erin, ashford)
        read(framework, erin)
        assert figures(framework).dimensions == figures(framework, ashford).dimensions


def advice(reading: selectors.Reading) -> list[tuple[Any, ...]]:
    return [each.advice for each in reading.dimensions[1].indicators]


class TestAdvice:
    def test_says_in_plain_words_what_to_change(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice, participants=15)
        read(framework, erin)
        seldom, ceiling, reverse = advice(figures(framework))
        assert seldom[0] == "One rater in three cannot observe this: say where it shows."
        assert ceiling[0].startswith("Nearly everybody gets the top level")
        assert reverse[-1].startswith("Goes against the others")
        assert figures(framework).dimensions[1].advice[0].startswith("Alpha is negative")

    def test_is_silent_where_all_is_well(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice)
        read(framework, erin)
        assert [each.advice for each in figures(framework).dimensions[0].indicators] == [()] * 3
        assert figures(framework).read_at > NOW
