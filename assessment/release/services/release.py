"""Release: the one gate between answers and reports.

Asked for by HR, worked on by a worker, report by report: answers are read and scored outside any
lock, then one whole report is written in a short transaction. Nobody can read them:
`Report.objects` finds none before the last step, which releases the round. A worker that crashes
leaves a claim that runs out; the next goes on after the last whole report. A release that was asked
for is never taken back, and nothing that it is made of changes any more (services.raters, rights
and retention ask for it).
"""

from __future__ import annotations

import datetime
import logging
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from secrets import SystemRandom
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from assessment import audit, separation
from assessment.later import run_later
from assessment.models import (
    Action,
    CouncilFigure,
    Participant,
    QueuedEmail,
    RatingCount,
    Release,
    Report,
    Result,
    Round,
    RoundKind,
    User,
)
from assessment.refused import Refused
from assessment.release.selectors import answers, managers, rater_changes
from assessment.release.selectors.changed_groups import changed_groups
from assessment.release.selectors.check_ins_before import check_ins_before
from assessment.release.services import telling
from assessment.release.services.as_stored import row_key, ten_places
from assessment.rounds.services import outbox
from assessment.scoring.check_ins import score_check_in
from assessment.scoring.profile import score_participant
from assessment.scoring.values import Figure, Group

log = logging.getLogger(__name__)

Clock = Callable[[], datetime.datetime]
Values = tuple[Any, ...]

CHUNK = 40  # participants whose answers are read and held in memory at a time
TURN = datetime.timedelta(seconds=10)
"""After so long other tasks get their turn, an invitation for instance."""

COLUMNS = Result._meta.concrete_fields


class CannotRelease(Refused):
    """The round is not in the state that release starts from, or is being released."""


class _Overtaken(Exception):
    """Another worker has taken this one for crashed."""


@transaction.atomic
def ask(*, round: Round, by: User, at: datetime.datetime, withheld: Collection[str] = ()) -> None:
    """Have a closed round released by a worker; asked again, see to it that this goes on.

    The day of the release is the day on which it was asked for. `withheld` are keys of
    selectors.changed_groups: what these groups answered is shown nowhere. The event names HR staff
    who rate somebody, as the page did. Raises CannotRelease while the round is not closed, when it
    was released before, for a group that is not one of those, and for somebody who takes part.
    """
    locked = _hold(round)
    _refuse_own_round(locked, by)
    if _note(locked, by, at, withheld):
        audit.record(
            action=Action.ROUND_RELEASE_ASKED,
            subject=locked,
            council=locked.trail,
            by=by,
            at=at,
            **managers.told_of(locked),
        )
    run_later(watch, at + Release.CLAIM, str(locked.pk))
    carry_on.enqueue(str(locked.pk))


def release(
    *, round: Round, by: User, at: datetime.datetime, withheld: Collection[str] = ()
) -> Round:
    """Score every participant of a closed round and freeze what may be shown, here and now.

    Every participant gets a report, also one about whom nobody answered: it says so. They are
    told by email once it is certain. What an earlier try has made is kept. `withheld` is as for
    ask. Raises CannotRelease as that does, and while a worker releases it.
    """
    with transaction.atomic():
        locked = _hold(round)
        _refuse_own_round(locked, by)
        _note(locked, by, at, withheld)
    if not _work(locked.pk, lambda: at, until=None):
        raise CannotRelease(_("This round is being released already."))
    locked.refresh_from_db()
    return locked


def _refuse_own_round(round: Round, by: User) -> None:
    if round.facts.run_by_hr and separation.takes_part(by, round):
        raise CannotRelease(separation.not_your_round())


def _hold(round: Round) -> Round:
    locked = Round.objects.select_for_update(of=("self",)).select_related("framework", "council")
    found = locked.get(pk=round.pk)
    if found.is_released:
        raise CannotRelease(_("This round is released already. Its results never change."))
    if not found.is_closed:
        raise CannotRelease(_("Close the round first. Results are made once nobody can answer."))
    return found


def _note(round: Round, by: User, at: datetime.datetime, withheld: Collection[str]) -> bool:
    """Whether this is the first time that somebody asks; a release that failed may try again.

    What was asked for the first time holds: some reports may be made.
    """
    first = {"asked_by": by, "asked_at": at, "withheld": _withheld(round, withheld)}
    _release, new = Release.objects.get_or_create(round=round, defaults=first)
    Release.objects.filter(round=round).exclude(problem="").update(problem="", tries=0, claim=None)
    return new


def _withheld(round: Round, keys: Collection[str]) -> list[tuple[str, str]]:
    if not keys:
        return []
    advised = {each.key: each for each in changed_groups(round)}
    if not advised.keys() >= set(keys):
        raise CannotRelease(
            _("The groups have changed since this page was shown. Look at them again.")
        )
    chosen = [advised[key] for key in dict.fromkeys(keys)]
    return [(str(each.participant), group.value) for each in chosen for group in each.groups]


@task()
def carry_on(round_id: str) -> None:
    """Go on with a release for some seconds. A worker starts this, so it reads the clock."""
    key = uuid.UUID(round_id)
    try:
        _work(key, timezone.now, until=timezone.now() + TURN)
    except OperationalError:  # the database is away or busy: the watch tries again
        raise
    except Exception:
        log.exception("Round %s could not be released.", key)
        Release.objects.filter(round=key).update(problem=Release.Problem.ERROR, claim=None)
        return
    if Release.objects.waiting().unclaimed(timezone.now()).filter(round=key).exists():
        carry_on.enqueue(round_id)


@task()
def watch(round_id: str) -> None:
    """See to it that a release which a crash has left behind goes on."""
    at = timezone.now()
    unfinished = Release.objects.waiting().filter(round=uuid.UUID(round_id))
    if not unfinished.exists():
        return
    run_later(watch, at + Release.CLAIM, round_id)  # first of all, for this worker may die as well
    unfinished.exhausted(at).update(problem=Release.Problem.ERROR)
    # Between two turns nobody has it in hand either; its next task is in the queue already.
    moved_at = Coalesce("claimed_at", "asked_at")
    if unfinished.alias(moved_at=moved_at).filter(moved_at__lt=at - Release.CLAIM).exists():
        carry_on.enqueue(round_id)


def _work(round_id: uuid.UUID, clock: Clock, *, until: datetime.datetime | None) -> bool:
    """Go on until a moment or to the end; False where another worker has the release in hand."""
    own = _claim(round_id, clock())
    if own is None:
        return False
    try:
        for completed in _missing(own):
            _write(own, *_scored(own, completed), clock())
            if until is not None and clock() >= until:
                break
        else:
            _finish(own, clock())
    except _Overtaken:
        return False
    finally:
        Release.objects.as_claimed(own).update(claim=None)
    return True


@transaction.atomic
def _claim(round_id: uuid.UUID, at: datetime.datetime) -> Release | None:
    """Take the release so that no other worker does."""
    free = Release.objects.waiting().unclaimed(at).filter(round=round_id)
    related = free.select_related("round__framework", "round__council", "asked_by")
    own = related.skip_locked().first()
    if own is not None:
        own.claim = uuid.uuid4()
        own.take(at, "claim")
    return own


def _missing(own: Release) -> Iterator[answers.Completed]:
    """Those who have no report yet, with their answers."""
    missing = Participant.objects.filter(round=own.round, report__isnull=True)
    keys = list(missing.order_by("pk").values_list("pk", flat=True))
    terms, withheld = answers.round_basis(own.round), _by_participant(own)
    for start in range(0, len(keys), CHUNK):
        found = Participant.objects.filter(pk__in=keys[start : start + CHUNK])
        chunk = list(
            found.order_by("pk").select_related("round", "person").prefetch_related("roles")
        )
        yield from answers.completed(terms, chunk, before=own.asked_at, withheld=withheld)


def _by_participant(own: Release) -> Mapping[uuid.UUID, frozenset[Group]]:
    found: dict[uuid.UUID, frozenset[Group]] = {}
    for participant, group in own.withheld:
        key = uuid.UUID(participant)
        found[key] = found.get(key, frozenset()) | {Group(group)}
    return found


def _scored(own: Release, completed: answers.Completed) -> tuple[Report, list[Values], RatingCount]:
    """The report and its results, each as the database takes it: the lock is for writing alone.

    With what figures of the council will need, while the answers are at hand.
    """
    report = _report(completed, timezone.localdate(own.asked_at))
    # Comments are shuffled with randomness that nobody can work out from the outside.
    figures = _figures(own.round, completed)
    results = (_result(report, n, figure) for n, figure in enumerate(figures))
    rows = [
        tuple(field.get_db_prep_save(getattr(row, field.attname), connection) for field in COLUMNS)
        for row in results
    ]
    return report, rows, telling.rating_count(own, completed, figures)


def _figures(round: Round, completed: answers.Completed) -> Sequence[Figure]:
    if round.kind == RoundKind.CHECK_IN:
        earlier = check_ins_before(completed.participant)
        return score_check_in(completed.assessment, rng=SystemRandom(), earlier=earlier)
    return score_participant(completed.assessment, rng=SystemRandom())


@transaction.atomic
def _write(
    own: Release,
    report: Report,
    results: list[Values],
    counts: RatingCount,
    at: datetime.datetime,
) -> None:
    _renew(own, at)
    report.save(force_insert=True)
    counts.save(force_insert=True)
    table, names = Result._meta.db_table, ", ".join(f'"{field.column}"' for field in COLUMNS)
    marks = ", ".join(["%s"] * len(COLUMNS))
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', results)  # noqa: S608


def _renew(own: Release, at: datetime.datetime) -> None:
    """Hold the release until the transaction ends, if it is still this worker's."""
    if not Release.objects.as_claimed(own).update(claimed_at=at, tries=0):
        raise _Overtaken


def _finish(own: Release, at: datetime.datetime) -> None:
    """Let everybody read what is written: all reports at once."""
    people = list(own.round.participants.values_list("person", flat=True))
    council_figures = telling.council_rows(own)
    seen = {
        "reports": len(people),
        "changes_to_raters": len(rater_changes.since_opening(own.round)),
        "nearly_repeated": len(rater_changes.nearly_repeated(own.round)),
        "withheld_groups": len(own.withheld),
        "withheld": [":".join(pair) for pair in own.withheld],
        "not_comparable": len(rater_changes.not_comparable(own.round)),
    }
    with transaction.atomic():
        round, by = _hold(own.round), own.asked_by
        _renew(own, at)
        CouncilFigure.written.bulk_create(council_figures)
        round.state = Round.State.RELEASED
        round.released_at, round.released_by = own.asked_at, by
        round.save(update_fields=["state", "released_at", "released_by"])
        Release.objects.filter(pk=own.pk).delete()
        action, council = Action.ROUND_RELEASED, round.trail
        audit.record(action=action, subject=round, council=council, by=by, at=at, **seen)
        outbox.queue(round=round, people=people, kind=QueuedEmail.Kind.RELEASED, at=at)


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
        unit=completed.participant.person.unit,
    )


def _result(report: Report, position: int, figure: Figure) -> Result:
    return Result(
        report=report,
        position=position,
        measure=figure.measure,
        dimension_id=row_key(figure.dimension),
        indicator_id=row_key(figure.indicator),
        role_id=row_key(figure.role),
        group=figure.group or "",
        level=figure.level,
        value=ten_places(figure.value),
        n=figure.n,
        bound=figure.bound,
        code=figure.code,
        text=figure.text,
        withheld=figure.withheld or "",
    )
