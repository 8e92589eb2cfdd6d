"""What raters answer: saved page by page, submitted, changed until the round closes.

Every write holds the round's row first. So a save and the closing of the round happen one after
the other, never at once, and two tabs of one rater queue. Each value says what it was based on,
so that none overwrites a newer one. What the page checked is checked again there: it may have
changed while the write waited. `link` is the invitation that the rater came by, none for somebody
who signed in.
Saves and submissions leave no audit event: its moment would tell who answered.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment import audit
from assessment.answering import selectors as answering
from assessment.answering.changes import COMMENT_MAX, REASON_MAX, UNANSWERED, Edit, Level
from assessment.models import (
    Action,
    Comment,
    Dimension,
    Indicator,
    Invitation,
    Rater,
    RaterGroup,
    Rating,
    Response,
    Round,
)
from assessment.refused import Refused
from assessment.rounds.selectors import invitations
from assessment.texts import utf16_length


class RoundClosed(Refused):
    """The round takes no answers: not opened yet, closed, or past its closing date."""


class Declined(Refused):
    """The rater has declined and has not taken it back."""


class AnswersIncomplete(Refused):
    """Questions are still unanswered; `count` of them."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(
            ngettext(
                "%(count)s question is not answered yet.",
                "%(count)s questions are not answered yet.",
                count,
            )
            % {"count": count}
        )


class NoLongerAsked(Refused):
    """The rater has been taken out of the round meanwhile."""


class LinkStopped(Refused):
    """The link that the rater came by has been stopped or replaced meanwhile."""


class OwnAssessment(Refused):
    """The participant's own view can be given by nobody else, so it is not declined."""


class NoReason(Refused):
    """Declining needs a reason."""


class NotAnAnswer(Refused):
    """A level or an indicator that this questionnaire does not have."""


@dataclass(frozen=True)
class Saved:
    """What a save came to: what is stored now, and what was refused for something newer."""

    response: Response | None
    answers: Mapping[uuid.UUID, Level]
    """What is stored about the dimension."""
    comment: str
    """The comment that is stored; read only when one was sent."""
    refused: frozenset[uuid.UUID]
    """The indicators of which another level was stored meanwhile."""
    comment_refused: bool

    @property
    def submitted(self) -> bool:
        return self.response is not None and self.response.submitted_on is not None


@transaction.atomic
def save_page(
    *,
    rater: Rater,
    dimension: Dimension,
    levels: Mapping[Indicator, Edit[Level]],
    comment: Edit[str] | None,
    at: datetime.datetime,
    draft: bool,
    link: Invitation | None = None,
    knows_submitted: bool = True,
) -> Saved:
    """Save the answers about one dimension, as far as nothing newer is stored.

    `levels` holds levels from 1 to the framework's top, or None for not observed, each with what
    it was based on; likewise the comment, which is deleted when empty. What is left out keeps the
    answer it has. A value is refused, and all others are saved, where something is stored that is
    neither it nor one of its bases; and, unless the page `knows_submitted`, where anything would
    change that was submitted meanwhile.

    Raises RoundClosed, Declined, NoLongerAsked, LinkStopped, NotAnAnswer; Incomplete when `draft`
    is false and a question of the dimension has no answer yet. In each case nothing is saved.
    """
    round, response = hold(rater, at, link)
    _check(rater, round, dimension, levels, comment)
    stored = answering.answers_about(response, dimension) if response else {}
    said = answering.comment_on(response, dimension) if response and comment else ""
    stale = response is not None and response.submitted_on is not None and not knows_submitted
    may_take = partial(takes, stale=stale)
    taken = {
        indicator: change.value
        for indicator, change in levels.items()
        if may_take(change, stored.get(indicator.pk, UNANSWERED))
    }
    new_comment = comment.value.strip() if comment and may_take(comment, said) else None
    answers = {**stored, **{indicator.pk: level for indicator, level in taken.items()}}
    asked = round.framework, rater.group, dimension
    if not draft and (missing := answering.missing_in(*asked, answers)):
        raise AnswersIncomplete(len(missing))
    response = _write(rater, response, dimension, taken, new_comment)
    return Saved(
        response,
        answers,
        said if new_comment is None else new_comment,
        frozenset(each.pk for each in levels if each not in taken),
        comment is not None and new_comment is None,
    )


def takes(change: Edit[Any], stored: object, *, stale: bool) -> bool:
    """Whether a value may be saved; `stale` is a page that does not know it was submitted."""
    return stored == change.value if stale else change.may_replace(stored)


def _write(
    rater: Rater,
    response: Response | None,
    dimension: Dimension,
    levels: Mapping[Indicator, Level],
    comment: str | None,
) -> Response | None:
    """A response begins with the first thing that is said in it."""
    if response is None and (levels or comment):
        response = Response.objects.create(rater=rater, participant=rater.participant)
    if response is None:
        return None
    if levels:
        _save_levels(response, levels)
    if comment is not None:
        _save_comment(response, dimension, comment)
    return response


@transaction.atomic
def submit(*, rater: Rater, at: datetime.datetime, link: Invitation | None = None) -> Response:
    """Count the rater's answers as given; a second time changes nothing.

    Raises RoundClosed, Declined, NoLongerAsked, LinkStopped, or Incomplete when a question has no
    answer.
    """
    round, response = hold(rater, at, link)
    if response is not None and response.submitted_on is not None:
        return response
    answers = answering.answers_of(response) if response else {}
    missing = answering.unanswered(round.framework, rater.group, answers)
    if response is None or missing:
        raise AnswersIncomplete(len(missing))
    response.submitted_on = timezone.localdate(at)
    response.save(update_fields=["submitted_on"])
    return response


@transaction.atomic
def decline(
    *, rater: Rater, reason: str, at: datetime.datetime, link: Invitation | None = None
) -> None:
    """Note that the rater will not rate this participant, and delete what they answered.

    Raises RoundClosed, NoLongerAsked, LinkStopped, OwnAssessment or, where HR reads it, NoReason.
    """
    round, response = hold(rater, at, link, declined_too=True)
    if rater.group == RaterGroup.SELF:
        raise OwnAssessment(_("Nobody else can give your own view, so it cannot be declined."))
    reason = " ".join(reason.split())[:REASON_MAX]
    if not reason and round.facts.run_by_hr:  # else nobody would read it
        raise NoReason(_("Say why you cannot rate this person."))
    if response is not None:
        response.delete()
    Rater.objects.filter(pk=rater.pk).update(
        declined_on=timezone.localdate(at), decline_reason=reason
    )
    audit.record(action=Action.RATER_DECLINED, subject=rater, council=round.trail, by=None, at=at)


@transaction.atomic
def withdraw(*, rater: Rater, at: datetime.datetime, link: Invitation | None = None) -> None:
    """Delete everything that the rater answered about this participant.

    They stay asked, and may answer anew until the round closes. Like a save it leaves no audit
    event. Raises RoundClosed, NoLongerAsked or LinkStopped.
    """
    _round, response = hold(rater, at, link, declined_too=True)
    if response is not None:
        response.delete()


@transaction.atomic
def take_back_decline(
    *, rater: Rater, at: datetime.datetime, link: Invitation | None = None
) -> None:
    """Let a rater who declined answer after all. Raises RoundClosed, NoLongerAsked, LinkStopped."""
    round, _response = hold(rater, at, link, declined_too=True)
    Rater.objects.filter(pk=rater.pk).update(declined_on=None, decline_reason="")
    audit.record(
        action=Action.RATER_DECLINE_TAKEN_BACK, subject=rater, council=round.trail, by=None, at=at
    )


def hold(
    rater: Rater, at: datetime.datetime, link: Invitation | None, *, declined_too: bool = False
) -> tuple[Round, Response | None]:
    """Lock the round until the transaction ends, if it takes answers; then read the response."""
    round = (
        Round.objects.select_for_update(of=("self",), no_key=True)
        .select_related("framework", "council")
        .filter(participants=rater.participant_id)
        .first()
    )
    now = Rater.objects.select_related("response").filter(pk=rater.pk).first()
    if round is None or now is None:
        raise NoLongerAsked(_("You are no longer asked to rate this person."))
    if link is not None and not _still_works(link, at):
        raise LinkStopped(_("Your link has been stopped or replaced. The newest email has it."))
    if not round.accepts_answers_on(timezone.localdate(at)):
        raise RoundClosed(_("This round has closed, so answers can no longer be changed."))
    if now.declined_on is not None and not declined_too:
        raise Declined(_("You declined to rate this person, so nothing was saved."))
    rater.group = now.group  # HR may have moved the rater while the page was open
    return round, getattr(now, "response", None)


def _still_works(link: Invitation, at: datetime.datetime) -> bool:
    came_by = link.came_by or link.token_hash
    return invitations.current(str(link.pk), came_by, at=at) is not None


def _check(
    rater: Rater,
    round: Round,
    dimension: Dimension,
    levels: Mapping[Indicator, Edit[Level]],
    comment: Edit[str] | None,
) -> None:
    strange = dimension.framework_id != round.framework_id or any(
        indicator.dimension_id != dimension.pk or not indicator.asks(rater.group)
        for indicator in levels
    )
    if comment is not None and not levels:
        asked = dimension.indicators.all()
        strange = strange or not any(indicator.asks(rater.group) for indicator in asked)
    top, own = round.framework.scale_top, rater.group == RaterGroup.SELF
    if strange or any(
        own if each.value is None else not 1 <= each.value <= top for each in levels.values()
    ):
        raise NotAnAnswer(_("That is not one of the answers of this questionnaire."))
    if comment is not None:
        check_comment(comment)


def check_comment(comment: Edit[str]) -> None:
    """Raise NotAnAnswer for one that is too long."""
    if utf16_length(comment.value) > COMMENT_MAX:
        raise NotAnAnswer(
            _("A comment has at most %(most)s characters.")
            % {"most": number_format(COMMENT_MAX, force_grouping=True)}
        )


def _save_levels(response: Response, levels: Mapping[Indicator, Level]) -> None:
    Rating.objects.bulk_create(
        [
            Rating(response=response, indicator=indicator, level=level)
            for indicator, level in levels.items()
        ],
        update_conflicts=True,
        unique_fields=["response", "indicator"],
        update_fields=["level"],
    )


def _save_comment(response: Response, dimension: Dimension, text: str) -> None:
    if not text:
        Comment.objects.filter(response=response, dimension=dimension).delete()
        return
    Comment.objects.bulk_create(
        [Comment(response=response, dimension=dimension, text=text)],
        update_conflicts=True,
        unique_fields=["response", "dimension"],
        update_fields=["text"],
    )
