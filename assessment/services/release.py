"""Release: the one gate between answers and reports."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from secrets import SystemRandom

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Action, Participant, QueuedEmail, Report, Result, Round, User
from assessment.scoring.profile import score_participant
from assessment.scoring.values import Figure
from assessment.selectors import answers, rater_changes
from assessment.services import audit, outbox
from assessment.services.errors import Refused

CHUNK = 200  # participants whose answers are held in memory at a time
TEN_PLACES = Decimal("1E-10")
EXACT = Context(prec=28)


class CannotRelease(Refused):
    """The round is not in the state that release starts from."""


@transaction.atomic
def release(*, round: Round, by: User, at: datetime.datetime) -> Round:
    """Score every participant of a closed round and freeze what may be shown.

    Every participant gets a report, also one about whom nobody answered: it says so. They are
    told by email once it is certain. Raises CannotRelease while the round is not closed, and
    when it was released before.
    """
    locked = Round.objects.select_for_update().select_related("framework").get(pk=round.pk)
    _check(locked)
    terms = answers.terms_of(locked)
    people: list[uuid.UUID] = []
    for chunk in _chunks(locked):
        _write(answers.completed(terms, chunk), released_on=timezone.localdate(at))
        people += [participant.person_id for participant in chunk]
    locked.state = Round.State.RELEASED
    locked.released_at, locked.released_by = at, by
    locked.save(update_fields=["state", "released_at", "released_by"])
    audit.record(
        action=Action.ROUND_RELEASED,
        subject=locked,
        council=locked.council,
        by=by,
        at=at,
        reports=len(people),
        changes_to_raters=len(rater_changes.since_opening(locked)),
        nearly_repeated=len(rater_changes.nearly_repeated(locked)),
    )
    outbox.queue(round=locked, people=people, kind=QueuedEmail.Kind.RELEASED, at=at)
    return locked


def _check(round: Round) -> None:
    if round.is_released:
        raise CannotRelease(_("This round is released already. Its results never change."))
    if not round.is_closed:
        raise CannotRelease(_("Close the round first. Results are made once nobody can answer."))


def _chunks(round: Round) -> Iterator[list[Participant]]:
    keys = list(Participant.objects.filter(round=round).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        found = Participant.objects.filter(pk__in=keys[start : start + CHUNK])
        yield list(found.order_by("pk").select_related("round").prefetch_related("roles"))


def _write(completed: Sequence[answers.Completed], *, released_on: datetime.date) -> None:
    # Comments are shuffled with randomness that nobody can work out from the outside.
    rng = SystemRandom()
    reports, results = [], []
    for each in completed:
        report = _report(each, released_on)
        reports.append(report)
        figures = score_participant(each.assessment, rng=rng)
        results += [_result(report, n, figure) for n, figure in enumerate(figures)]
    Report.objects.bulk_create(reports)
    Result.objects.bulk_create(results, batch_size=2000)


def _report(completed: answers.Completed, released_on: datetime.date) -> Report:
    earlier = completed.compared_with
    round = completed.participant.round
    return Report(
        council_id=round.council_id,
        participant=completed.participant,
        min_group_size=completed.assessment.k,
        released_on=released_on,
        product_version=settings.PRODUCT_VERSION,
        compared_round=earlier.participant.round.name if earlier else "",
        compared_on=earlier.released_on if earlier else None,
    )


def _result(report: Report, position: int, figure: Figure) -> Result:
    return Result(
        report=report,
        position=position,
        measure=figure.measure,
        dimension_id=_identifier(figure.dimension),
        indicator_id=_identifier(figure.indicator),
        role_id=_identifier(figure.role),
        group=figure.group or "",
        level=figure.level,
        value=_decimal(figure.value),
        n=figure.n,
        bound=figure.bound,
        code=figure.code,
        text=figure.text,
        withheld=figure.withheld or "",
    )


def _identifier(key: str | None) -> uuid.UUID | None:
    return None if key is None else uuid.UUID(key)


def _decimal(value: Fraction | None) -> Decimal | None:
    if value is None:
        return None
    quotient = EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return quotient.quantize(TEN_PLACES)
