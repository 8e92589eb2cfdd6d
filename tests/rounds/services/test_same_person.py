"""Two who look like one: every way in asks, and HR says that they are two or joins them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assessment.models import (
    Action,
    AuditEvent,
    Council,
    DifferentPeople,
    Invitation,
    Participant,
    Person,
    QueuedEmail,
    Rater,
    Release,
    Report,
    Role,
    Round,
    User,
)
from assessment.rounds.selectors.one_person import get_joining
from assessment.rounds.services import people, raters, same_person
from assessment.rounds.services.same_person import JoinRefused, SamePersonAsked
from assessment.spreadsheets import PersonRow
from tests.cast import (
    NOW,
    PASSWORD,
    add_participant,
    add_rater,
    answer,
    make_participant_account,
    make_person,
    make_round,
)

SECOND = "f.newname@example.gov.uk"
Way = Callable[[Participant, User, bool], object]


def _add(assessed: Participant, by: User, apart: bool) -> object:
    return raters.add(
        participant=assessed, name="FRANK", email=SECOND, group="peer", apart=apart, by=by, at=NOW
    )


def _assess(assessed: Participant, by: User, apart: bool) -> object:
    roles: list[Role] = list(assessed.roles.all())
    return raters.add_participant(
        round=assessed.round, name="Frank", email=SECOND, roles=roles, apart=apart, by=by, at=NOW
    )


def _correct(assessed: Participant, by: User, apart: bool) -> object:
    gina = Person.objects.filter(name="Gina").first() or make_person(by.council, "Gina", SECOND)  # type: ignore[arg-type]
    return raters.correct_person(
        person=gina, name="Fránk", email=SECOND, apart=apart, by=by, at=NOW
    )


def _import(assessed: Participant, by: User, apart: bool) -> object:
    carol, round = assessed.person, assessed.round
    row = PersonRow(carol.name, carol.email, ("head-of-ict",), "Frank", SECOND, "peer", 2)
    people.stage_import(round=round, file_name="p.csv", rows=[row], by=by, at=NOW)
    return people.confirm_import(round=round, apart=apart, by=by, at=NOW)


WAYS = [_add, _assess, _correct, _import]


def told_apart() -> set[tuple[str, str]]:
    pairs = DifferentPeople.objects.values_list("first__email", "second__email")
    return {(min(pair), max(pair)) for pair in pairs}


class TestEveryWayIn:
    @pytest.mark.parametrize("way", WAYS)
    def test_asks_before_anything_is_written(
        self, assessed: Participant, alice: User, way: Way
    ) -> None:
        with pytest.raises(SamePersonAsked, match="have the same name"):
            way(assessed, alice, False)
        assert not Rater.objects.filter(person__email=SECOND).exists()
        assert not Person.objects.filter(email=SECOND, name__iexact="frank").exists()

    @pytest.mark.parametrize("way", WAYS)
    def test_goes_on_once_they_are_said_to_be_two_and_keeps_that(
        self, assessed: Participant, alice: User, way: Way
    ) -> None:
        way(assessed, alice, True)
        assert told_apart() == {(SECOND, "frank@example.com")}
        assert AuditEvent.objects.filter(detail__told_apart=1).count() == 1

    def test_asks_nothing_of_a_name_in_other_letters(
        self, assessed: Participant, frank: Person, alice: User
    ) -> None:
        """The same address is the same person, whose name was only written otherwise."""
        raters.correct_person(person=frank, name="FRANK", email=frank.email, by=alice, at=NOW)
        assert not DifferentPeople.objects.exists()


@pytest.fixture
def twin(ashford: Council) -> Person:
    return make_person(ashford, "Frank", SECOND)


def join(one: Person, other: Person, by: User) -> Person:
    return same_person.join_people(one=one, other=other, by=by, at=NOW)


class TestJoining:
    def test_moves_requests_and_leaves_one_person(
        self, assessed: Participant, twin: Person, frank: Person, alice: User, ashford: Council
    ) -> None:
        other = add_participant(assessed.round, make_person(ashford, "Gina"))
        add_rater(other, twin, "report")
        assert join(twin, frank, alice) == frank
        asked = Rater.objects.filter(person=frank).values_list("participant", "group")
        assert set(asked) == {(assessed.pk, "peer"), (other.pk, "report")}
        assert not Person.objects.filter(email=SECOND).exists()

    def test_ends_the_second_request_about_the_same_participant(
        self, assessed: Participant, twin: Person, frank: Person, alice: User
    ) -> None:
        add_rater(assessed, twin, "peer")
        join(twin, frank, alice)
        assert assessed.raters.filter(group="peer").count() == 1

    def test_keeps_the_address_of_whoever_has_answers(
        self, assessed: Participant, twin: Person, frank: Person, alice: User
    ) -> None:
        response = answer(add_rater(assessed, twin, "peer"))
        kept = join(frank, twin, alice)
        assert kept == twin
        assert list(assessed.raters.filter(group="peer")) == [response.rater]

    def test_moves_a_participation_with_its_raters(
        self, assessed: Participant, twin: Person, frank: Person, alice: User, bob: Person
    ) -> None:
        of_twin = add_participant(assessed.round, twin)
        add_rater(of_twin, bob, "manager")
        join(twin, frank, alice)
        of_twin.refresh_from_db()
        assert of_twin.person == frank
        assert {each.person for each in of_twin.raters.all()} == {frank, bob}
        frank.refresh_from_db()
        assert frank.user is not None

    def test_stops_the_links_and_sends_one_new(
        self, issued: Round, assessed: Participant, twin: Person, frank: Person, alice: User,
        ashford: Council,
    ) -> None:  # fmt: skip
        add_rater(add_participant(issued, make_person(ashford, "Gina")), twin, "peer")
        Invitation.objects.create(round=issued, person=twin, token_hash="t" * 64, sent_at=NOW)
        QueuedEmail.objects.all().delete()
        join(twin, frank, alice)
        assert not Invitation.objects.filter(token_hash="t" * 64).exists()
        sent = QueuedEmail.objects.values_list("kind", "person__email", "address")
        assert set(sent) == {
            ("address_left", "frank@example.com", SECOND),
            ("address_new", "frank@example.com", "frank@example.com"),
            ("invitation", "frank@example.com", ""),
        }

    def test_tells_nobody_where_no_email_had_come(
        self, assessed: Participant, twin: Person, frank: Person, alice: User
    ) -> None:
        add_rater(assessed, twin, "peer")
        join(twin, frank, alice)
        assert not QueuedEmail.objects.exists()

    def test_is_one_event_that_names_nobody(
        self, assessed: Participant, twin: Person, frank: Person, alice: User
    ) -> None:
        add_rater(assessed, twin, "peer")
        join(twin, frank, alice)
        event = AuditEvent.objects.get(action=Action.PEOPLE_JOINED)
        assert (event.subject_id, event.detail) == (
            frank.pk,
            {"other": str(twin.pk), "requests": 0, "ended": 1, "participations": 0},
        )
        assert AuditEvent.objects.count() == 1

    def test_is_what_the_preview_said(
        self, assessed: Participant, twin: Person, frank: Person, alice: User, ashford: Council
    ) -> None:
        add_rater(assessed, twin, "peer")
        gina = add_participant(assessed.round, make_person(ashford, "Gina"))
        moving = add_rater(gina, twin, "report")
        add_participant(make_round(ashford, assessed.round.framework, by=alice, name="Next"), twin)
        joining = get_joining(twin, frank)
        assert (joining.kept, joining.gone, joining.refusals) == (frank, twin, [])
        assert list(joining.requests) == [moving]
        assert [each.round.name for each in joining.participations] == ["Next"]
        assert [each.participant for each in joining.doubled] == [assessed]


def _both_answered(assessed: Participant, twin: Person, frank: Person) -> None:
    answer(assessed.raters.get(person=frank))
    answer(add_rater(assessed, twin, "peer"))


def _rates_the_other(assessed: Participant, twin: Person, frank: Person) -> None:
    add_rater(add_participant(assessed.round, twin), frank, "report")


def _both_assessed(assessed: Participant, twin: Person, frank: Person) -> None:
    add_participant(assessed.round, twin)
    add_participant(assessed.round, frank)


def _released(assessed: Participant, twin: Person, frank: Person) -> None:
    add_rater(assessed, twin, "peer")
    round = assessed.round
    Round.objects.filter(pk=round.pk).update(
        state="closed", closed_at=NOW, closed_by=round.opened_by
    )
    Round.objects.filter(pk=round.pk).update(
        state="released", released_at=NOW, released_by=round.opened_by
    )


def _by(round: Round) -> User:
    assert round.opened_by is not None
    return round.opened_by


def _being_released(assessed: Participant, twin: Person, frank: Person) -> None:
    add_rater(assessed, twin, "peer")
    round = assessed.round
    Release.objects.create(round=round, asked_by=_by(round), asked_at=NOW)


def _has_a_report(assessed: Participant, twin: Person, frank: Person) -> None:
    for person in (twin, frank):
        make = {"by": assessed.round.opened_by, "state": "closed", "name": f"Of {person.email}"}
        past = make_round(assessed.round.council, assessed.round.framework, **make)  # type: ignore[arg-type]
        Report.written.create(
            council=past.council, participant=add_participant(past, person),
            min_group_size=3, released_on=NOW.date(), product_version="1",
        )  # fmt: skip
        Round.objects.filter(pk=past.pk).update(
            state="released", released_at=NOW, released_by=past.opened_by
        )


def _has_duties(assessed: Participant, twin: Person, frank: Person) -> None:
    answer(assessed.raters.get(person=frank))
    user = make_participant_account(twin)
    user.is_editor = True
    user.save()


class TestJoiningIsRefused:
    @pytest.mark.parametrize(
        ("because", "road"),
        [
            (_both_answered, "withdraw one of the two"),
            (_rates_the_other, "Withdraw that request"),
            (_both_assessed, "Take one of the two out"),
            (_released, "only one of the two addresses from now on"),
            (_being_released, "Wait until its reports are ready"),
            (_has_a_report, "Correct the name or the address"),
            (_has_duties, "Ask the operator"),
        ],
    )
    def test_with_the_road_out(
        self, assessed: Participant, twin: Person, frank: Person, alice: User,
        because: Callable[[Participant, Person, Person], None], road: str,
    ) -> None:  # fmt: skip
        because(assessed, twin, frank)
        before = set(Rater.objects.values_list("pk", "person"))
        with pytest.raises(JoinRefused, match=road):
            join(twin, frank, alice)
        assert set(Rater.objects.values_list("pk", "person")) == before
        assert not AuditEvent.objects.exists()


class TestAnAccountAtTheAddressThatEnds:
    def test_is_closed_and_told(
        self, assessed: Participant, twin: Person, frank: Person, alice: User
    ) -> None:
        answer(assessed.raters.get(person=frank))
        user = make_participant_account(twin)
        join(twin, frank, alice)
        user.refresh_from_db()
        assert (user.is_active, user.check_password(PASSWORD)) == (False, False)
        told = QueuedEmail.objects.values_list("kind", "address")
        assert set(told) == {
            ("account_closed", SECOND),
            ("address_new", "frank@example.com"),
        }
