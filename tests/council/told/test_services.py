"""A participant's word, and the letter."""

from __future__ import annotations

import pytest

from assessment.council.told.selectors.told import conditions_of
from assessment.council.told.services.told import (
    ConsentRefused,
    LetterRefused,
    give_consent,
    make_letter,
    record_letter,
    take_back_consent,
)
from assessment.models import (
    Action,
    AuditEvent,
    Consent,
    CouncilLetter,
    Person,
    Report,
    Round,
    User,
)
from tests.cast import make_round
from tests.council.told.world import LATER


def report_in(round: Round, person: Person) -> Report:
    return Report.objects.get(participant__person=person, participant__round=round)


def words_kept() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=Action.CONSENT_CHANGED))


def user_of(person: Person) -> User:
    assert person.user is not None
    return person.user


class TestConsent:
    def test_is_given_once_and_taken_back(self, small: Round, carol: Person) -> None:
        report = report_in(small, carol)
        for _time in range(2):
            give_consent(report=report, by=user_of(carol), at=LATER)
        assert Consent.objects.get().given_on == LATER.date()
        assert len(words_kept()) == 1
        for _time in range(2):
            take_back_consent(report=report, by=user_of(carol), at=LATER)
        assert not Consent.objects.exists()
        assert len(words_kept()) == 2

    def test_leaves_no_trace_of_whose_it_was(self, small: Round, carol: Person) -> None:
        give_consent(report=report_in(small, carol), by=user_of(carol), at=LATER)
        (event,) = words_kept()
        assert (event.by, event.subject_id, event.detail) == (None, small.pk, {"own": True})
        assert (event.at.hour, event.at.minute) != (LATER.hour, LATER.minute)

    def test_is_nobody_elses_to_give(
        self, small: Round, carol: Person, gina: Person, alice: User
    ) -> None:
        for other in (alice, user_of(gina)):
            with pytest.raises(ConsentRefused):
                give_consent(report=report_in(small, carol), by=other, at=LATER)
        assert not Consent.objects.exists()

    def test_is_not_asked_of_many(self, large: Round, carol: Person) -> None:
        with pytest.raises(ConsentRefused):
            give_consent(report=report_in(large, carol), by=user_of(carol), at=LATER)

    def test_is_fixed_once_the_letter_is_made(
        self, small: Round, carol: Person, gina: Person, alice: User
    ) -> None:
        give_consent(report=report_in(small, carol), by=user_of(carol), at=LATER)
        make_letter(round=small, by=alice, at=LATER)
        before = conditions_of(small)
        with pytest.raises(ConsentRefused):
            take_back_consent(report=report_in(small, carol), by=user_of(carol), at=LATER)
        with pytest.raises(ConsentRefused):
            give_consent(report=report_in(small, gina), by=user_of(gina), at=LATER)
        assert conditions_of(small) == before != ()


class TestTheLetter:
    def test_is_made_once(self, small: Round, carol: Person, alice: User) -> None:
        give_consent(report=report_in(small, carol), by=user_of(carol), at=LATER)
        make_letter(round=small, by=alice, at=LATER)
        with pytest.raises(LetterRefused):
            make_letter(round=small, by=alice, at=LATER)
        letter = CouncilLetter.objects.get()
        assert (letter.round, letter.made_by, letter.made_at) == (small, alice, LATER)
        event = AuditEvent.objects.get(action=Action.LETTER_MADE)
        assert (event.by, event.subject_id) == (alice, small.pk)

    def test_is_not_made_where_nothing_may_be_said(
        self, small: Round, gina: Person, alice: User
    ) -> None:
        give_consent(report=report_in(small, gina), by=user_of(gina), at=LATER)
        with pytest.raises(LetterRefused):
            make_letter(round=small, by=alice, at=LATER)

    def test_is_made_without_anybodys_word_of_many(self, large: Round, alice: User) -> None:
        make_letter(round=large, by=alice, at=LATER)
        assert CouncilLetter.objects.get().round == large

    def test_is_not_made_before_the_release(self, small: Round, alice: User) -> None:
        later = make_round(small.council, small.framework, by=alice, state="closed", name="Next")
        with pytest.raises(LetterRefused):
            make_letter(round=later, by=alice, at=LATER)

    def test_is_not_made_by_hr_who_take_part(self, large: Round, carol: Person) -> None:
        hers = user_of(carol)
        hers.is_hr = True
        hers.save()
        with pytest.raises(LetterRefused):
            make_letter(round=large, by=hers, at=LATER)

    def test_says_who_took_it_away(self, large: Round, alice: User) -> None:
        make_letter(round=large, by=alice, at=LATER)
        record_letter(round=large, by=alice, at=LATER)
        assert AuditEvent.objects.get(action=Action.LETTER_DOWNLOADED).by == alice
