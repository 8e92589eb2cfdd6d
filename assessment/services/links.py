"""The secret of a personal link: made as it is sent, kept only as a hash."""

from __future__ import annotations

import secrets

from django.urls import reverse

from assessment.models import Invitation
from assessment.selectors.invitations import digest

TOKEN_BYTES = 32
TOKEN_LENGTH = -(-TOKEN_BYTES * 8 // 6)
"""Characters: six bits in each."""


def renew(*, invitation: Invitation) -> str:
    """Give an invitation a new token and return the link's path; the link before it is dead."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation.token_hash = digest(token)
    invitation.save(update_fields=["token_hash"])
    return reverse("link_arrive", args=[token])
