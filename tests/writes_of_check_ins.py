"""Writes about check-ins, played on the stage of tests/writes.py."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from assessment.check_ins.services.asking import ask_again, offer_check_ins
from assessment.check_ins.services.ending import end
from assessment.models import Report, Round, User
from assessment.release.services import release
from tests.cast import NOW, make_participant_account

if TYPE_CHECKING:
    from tests.writes import Stage

LATER = NOW + datetime.timedelta(days=100)


def offer(stage: Stage) -> Round:
    return offer_check_ins(round=stage.round, offered=True, **stage.by_alice)


def ask(stage: Stage) -> Round:
    offer(stage)
    release.release(round=stage.close(), **stage.by_alice)
    person = stage.participant.person
    account: User = person.user or make_participant_account(person)
    skill = stage.framework.dimensions.get(key="communication")
    report = Report.objects.get(participant=stage.participant)
    return ask_again(report=report, skills=[skill], by=account, at=LATER)


def finish(stage: Stage) -> None:
    end(round=ask(stage), at=LATER + datetime.timedelta(days=15))


RELEASED = ["round.release_asked", "round.released"]
OFFERED = ["round.check_ins_offered"]
ASKED = [*OFFERED, "round.released", "round.opened", "invitations.issued", "check_in.asked"]
OF_CHECK_INS = {
    "check_ins.asking.offer_check_ins": (offer, OFFERED),
    "check_ins.asking.ask_again": (ask, ASKED),
    "check_ins.ending.end": (finish, [*ASKED, "round.closed", *RELEASED]),
}
UNRECORDED_OF_CHECK_INS = {
    "check_ins.ending.end_all_due",  # whose steps are recorded, each by itself
    "frameworks.asking_again.framework_asking_again",  # a step of a write that is recorded
}
