"""The admin site: for framework editors and service operators, behind the one sign-in page."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assessment.permissions import Permission, has_permission


class AssessmentAdminSite(admin.AdminSite):
    site_header = _("Skills assessment: frameworks and service")
    site_title = _("Skills assessment")
    index_title = _("What would you like to edit?")

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return bool(user.is_authenticated) and (
            has_permission(user, Permission.EDIT_FRAMEWORKS)
            or has_permission(user, Permission.OPERATE_SERVICE)
        )


AssessmentAdminSite.login = secure_admin_login(AssessmentAdminSite.login)  # type: ignore[method-assign]
