"""Judging the questions: from released figures alone, and never so that two bands tell a few."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import (
    AuditEvent,
    Council,
    Framework,
    InstrumentReading,
    Participant,
    Person,
    Report,
    User,
    frozen,
)
from assessment.quality import selectors
from assessment.quality import services as instrument
from assessment.quality.advice import why_absent
from assessment.quality.readings import Place, PlaceBands
from tests.cast import NOW
from tests.instrument import SOON, Levels, judged_round, plain


def figures(
    framework: Framework, reader: User, council: Council | None = None
) -> selectors.Reading:
    found = selectors.latest(framework, council, reader)
    assert found is not None
    return found


def read(framework: Framework, by: User, council: Council | None = None) -> InstrumentReading:
    at = SOON + datetime.timedelta(days=InstrumentReading.objects.count())
    return instrument.take_reading(framework=framework, council=council, by=by, at=at)


def part(reading: InstrumentReading, key: str, place: Place = Place.STATEMENT) -> PlaceBands:
    """What a reading keeps about a statement of its framework."""
    dimension = reading.framework.dimensions.get(key=key.split("-")[0])
    about = str(dimension.indicators.get(key=key).pk if "-" in key else dimension.pk)
    (found,) = (p for p in selectors.parts_of(reading) if p.key == (place, about))
    return found


class TestReading:
    def test_says_in_bands_what_the_reports_say(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice)
        read(framework, erin)
        communication, leadership, _mandate, _focus = figures(framework, erin).dimensions
        assert communication.alpha == "0.70 to 0.95"
        first = communication.indicators[0]
        assert (first.ratings, first.mean, first.not_observed, first.near_top, first.item_rest) == (
            "100 to 299", "middle third", "under 20%", "under 20%", "well",
        )  # fmt: skip
        seldom, ceiling, reverse = leadership.indicators
        assert (seldom.not_observed, ceiling.near_top) == ("a third to half", "80% or more")
        assert reverse.item_rest == "against them"

    def test_gives_one_reason_for_too_few_and_for_what_cannot_be_worked_out(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        """Mandate has the same level everywhere; of the first statement few have a figure."""

        def unseen(participant: int, rater: int) -> Levels:
            seen = plain(participant, rater)
            return {**seen, "communication-1": None} if participant < 2 else seen

        judged_round(ashford, framework, alice, levels=unseen)
        read(framework, erin)
        communication, _leadership, mandate, _focus = figures(framework, erin).dimensions
        assert mandate.alpha == mandate.icc == why_absent()
        assert communication.indicators[0].absent == communication.alpha == why_absent()

    def test_is_made_of_nothing_but_released_figures(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        """Which ratings are behind them it cannot know, for it never looks."""
        judged_round(ashford, framework, alice)
        with CaptureQueriesContext(connection) as asked:
            selectors.pool(framework, None)
        said = " ".join(query["sql"] for query in asked)
        assert "assessment_result" in said
        for table in ("rating", "response", "rater", "comment"):
            assert f'"assessment_{table}"' not in said

    def test_takes_nothing_of_groups_that_reports_withhold(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice)
        judged_round(ashford, framework, alice, name="Thin", peers=2)
        assert part(read(framework, erin), "communication-1").n == 60
        statements = [
            report.statements[
                str(framework.dimensions.get(key="mandate").indicators.get(key="mandate-1").pk)
            ]
            for report in selectors.pool(framework, None)
        ]
        assert {each.n for each in statements} == {7, 1}, "of the thin ones the manager alone"

    def test_is_refused_on_twenty_nine_participants(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice, participants=29)
        with pytest.raises(instrument.TooFew, match="30 participants"):
            read(framework, erin)
        assert not InstrumentReading.objects.exists()

    def test_shows_nothing_of_ninety_ratings(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        """Thirty participants with three peers each, and no manager could observe a thing."""
        judged_round(
            ashford, framework, alice, peers=3, levels=lambda p, r: plain(p, r) if r else {}
        )
        with pytest.raises(instrument.NothingNew):
            read(framework, erin)

    def test_keeps_no_figure_but_bands_and_participants(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice)
        for row in read(framework, erin).parts:
            assert row.keys() == {"place", "about", "councils", "bands"}
            assert set(row["councils"].values()) <= {30}
            assert set(row["bands"].values()) <= {0, 1, 2, 3}

    def test_of_a_council_holds_its_own_reports_alone(
        self, ashford: Council, brindle: Council, framework: Framework, alice: User, dave: User
    ) -> None:
        judged_round(ashford, framework, alice, participants=3)
        judged_round(brindle, framework, dave, participants=4)
        assert len(selectors.pool(framework, ashford)) == 3
        assert len(selectors.pool(framework, brindle)) == 4
        assert len(selectors.pool(framework, None)) == 7

    def test_leaves_a_word_in_the_audit_trail(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice)
        read(framework, erin, ashford)
        event = AuditEvent.objects.get(action="framework.quality_read")
        assert (event.by, event.council, event.subject_id) == (erin, ashford, framework.pk)

    def test_asks_as_often_however_many_answered(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                selectors.pool(framework, None)
            return len(asked)

        judged_round(ashford, framework, alice, participants=3)
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

    def test_is_refused_after_a_small_round(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice, name="Autumn", participants=29)
        with pytest.raises(instrument.NothingNew):
            read(framework, erin)

    def test_makes_figures_anew_after_thirty_more(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice, name="Autumn")
        assert part(read(framework, erin), "communication-1").n == 60

    def test_keeps_what_few_more_observed(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        """Thirty more participants of whom one has a figure for the first: it must not come out."""

        def unseen(participant: int, rater: int) -> Levels:
            return {**plain(participant, rater), "communication-1": None if participant else 5}

        judged_round(ashford, framework, alice, name="Autumn", levels=unseen)
        reading = read(framework, erin)
        assert part(reading, "communication-1").n == 30
        assert part(reading, "communication-2").n == 60
        assert part(reading, "communication", Place.TOGETHER).n == 30

    def test_compares_with_every_band_that_was_shown(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        """30, then 60, then 31: close to the first, though far from the last."""
        judged_round(ashford, framework, alice, name="Autumn")
        read(framework, erin)
        going = Report.objects.filter(participant__round__name="Autumn").values_list(
            "pk", flat=True
        )[:29]
        with frozen.thawed():
            Report.objects.filter(pk__in=list(going)).delete()
        with pytest.raises(instrument.NothingNew):
            read(framework, erin)


class TestTwoScopes:
    def test_do_not_tell_the_few_participants_of_a_second_council(
        self,
        ashford: Council,
        brindle: Council,
        framework: Framework,
        alice: User,
        dave: User,
        erin: User,
    ) -> None:
        judged_round(ashford, framework, alice)
        judged_round(brindle, framework, dave, participants=4)
        read(framework, erin, ashford)
        with pytest.raises(instrument.NothingNew):  # all minus Ashford is Brindle's four
            read(framework, erin)
        assert selectors.latest(framework, None, erin) is None

    def test_say_the_same_where_there_is_one_council(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice)
        read(framework, erin, ashford)
        read(framework, erin)
        both = figures(framework, erin), figures(framework, erin, ashford)
        assert both[0].dimensions == both[1].dimensions


def insider(kind: str, council: Council) -> User:
    """An editor who is HR of a council as well, or a participant there."""
    editor = User.objects.create_user(
        f"{kind}@example.gov.uk", "pw", name=kind, council=council, is_editor=True
    )
    if kind == "hr":
        User.objects.filter(pk=editor.pk).update(is_hr=True)
        editor.refresh_from_db()
    else:
        about = Participant.objects.filter(round__council=council).first()
        assert about is not None
        Person.objects.filter(pk=about.person_id).update(user=editor)
    return editor


@pytest.mark.parametrize("kind", ["hr", "participant"])
class TestAnEditorFromWithin:
    def test_has_nothing_worked_out_of_that_council_alone(
        self, kind: str, ashford: Council, framework: Framework, alice: User
    ) -> None:
        judged_round(ashford, framework, alice)
        within = insider(kind, ashford)
        for council in (ashford, None):
            with pytest.raises(instrument.FromWithin, match="HR of a council or a participant"):
                read(framework, within, council)

    def test_sees_nothing_that_somebody_else_had_worked_out(
        self,
        kind: str,
        ashford: Council,
        brindle: Council,
        framework: Framework,
        alice: User,
        dave: User,
        erin: User,
    ) -> None:
        """Nor of the own council and a few elsewhere: the own reports are known."""
        judged_round(ashford, framework, alice)
        judged_round(brindle, framework, dave, participants=29)
        read(framework, erin)
        within = insider(kind, ashford)
        shown = figures(framework, within)
        assert {each.alpha for each in shown.dimensions} == {why_absent()}
        assert {i.absent for each in shown.dimensions for i in each.indicators} == {why_absent()}
        assert figures(framework, erin).dimensions[0].alpha != why_absent()

    def test_sees_what_rests_on_enough_elsewhere(
        self,
        kind: str,
        ashford: Council,
        brindle: Council,
        framework: Framework,
        alice: User,
        dave: User,
        erin: User,
    ) -> None:
        judged_round(ashford, framework, alice, participants=5)
        judged_round(brindle, framework, dave)
        read(framework, erin)
        within = insider(kind, ashford)
        assert figures(framework, within).dimensions == figures(framework, erin).dimensions


class TestAdvice:
    def test_says_in_plain_words_what_to_change(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice)
        read(framework, erin)
        leadership = figures(framework, erin).dimensions[1]
        seldom, ceiling, reverse = (each.advice for each in leadership.indicators)
        assert seldom[0].startswith("One rater in three or more cannot observe this")
        assert ceiling[0].startswith("Nearly everybody is rated near the top level")
        assert reverse[-1].startswith("Goes against the others")
        assert leadership.advice[0].startswith("Alpha is negative")

    def test_is_silent_where_all_is_well(
        self, ashford: Council, framework: Framework, alice: User, erin: User
    ) -> None:
        judged_round(ashford, framework, alice)
        read(framework, erin)
        communication = figures(framework, erin).dimensions[0]
        assert communication.advice == ()
        assert [each.advice for each in communication.indicators] == [()] * 3
        assert figures(framework, erin).read_at > NOW
