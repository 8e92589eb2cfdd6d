"""A round's life: made, changed or deleted, opened, extended, closed. Release has its own file."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import rows, separation
from assessment.audit import record
from assessment.models import Action, Council, Framework, Participant, Rater, Round, User
from assessment.refused import Refused
from assessment.rounds.selectors.rounds import count_people, opening_blockers
from assessment.rounds.services import accounts, invitations
from assessment.scoring.disclosure import MINIMUM_K


class RoundRefused(Refused):
    """The round cannot be made, changed, opened or closed like this."""


@transaction.atomic
def create(
    *,
    council: Council,
    name: str,
    framework: Framework,
    opens_on: datetime.date,
    closes_on: datetime.date,
    min_group_size: int,
    by: User,
    at: datetime.datetime,
) -> Round:
    """Make a draft round; `min_group_size` is a number of people, at least 3.

    Raises RoundRefused for dates out of order, a group size under 3, a framework that this
    council may not use, or a name that another round of the council has.
    """
    made = Round(council=council)
    set_terms(made, name, framework, opens_on, closes_on, min_group_size)
    save_named(made)
    record(action=Action.ROUND_MADE, subject=made, council=council, by=by, at=at, name=made.name)
    return made


@transaction.atomic
def update(
    *,
    round: Round,
    name: str,
    framework: Framework,
    opens_on: datetime.date,
    closes_on: datetime.date,
    min_group_size: int,
    by: User,
    at: datetime.datetime,
) -> Round:
    """Change a draft round's terms; another framework needs a round without people.

    Raises RoundRefused as make does, and once the round is open.
    """
    locked = lock(round)
    if not locked.is_draft:
        raise RoundRefused(_("The round has been opened, so its terms are fixed."))
    if framework.pk != locked.framework_id and locked.participants.exists():
        raise RoundRefused(
            _(
                "The people of this round hold roles of its framework. "
                "Take them out before you choose another framework."
            )
        )
    before = _terms(locked)
    set_terms(locked, name, framework, opens_on, closes_on, min_group_size)
    save_named(locked)
    changed = sorted(term for term, value in _terms(locked).items() if value != before[term])
    if changed:
        record(
            action=Action.ROUND_CHANGED,
            subject=locked,
            council=locked.council,
            by=by,
            at=at,
            changed=changed,
        )
    return locked


def open_(*, round: Round, by: User, at: datetime.datetime) -> Round:
    """Open a draft round: accounts for participants, a link for every rater, emails on commit.

    Opening an open round changes nothing. Raises RoundRefused with everything that must be
    mended first.
    """
    written = invitations.write_for_all(round, at)
    return _open(round, written, by, at)


@transaction.atomic
def _open(round: Round, written: invitations.Written, by: User, at: datetime.datetime) -> Round:
    locked = lock(round)
    if locked.is_open:
        return locked
    if not locked.is_draft:
        raise RoundRefused(_("The round has been closed. A closed round is never opened again."))
    day = timezone.localdate(at)
    if blockers := opening_blockers(locked, on=day):
        raise RoundRefused(" ".join(blockers))
    locked.state = Round.State.OPEN
    locked.opens_on, locked.opened_at, locked.opened_by = day, at, by
    locked.save()
    accounts.ensure_for_participants(round=locked, by=by, at=at)
    invitations.issue(round=locked, by=by, at=at, written=written)
    _record_step(Action.ROUND_OPENED, locked, by, at, people=count_people(locked))
    return locked


@transaction.atomic
def extend(*, round: Round, closes_on: datetime.date, by: User, at: datetime.datetime) -> Round:
    """Move the closing date of an open round, to that day or a later one.

    Raises RoundRefused when the round is not open or the day has passed, and for somebody who
    takes part in it.
    """
    locked = lock(round)
    _refuse_own(locked, by)
    if locked.closes_by_itself:
        raise RoundRefused(_("A check-in closes by itself, on its closing date."))
    if not locked.is_open:
        raise RoundRefused(_("Only an open round can be extended."))
    if closes_on < timezone.localdate(at):
        raise RoundRefused(_("The closing date must be today or later."))
    if closes_on != locked.closes_on:
        before, locked.closes_on = locked.closes_on, closes_on
        locked.save(update_fields=["closes_on"])
        dates = {"before": before.isoformat(), "after": closes_on.isoformat()}
        _record_step(Action.ROUND_EXTENDED, locked, by, at, **dates)
    return locked


@transaction.atomic
def close(*, round: Round, by: User, at: datetime.datetime) -> Round:
    """Close an open round for ever: no answer is taken from now on.

    Closing a closed round changes nothing. Raises RoundRefused for a draft, for somebody who
    takes part in it, and for a check-in until its closing date has passed.
    """
    locked = lock(round)
    _refuse_own(locked, by)
    if locked.closes_by_itself and locked.accepts_answers_on(timezone.localdate(at)):
        raise RoundRefused(_("A check-in closes by itself, on its closing date."))
    if locked.is_draft:
        raise RoundRefused(_("The round has not been opened yet."))
    if locked.is_open:
        locked.state, locked.closed_at, locked.closed_by = Round.State.CLOSED, at, by
        locked.save(update_fields=["state", "closed_at", "closed_by"])
        _record_step(Action.ROUND_CLOSED, locked, by, at)
    return locked


@transaction.atomic
def delete(*, round: Round, by: User, at: datetime.datetime) -> None:
    """Delete a draft round with its participants, raters and any spreadsheet that waits.

    Nobody was invited and nothing answered. The people stay known to the council until
    retention. Raises RoundRefused once the round has been opened, and for somebody who takes part.
    """
    locked = lock(round)
    _refuse_own(locked, by)
    if not locked.is_draft:
        raise RoundRefused(_("The round has been opened, so it cannot be deleted."))
    size = {"participants": locked.participants.count(), "people": count_people(locked)}
    _record_step(Action.ROUND_DELETED, locked, by, at, name=locked.name, **size)
    take_everybody_out(locked)
    locked.delete()


def take_everybody_out(round: Round) -> int:
    """Delete the participants of a locked draft with their raters; how many they were."""
    participants = Participant.objects.filter(round=round)
    count = participants.count()
    rows.delete_unread(Participant.roles.through.objects.filter(participant__round=round))
    rows.delete_unread(Rater.objects.filter(participant__round=round))
    rows.delete_unread(participants)
    return count


def lock(round: Round) -> Round:
    """The round as it is now, held until the transaction ends."""
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("council", "framework")
        .get(pk=round.pk)
    )


def _refuse_own(round: Round, by: User) -> None:
    if round.facts.run_by_hr and separation.takes_part(by, round):
        raise RoundRefused(separation.not_your_round())


def _terms(round: Round) -> dict[str, object]:
    fields = ["name", "framework_id", "opens_on", "closes_on", "min_group_size"]
    return {field: getattr(round, field) for field in fields}


def set_terms(
    round: Round,
    name: str,
    framework: Framework,
    opens_on: datetime.date,
    closes_on: datetime.date,
    min_group_size: int,
) -> None:
    """Put these terms on a round that is not saved yet. Raises RoundRefused as create does."""
    usable = Framework.objects.usable_by(round.council).published()
    if not usable.filter(pk=framework.pk).exists():
        raise RoundRefused(_("Choose a published framework."))
    if closes_on < opens_on:
        raise RoundRefused(_("The closing date must not be before the opening date."))
    if min_group_size < MINIMUM_K:
        raise RoundRefused(
            _("The minimum group size must be %(lowest)d or more.") % {"lowest": MINIMUM_K}
        )
    round.name, round.framework = name.strip(), framework
    round.opens_on, round.closes_on = opens_on, closes_on
    round.min_group_size = min_group_size


def save_named(round: Round) -> None:
    """Save a round, or raise RoundRefused where another of the council has its name."""
    try:
        with transaction.atomic():
            round.save()
    except IntegrityError:
        raise RoundRefused(
            _("Another round has the name “%(name)s”. Choose a different one.")
            % {"name": round.name}
        ) from None


def _record_step(
    action: Action, round: Round, by: User, at: datetime.datetime, **detail: object
) -> None:
    record(action=action, subject=round, council=round.trail, by=by, at=at, **detail)
