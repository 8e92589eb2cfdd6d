"""Short ways into answering, for the tests of everything around it."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Mapping

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.answering import selectors as answering
from assessment.answering import services as responses
from assessment.answering.changes import UNANSWERED, Edit
from assessment.models import (
    Comment,
    Dimension,
    Indicator,
    Invitation,
    Participant,
    Person,
    Rater,
    Rating,
    Response,
    Round,
)
from assessment.rounds.services import links
from tests.cast import NOW

LATER = NOW + datetime.timedelta(hours=1)
AFTER_CLOSE = NOW + datetime.timedelta(days=40)


def keep_open(round: Round) -> Round:
    """Views read the real clock, so their rounds close a week from the real today."""
    today = timezone.localdate()
    round.opens_on, round.closes_on = today, today + datetime.timedelta(days=7)
    round.save()
    return round


def close(round: Round) -> None:
    """Straight to closed, for tests about answering."""
    round.state, round.closed_at, round.closed_by = "closed", NOW, round.opened_by
    round.save()


def invite(round: Round, person: Person) -> tuple[Invitation, str]:
    """A live invitation and its link."""
    invitation, _made = Invitation.objects.get_or_create(round=round, person=person)
    return invitation, links.offer(invitation=invitation, at=timezone.now())


def by_link(round: Round, person: Person) -> Client:
    """A browser in which this person has started their link."""
    client = Client()
    follow(client, invite(round, person)[1])
    return client


def follow(client: Client, link: str) -> str:
    """Open a link and press its button; the address of the page after it."""
    client.get(link)
    response = client.post(reverse("link_start"))
    return getattr(response, "url", "")


def dimension_of(participant: Participant, key: str = "communication") -> Dimension:
    return participant.round.framework.dimensions.get(key=key)


def indicators(dimension: Dimension) -> list[Indicator]:
    return list(dimension.indicators.order_by("position"))


def posted(
    dimension: Dimension, level: str = "4", *, comment: str = "", leave_out: int = 0, **more: str
) -> dict[str, str]:
    """What the page of a dimension sends, with the last `leave_out` questions open."""
    asked = indicators(dimension)
    chosen = {f"q-{each.key}": level for each in asked[: len(asked) - leave_out]}
    return {**chosen, "comment": comment, **more}


def bases(client: Client, url: str) -> dict[str, str]:
    """What the page says that its fields are based on, as it is sent back."""
    text = client.get(url).content.decode()
    found = re.findall(r'<input type="hidden" name="(base-[^"]+)" value="([^"]*)"', text)
    return {name: html.unescape(value) for name, value in found}


def page(name: str, rater: Rater, dimension: Dimension | None = None) -> str:
    return reverse(name, args=[rater.pk, dimension.key] if dimension else [rater.pk])


def levels(rater: Rater) -> dict[str, int | None]:
    """What is saved, by the indicator's key."""
    found = Rating.objects.filter(response__rater=rater)
    return dict(found.values_list("indicator__key", "level"))


def save(
    rater: Rater,
    *given: int | None,
    comment: str | None = None,
    draft: bool = True,
    link: Invitation | None = None,
) -> None:
    """Rate the first questions of the first dimension, having seen what is stored."""
    dimension = dimension_of(rater.participant)
    stored = Response.objects.filter(rater=rater).first()
    shown = answering.answers_about(stored, dimension) if stored else {}
    said = answering.comment_on(stored, dimension) if stored else ""
    responses.save_page(
        rater=rater,
        link=link,
        dimension=dimension,
        levels={
            each: Edit(level, frozenset({shown.get(each.pk, UNANSWERED)}))
            for each, level in zip(indicators(dimension), given, strict=False)
        },
        comment=None if comment is None else Edit(comment, frozenset({said})),
        at=NOW,
        draft=draft,
    )


def first_answers(levels: Mapping[Indicator, int | None]) -> dict[Indicator, Edit[int | None]]:
    """What somebody chooses where nothing is stored."""
    return {each: Edit(level, frozenset({UNANSWERED})) for each, level in levels.items()}


def comments(rater: Rater) -> list[str]:
    return list(Comment.objects.filter(response__rater=rater).values_list("text", flat=True))


def answer_all(rater: Rater, level: int = 4) -> None:
    for dimension in rater.participant.round.framework.dimensions.all():
        responses.save_page(
            rater=rater,
            dimension=dimension,
            levels=first_answers(dict.fromkeys(indicators(dimension), level)),
            comment=None,
            at=NOW,
            draft=False,
        )
