"""Links by which the owner of an account chooses a password."""

from __future__ import annotations

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from assessment.models import User


class PasswordLinks(PasswordResetTokenGenerator):
    """Each link stands for one address, one password and one sign-in, and for an open account.

    Django's own, not allauth's: that one writes a second copy of the address for each link.
    """

    def check_token(self, user: User | None, token: str | None) -> bool:
        """Whether the link still works."""
        return user is not None and user.is_active and super().check_token(user, token)


def password_link(*, user: User) -> str:
    """The path of a page where the owner of this account chooses a password, once."""
    key = PasswordLinks().make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
