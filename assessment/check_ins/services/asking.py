"""A participant asks the same people again: a round of its own kind, through the same services."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import audit, separation
from assessment.check_ins.selectors.offers import get_check_in_offer, skills_of_report
from assessment.check_ins.services import ending
from assessment.frameworks.services.asking_again import framework_asking_again
from assessment.models import (
    Action,
    Dimension,
    Framework,
    Participant,
    Person,
    Rater,
    Report,
    Round,
    RoundKind,
    User,
)
from assessment.refused import Refused
from assessment.rounds.services import rounds
from assessment.scoring.check_ins import DAYS_OPEN, SKILLS_MOST


class CheckInRefused(Refused):
    """The check-in cannot be started: not now, not about this, not by this account."""


class CannotOffer(Refused):
    """Whether check-ins are offered is not for this account, or not for this round."""


@transaction.atomic
def ask_again(
    *, report: Report, skills: Collection[Dimension], by: User, at: datetime.datetime
) -> Round:
    """Ask everybody who was asked about a report again, about one or two of its skills.

    The round opens at once and ends by itself; emails leave on commit. Nobody's answers are looked
    at, so it works after they were deleted. Raises CheckInRefused for anybody but the participant,
    for other than one or two skills of the report, where HR does not offer it, outside three to
    six months after the release, while another is under way, after two within twelve months, and
    where too few people are left. Whoever presses twice, on two devices or at once, starts one.
    """
    # Held first, so that a second press waits here and then finds the check-in of the first.
    Person.objects.select_for_update(of=("self",)).get(pk=report.participant.person_id)
    if report.participant.person.user_id != by.pk:
        raise CheckInRefused(_("Only the participant can start a check-in."))
    chosen = {each.pk: each for each in skills}
    if not 1 <= len(chosen) <= SKILLS_MOST:
        raise CheckInRefused(_("Choose one or two skills."))
    if skills_of_report(report).filter(pk__in=chosen).count() < len(chosen):
        raise CheckInRefused(_("Choose a skill of this report."))
    today = timezone.localdate(at)
    offer = get_check_in_offer(report, on=today)
    if offer.why_not:
        raise CheckInRefused(offer.why_not)
    after = report.participant.round
    asked = framework_asking_again(framework=after.framework, skills=list(chosen.values()), at=at)
    made = _make(after, asked, today)
    _bring_in(made, report.participant, offer.raters)
    opened = rounds.open_(round=made, by=by, at=at)
    audit.record(
        action=Action.CHECK_IN_ASKED,
        subject=opened,
        council=opened.trail,
        by=by,
        at=at,
        skills=len(chosen),
        people=len(offer.raters),
    )
    ending.plan_ending(opened)
    return opened


def _make(after: Round, framework: Framework, today: datetime.date) -> Round:
    return Round.objects.create(
        council_id=after.council_id,
        kind=RoundKind.CHECK_IN,
        follows=after,
        framework=framework,
        name=after.name,
        opens_on=today,
        closes_on=today + datetime.timedelta(days=DAYS_OPEN),
        min_group_size=after.min_group_size,
    )


def _bring_in(round: Round, before: Participant, raters: Collection[Rater]) -> None:
    participant = Participant.objects.create(round=round, person_id=before.person_id)
    participant.roles.set(before.roles.all())
    Rater.objects.bulk_create(
        Rater(participant=participant, person_id=each.person_id, group=each.group)
        for each in raters
    )


@transaction.atomic
def offer_check_ins(*, round: Round, offered: bool, by: User, at: datetime.datetime) -> Round:
    """Let a round's participants check in, or no longer; what is under way goes on.

    Said a second time it changes nothing. Raises CannotOffer for somebody who takes part in the
    round, and for a check-in.
    """
    locked = rounds.lock(round)
    if not locked.facts.run_by_hr:
        raise CannotOffer(_("A check-in has no check-ins of its own."))
    if separation.takes_part(by, locked):
        raise CannotOffer(separation.not_your_round())
    if locked.offers_check_in != offered:
        locked.offers_check_in = offered
        locked.save(update_fields=["offers_check_in"])
        audit.record(
            action=Action.ROUND_CHECK_INS_OFFERED,
            subject=locked,
            council=locked.trail,
            by=by,
            at=at,
            offered=offered,
        )
    return locked
