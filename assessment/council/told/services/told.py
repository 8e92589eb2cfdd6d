"""What is written of what a council is told: each participant's word, and the letter."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import audit, separation
from assessment.council.told.selectors.told import asks_for_consent, conditions_of
from assessment.models import Action, Consent, CouncilLetter, Report, Round, User
from assessment.refused import Refused


class ConsentRefused(Refused):
    """Not theirs to give, not needed, or the letter is made."""


class LetterRefused(Refused):
    """The round is not released, there is nothing to say, or it is for another HR account."""


@transaction.atomic
def give_consent(*, report: Report, by: User, at: datetime.datetime) -> None:
    """Keep that the participant agrees; again, nothing. Raises ConsentRefused."""
    _refuse_consent(report, by)
    today = timezone.localdate(at)
    _consent, new = Consent.objects.get_or_create(
        participant_id=report.participant_id, defaults={"given_on": today}
    )
    if new:
        _record_word(report, at)


@transaction.atomic
def take_back_consent(*, report: Report, by: User, at: datetime.datetime) -> None:
    """Forget that the participant agreed; again, nothing. Raises ConsentRefused."""
    _refuse_consent(report, by)
    gone, _rows = Consent.objects.filter(participant=report.participant_id).delete()
    if gone:
        _record_word(report, at)


def _refuse_consent(report: Report, by: User) -> None:
    if report.participant.person.user_id != by.pk:
        raise ConsentRefused(_("Only the participant can agree to this."))
    # The letter is made under the same lock.
    round = Round.objects.select_for_update().get(pk=report.participant.round_id)
    if not asks_for_consent(round):
        raise ConsentRefused(
            _("So many take part in this round that nobody is asked. Nothing is said of a person.")
        )
    if CouncilLetter.objects.filter(round=round).exists():
        raise ConsentRefused(
            _("HR has made the letter of this round. What it says can no longer be changed.")
        )


def _record_word(report: Report, at: datetime.datetime) -> None:
    """That somebody of the round said something on that day: HR searches the trail, and asks
    nobody why."""
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    audit.record(
        action=Action.CONSENT_CHANGED,
        subject=report.participant.round,
        council=report.council,
        by=None,
        at=day,
        own=True,
    )


@transaction.atomic
def make_letter(*, round: Round, by: User, at: datetime.datetime) -> CouncilLetter:
    """Fix what the letter of a released round says; it is made once.

    Raises LetterRefused before the release, a second time, for HR who take part in the round, and
    where nothing may be said.
    """
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if not locked.is_released:
        raise LetterRefused(_("Release the round first."))
    if separation.takes_part(by, locked):
        raise LetterRefused(separation.not_your_round())
    if CouncilLetter.objects.filter(round=locked).exists():
        raise LetterRefused(_("The letter of this round is made already."))
    if not conditions_of(locked):
        raise LetterRefused(_("Nothing may be said yet, so there is no letter to make."))
    letter = CouncilLetter.objects.create(round=locked, made_at=at, made_by=by)
    audit.record(action=Action.LETTER_MADE, subject=locked, council=locked.council, by=by, at=at)
    return letter


def record_letter(*, round: Round, by: User, at: datetime.datetime) -> None:
    """Keep that somebody took the letter away."""
    audit.record(
        action=Action.LETTER_DOWNLOADED, subject=round, council=round.council, by=by, at=at
    )


def letter_made() -> str:
    """What HR reads once the letter is made."""
    return _("The letter is made. What it says stays as it is; you can download it below.")
