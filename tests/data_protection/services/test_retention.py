"""Each kind of data goes when its period ends, with a log, and by this job alone."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from assessment.calendar_months import months_after
from assessment.data_protection.services import retention
from assessment.models import (
    AuditEvent,
    Comment,
    Consent,
    Council,
    CouncilFigure,
    Deletion,
    Framework,
    Invitation,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Rating,
    Report,
    Response,
    Result,
    Round,
    StagedImport,
    User,
)
from assessment.models.people import PERIODS
from assessment.scoring.values import COMMENTS
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    answer,
    make_round,
)
from tests.spring import RELEASED

Kind = Deletion.Kind


def months_later(months: int, days: int = 0) -> datetime.datetime:
    """A moment so many months after the release, in the early afternoon."""
    day = months_after(RELEASED.date(), months) + datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time(13), tzinfo=datetime.UTC)


def counts(steps: list[retention.RetentionCount]) -> Counter[str]:
    found: Counter[str] = Counter()
    for step in steps:
        found[step.kind] += step.count
    return +found


def run(council: Council, months: int) -> Counter[str]:
    return counts(retention.apply(council=council, at=months_later(months)))


class TestTheCut:
    def test_waits_until_the_day_that_the_period_ends(
        self, ashford: Council, spring: Round
    ) -> None:
        before = months_later(3, days=-1)
        assert counts(retention.apply(council=ashford, at=before)) == {}
        assert Response.objects.count() == 10

    def test_deletes_every_set_of_answers_whoever_gave_it(
        self, ashford: Council, spring: Round
    ) -> None:
        """Those of oneself and of managers, those never submitted and those of too few as well."""
        assert run(ashford, 3)[Kind.RATINGS] == 10
        gone = [Response, Rating, Comment]
        assert [model.__name__ for model in gone if model._default_manager.exists()] == []

    def test_leaves_the_report_alone(self, ashford: Council, spring: Round) -> None:
        shown = list(Result.objects.values_list("pk", "value", "text").order_by("pk"))
        run(ashford, 3)
        assert list(Result.objects.values_list("pk", "value", "text").order_by("pk")) == shown
        assert any(text == "Word 0" for _pk, _value, text in shown)

    def test_takes_reasons_and_emailed_links_along(self, ashford: Council, spring: Round) -> None:
        done = run(ashford, 3)
        assert (done[Kind.REASONS], done[Kind.TOKENS]) == (1, 6)
        assert not Invitation.objects.live().exists()
        declined = Rater.objects.get(person__name="Frank")
        assert (declined.decline_reason, declined.declined_on) == ("", NOW.date())

    def test_of_another_council_waits(
        self, ashford: Council, brindle: Council, spring: Round
    ) -> None:
        assert run(brindle, 60) == {}
        assert Response.objects.count() == 10

    def test_does_not_touch_a_round_that_was_never_released(
        self, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> None:
        closed = make_round(ashford, framework, by=alice, state="closed")
        answer(add_participant(closed, carol).raters.get(), 3)
        assert run(ashford, 6) == {}
        assert Response.objects.exists()

    @pytest.mark.parametrize(
        ("periods", "months"),
        [({"comments_months": 1}, 1), ({"link_cut_months": 12, "ratings_months": 4}, 4)],
    )
    def test_comes_with_the_first_of_the_periods_that_answers_have(
        self, ashford: Council, spring: Round, periods: dict[str, int], months: int
    ) -> None:
        """Comments deleted apart from their answers would be counted in the log."""
        Council.objects.filter(pk=ashford.pk).update(**periods)
        assert counts(retention.apply(council=ashford, at=months_later(months, days=-1))) == {}
        assert run(ashford, months)[Kind.RATINGS] == 10
        assert not Comment.objects.exists()


class TestARoundThatWasNeverReleased:
    @pytest.mark.parametrize(("comments", "ratings"), [(6, 24), (24, 6)])
    def test_loses_its_answers_whole_when_the_first_period_ends(
        self, closed: Round, ashford: Council, comments: int, ratings: int
    ) -> None:
        ashford.comments_months, ashford.ratings_months = comments, ratings
        ashford.save()
        day = months_after(closed.closes_on, 6)
        noon = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
        before = retention.apply(council=ashford, at=noon - datetime.timedelta(days=1))
        assert counts(before) == {}
        assert counts(retention.apply(council=ashford, at=noon)) == {Kind.RATINGS: 1}
        assert not Comment.objects.exists()
        assert Rater.objects.exists()

    @pytest.fixture
    def closed(self, ashford: Council, framework: Framework, alice: User, carol: Person) -> Round:
        round = make_round(ashford, framework, by=alice, state="closed")
        own = add_participant(round, carol).raters.get()
        answer(own, 3, comments={"communication": "I try."})
        return round


class TestWhatWasTold:
    def test_goes_with_the_reports(self, ashford: Council, spring: Round) -> None:
        carol = Participant.objects.get(person__name="Carol")
        Consent.objects.create(participant=carol, given_on=RELEASED.date())
        assert run(ashford, 35).keys().isdisjoint({Kind.COUNCIL, Kind.CONSENTS})
        deleted = run(ashford, 36)
        assert (deleted[Kind.COUNCIL], deleted[Kind.CONSENTS]) == (4, 1)
        assert not Consent.objects.exists()
        assert not CouncilFigure.objects.exists()


class TestThePeriods:
    def test_end_one_after_the_other(self, ashford: Council, spring: Round) -> None:
        run(ashford, 3)
        shown = Result.objects.filter(measure__in=COMMENTS).exclude(text="").count()
        assert shown > 0
        assert run(ashford, 11) == {}
        assert run(ashford, 12) == {Kind.COMMENTS: shown}
        assert run(ashford, 24) == {}
        # Reports and people both end after 36 months: Carol, Gina, Bob, Frank and five peers.
        # Of the council as a whole every dimension was withheld.
        assert run(ashford, 36) == {Kind.COUNCIL: 4, Kind.REPORTS: 2, Kind.PEOPLE: 9}
        assert not Participant.objects.exists()

    def test_that_all_ended_at_once_leave_the_same_nothing(
        self, ashford: Council, spring: Round
    ) -> None:
        run(ashford, 60)
        gone = [Response, Rating, Comment, Report, Result, Rater, Participant, Invitation, Person]
        assert [model.__name__ for model in gone if model._default_manager.exists()] == []
        assert Round.objects.get() == spring

    def test_keep_people_who_are_in_a_younger_round(
        self, ashford: Council, framework: Framework, spring: Round, alice: User, bob: Person
    ) -> None:
        carol = Person.objects.get(name="Carol")
        autumn = make_round(ashford, framework, by=alice, name="Autumn")
        autumn.closes_on = months_later(30).date()
        autumn.save()
        add_rater(add_participant(autumn, carol), bob, RaterGroup.MANAGER)
        assert run(ashford, 36)[Kind.PEOPLE] == 7
        assert set(Person.objects.values_list("name", flat=True)) == {"Carol", "Bob"}
        assert not Report.objects.exists()

    def test_take_people_who_are_in_no_round_any_more(
        self, ashford: Council, frank: Person
    ) -> None:
        assert run(ashford, 0) == {Kind.PEOPLE: 1}

    def test_take_a_spreadsheet_that_nobody_confirmed(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        draft = make_round(ashford, framework, by=alice)
        StagedImport.objects.create(
            round=draft, file_name="people.xlsx", rows={}, staged_by=alice, staged_at=RELEASED
        )
        assert counts(retention.apply(council=ashford, at=months_later(1, days=-1))) == {}
        assert run(ashford, 1) == {Kind.IMPORTS: 1}


class TestAccounts:
    def test_of_forgotten_people_are_emptied(
        self, ashford: Council, spring: Round, carol: Person
    ) -> None:
        account = carol.user
        assert account is not None
        EmailAddress.objects.create(user=account, email=account.email)
        run(ashford, 36)
        account.refresh_from_db()
        assert (account.name, account.is_active) == ("Deleted account", False)
        assert account.email == f"{account.pk}@deleted.invalid"
        assert not account.has_usable_password()
        assert not EmailAddress.objects.exists()

    @pytest.mark.parametrize("duty", ["is_hr", "is_editor", "is_operator"])
    def test_with_a_duty_stay(
        self, ashford: Council, spring: Round, carol: Person, duty: str
    ) -> None:
        account = carol.user
        assert account is not None
        setattr(account, duty, True)
        account.save()
        run(ashford, 36)
        account.refresh_from_db()
        assert (account.name, account.is_active) == ("Carol", True)
        assert not Person.objects.filter(name="Carol").exists()


class TestTheJob:
    def test_tells_beforehand_exactly_what_it_will_do_and_does_nothing(
        self, ashford: Council, spring: Round
    ) -> None:
        at = months_later(60)
        told = retention.due(council=ashford, at=at)
        assert Response.objects.count() == 10
        assert not Deletion.objects.exists()
        assert told == retention.apply(council=ashford, at=at)
        assert counts(told)[Kind.PEOPLE] == 9

    @pytest.mark.parametrize("months", [1, 3, 12, 24, 36])
    @pytest.mark.parametrize("periods", [{}, {"link_cut_months": 12, "ratings_months": 3}])
    def test_tells_the_numbers_of_the_real_run_by_reading_alone(
        self, ashford: Council, spring: Round, months: int, periods: dict[str, int]
    ) -> None:
        Council.objects.filter(pk=ashford.pk).update(**periods)
        at = months_later(months)
        with CaptureQueriesContext(connection) as asked:
            told = retention.due(council=ashford, at=at)
        assert {query["sql"].split()[0] for query in asked} == {"SELECT"}
        assert not any("FOR UPDATE" in query["sql"] for query in asked)
        assert told == retention.apply(council=ashford, at=at)

    def test_finds_nothing_the_second_time(self, ashford: Council, spring: Round) -> None:
        at = months_later(12)
        retention.apply(council=ashford, at=at)
        log = list(Deletion.objects.values_list("pk", flat=True))
        assert counts(retention.apply(council=ashford, at=at)) == {}
        assert list(Deletion.objects.values_list("pk", flat=True)) == log
        assert AuditEvent.objects.filter(action="retention.applied").count() == 1

    def test_logs_how_much_of_what_and_never_whose(self, ashford: Council, spring: Round) -> None:
        at = months_later(3)
        run(ashford, 3)
        log = Deletion.objects.get(kind=Kind.RATINGS)
        assert (log.council, log.count, log.at) == (ashford, 10, at)
        assert log.older_than == RELEASED.date()
        event = AuditEvent.objects.get(action="retention.applied")
        assert (event.council, event.by, event.detail) == (ashford, None, {"rows": 17})

    def test_is_the_only_one_that_may_delete_a_report(
        self, ashford: Council, spring: Round
    ) -> None:
        run(ashford, 12)
        for rows in [Report.objects.all(), Result.objects.all(), Deletion.objects.all()]:
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            Deletion.objects.update(count=0)


class TestSettingThePeriods:
    def test_changes_them_and_records_from_what_to_what(
        self, ashford: Council, alice: User
    ) -> None:
        retention.set_periods(council=ashford, months={"ratings_months": 12}, by=alice, at=NOW)
        ashford.refresh_from_db()
        assert ashford.ratings_months == 12
        event = AuditEvent.objects.get()
        assert (event.action, event.by) == ("council.periods_changed", alice)
        assert event.detail == {"ratings_months": [24, 12]}

    def test_to_what_they_are_records_nothing(self, ashford: Council, alice: User) -> None:
        retention.set_periods(council=ashford, months={"ratings_months": 24}, by=alice, at=NOW)
        assert not AuditEvent.objects.exists()

    @pytest.mark.parametrize("name", PERIODS)
    @pytest.mark.parametrize("end", [0, 1])
    def test_out_of_bounds_is_refused_by_the_service_and_by_the_database(
        self, ashford: Council, alice: User, name: str, end: int
    ) -> None:
        value = PERIODS[name][end] + (-1, 1)[end]
        with pytest.raises(retention.NotAllowed):
            retention.set_periods(council=ashford, months={name: value}, by=alice, at=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            Council.objects.filter(pk=ashford.pk).update(**{name: value})

    def test_to_lose_people_before_their_reports_is_refused(
        self, ashford: Council, alice: User
    ) -> None:
        with pytest.raises(retention.NotAllowed, match="People must be kept at least as long"):
            retention.set_periods(council=ashford, months={"people_months": 12}, by=alice, at=NOW)

    def test_to_cut_later_than_promised_is_refused_until_the_cut(
        self, ashford: Council, alice: User, spring: Round
    ) -> None:
        with pytest.raises(retention.NotAllowed, match="Raters were told"):
            retention.set_periods(council=ashford, months={"link_cut_months": 4}, by=alice, at=NOW)
        run(ashford, 3)
        retention.set_periods(council=ashford, months={"link_cut_months": 4}, by=alice, at=NOW)
        ashford.refresh_from_db()
        assert ashford.link_cut_months == 4

    def test_to_cut_sooner_is_always_possible(
        self, ashford: Council, alice: User, spring: Round
    ) -> None:
        retention.set_periods(council=ashford, months={"link_cut_months": 1}, by=alice, at=NOW)
        assert run(ashford, 1)[Kind.RATINGS] == 10

    @pytest.mark.parametrize(("name", "bounds"), PERIODS.items())
    def test_the_form_of_the_admin_knows_the_same_bounds(
        self, ashford: Council, name: str, bounds: tuple[int, int]
    ) -> None:
        field = Council._meta.get_field(name)
        assert isinstance(field, models.Field)
        for value in bounds:
            field.clean(value, ashford)
        with pytest.raises(ValidationError):
            field.clean(bounds[1] + 1, ashford)
