"""The writes of what a council is told, played on the stage of tests/writes.py."""

from __future__ import annotations

from typing import Any

from assessment.council.told.services import told
from assessment.models import Report, Round, User
from assessment.release.services import release
from tests.cast import NOW, make_participant_account


def _released(stage: Any) -> Round:
    round: Round = stage.close()
    release.release(round=Round.objects.get(pk=round.pk), by=stage.alice, at=NOW)
    return Round.objects.get(pk=round.pk)


def _agreed(stage: Any) -> tuple[Report, User]:
    """Carol's report, to which she has said yes, and her account."""
    report = Report.objects.get(participant__round=_released(stage))
    person = report.participant.person
    owner = person.user or make_participant_account(person)
    told.give_consent(report=report, by=owner, at=NOW)
    return report, owner


def _took_back(stage: Any) -> None:
    report, owner = _agreed(stage)
    told.take_back_consent(report=report, by=owner, at=NOW)


def _made(stage: Any) -> None:
    report, _owner = _agreed(stage)
    told.make_letter(round=report.participant.round, **stage.by_alice)


AGREED = ["round.released", "consent.changed"]
WRITES_OF_TOLD: dict[str, Any] = {
    "council.told.told.give_consent": (_agreed, AGREED),
    "council.told.told.take_back_consent": (_took_back, [*AGREED, "consent.changed"]),
    "council.told.told.make_letter": (_made, [*AGREED, "letter.made"]),
    "council.told.told.record_letter": (
        lambda s: told.record_letter(round=s.round, **s.by_alice),
        ["letter.downloaded"],
    ),
}
