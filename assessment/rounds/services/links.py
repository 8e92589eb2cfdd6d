"""The secret of a personal link: made as it is sent, kept only as a hash.

A new link never ends the one before it by itself: an email may be refused or get lost. The old
one lives until the new one is used, or for a day after the new one has left.
"""

from __future__ import annotations

import datetime
import secrets

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import ngettext

from assessment.models import EarlierLink, Invitation
from assessment.rounds.selectors.invitations import hash_token

TOKEN_BYTES = 32
TOKEN_LENGTH = -(-TOKEN_BYTES * 8 // 6)
"""Characters: six bits in each."""

OVERLAP = datetime.timedelta(days=1)
"""How long a link works beside the newer one that has left."""


def overlap_in_words() -> str:
    """OVERLAP as every page and email says it."""
    return ngettext("a day", "%(days)d days", OVERLAP.days) % {"days": OVERLAP.days}


def offer(*, invitation: Invitation, at: datetime.datetime) -> str:
    """Give an invitation a new token beside the one it has and return the link's path.

    The caller holds the invitation's row, and says afterwards what became of the email.
    """
    earlier = EarlierLink.objects.filter(invitation=invitation)
    if invitation.token_hash:
        earlier.filter(ends_at__lte=at).delete()
        EarlierLink.objects.create(
            invitation=invitation, token_hash=invitation.token_hash, replaced_at=at
        )
    else:  # Stopped meanwhile: nothing from before may come to life again.
        earlier.delete()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation.token_hash = hash_token(token)
    invitation.save(update_fields=["token_hash"])
    return reverse("link_arrive", args=[token])


def has_left(*, invitation: Invitation, at: datetime.datetime) -> None:
    """The email with the newest link has left: those before it have a day."""
    earlier = EarlierLink.objects.filter(invitation=invitation, ends_at__isnull=True)
    earlier.update(ends_at=at + OVERLAP)


def take_back(*, invitation: Invitation, token_hash: str) -> None:
    """The email with this token was refused, so nobody has it: the one before is newest again."""
    earlier = EarlierLink.objects.filter(invitation=invitation)
    if invitation.token_hash != token_hash:
        earlier.filter(token_hash=token_hash).delete()
        return
    last = earlier.order_by("-replaced_at").first()
    if last is not None:
        last.delete()
    invitation.token_hash = last.token_hash if last is not None else ""
    invitation.save(update_fields=["token_hash"])


def was_used(*, invitation: Invitation) -> None:
    """Whoever comes by the newest link has its email: those before it are dead."""
    if invitation.came_by == invitation.token_hash:
        EarlierLink.objects.filter(invitation=invitation).delete()


def stop(*, which: Q) -> None:
    """Make every link of these invitations useless at once."""
    stopped = Invitation.objects.filter(which)
    EarlierLink.objects.filter(invitation__in=stopped.values("pk")).delete()
    stopped.update(token_hash="")
