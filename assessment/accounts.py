"""How allauth's accounts behave here: nobody signs up by themself."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The email address and the password do not go together. Check both and try again."
        ),
        "enter_current_password": _("Enter the password that you use now."),
        "incorrect_password": _("That is not your password."),
        "too_many_login_attempts": _(
            "There were too many attempts to sign in with this address. "
            "Wait five minutes, then try again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from HR's spreadsheet or from the operator."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")
