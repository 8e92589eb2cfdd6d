"""The admin site: for framework editors and service operators, behind the one sign-in page."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models import User
from assessment.permissions import Permission, has_permission


class AssessmentAdminSite(admin.AdminSite):
    site_title = _("Skills assessment")
    index_title = _("What would you like to edit?")
    # Three lists at most: the start page has them all.
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return isinstance(user, User) and (
            has_permission(user, Permission.EDIT_FRAMEWORKS)
            or has_permission(user, Permission.OPERATE_SERVICE)
        )

    def get_urls(self) -> list[Any]:
        """Without Django's shortcut from a row to its page on the site: no row has such a page."""
        return [each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site"]

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The sign-in page of everybody; who is signed in and may not enter is refused."""
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer

    def password_change(  # type: ignore[override] # to another page, not to a template
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One page to change a password, with one set of rules."""
        return HttpResponseRedirect(reverse("account_change_password"))
