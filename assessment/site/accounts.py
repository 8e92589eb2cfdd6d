"""How allauth's accounts behave here: nobody signs up by themself."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment import languages
from assessment.models import QueuedEmail, User
from assessment.rounds.services.outbox import queue_account_email
from assessment.web.language_choice import choose

CHANGED = _(
    "Your account was changed meanwhile, so the password was not saved. "
    "Ask for a new link with your present email address."
)


def _with(email: str) -> list[User]:
    # A database may take more letters for the same than Python does; these are other mailboxes.
    wanted = email.strip().lower()
    return [user for user in User.objects.with_email(wanted) if user.email.lower() == wanted]


def _standing(user: User) -> tuple[str, str, bool]:
    return user.email, user.password, user.is_active


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

    # --- one owner of an address: User.email, never a row of allauth's ------------------------

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Whoever has the address now, even if allauth remembers it as somebody else's."""
        user: User | None = super().authenticate(request, **credentials)
        return user if user and user in _with(credentials.get("email", "")) else None

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(context.request, email=user.email, password=password)
        return found == user

    def open_accounts(self, email: str) -> list[User]:
        """Who may choose a new password by a link to this address: one account, or none."""
        return [user for user in _with(email) if user.is_active]

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Raises a redirect when the account changed hands since the form was sent."""
        now = User.objects.select_for_update().get(pk=user.pk)
        if _standing(now) != _standing(user):
            messages.error(context.request, CHANGED)
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_reset_password")))
        user.set_password(password)
        user.save(update_fields=["password"])
        # allauth looks for the addresses of which it counted wrong passwords in its own rows.
        self._delete_login_attempts_cached_email(context.request, email=user.email)

    # ------------------------------------------------------------------------------------------

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
        """The same for an address without an account, so that neither takes longer to answer.

        Nobody is known whose language it could be in, so it is in that of the page.
        """
        if template_prefix != "account/email/unknown_account":
            raise NotImplementedError(template_prefix)
        queue_account_email(
            kind=QueuedEmail.Kind.UNKNOWN_ACCOUNT,
            to=email,
            language=languages.request_language(self.request),
            at=timezone.now(),
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At the public address: the host and port that a request names may be a stranger's."""
        path = reverse("account_reset_password_from_key", args=["UID", "KEY"])
        return settings.PUBLIC_URL + path.replace("UID-KEY", key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")
