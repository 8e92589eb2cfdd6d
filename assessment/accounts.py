"""How allauth's accounts behave here: nobody signs up by themself."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment import languages
from assessment.models import QueuedEmail, User
from assessment.services.languages import choose
from assessment.services.outbox import queue_account_email


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

    def post_login(self, request: HttpRequest, user: User, **rest: Any) -> HttpResponse:
        """What was chosen on the way in stays chosen; a link that came before has no say."""
        response: HttpResponse = super().post_login(request, user, **rest)
        request.session.pop(languages.SESSION_KEY, None)
        if language := languages.chosen_here(request):
            choose(user=user, language=language, at=timezone.now())
            response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """From the queue, where the link is made: a mail server that is away delays no page."""
        queue_account_email(kind=QueuedEmail.Kind.PASSWORD, user=user, at=timezone.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The same for an address without an account, so that neither takes longer to answer."""
        if template_prefix != "account/email/unknown_account":
            raise NotImplementedError(template_prefix)
        queue_account_email(kind=QueuedEmail.Kind.UNKNOWN_ACCOUNT, to=email, at=timezone.now())

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At the public address: the host and port that a request names may be a stranger's."""
        path = reverse("account_reset_password_from_key", args=["UID", "KEY"])
        return settings.PUBLIC_URL + path.replace("UID-KEY", key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")
