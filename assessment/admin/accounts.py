"""Councils and accounts, kept by the service operator."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment import audit
from assessment.models import Action, Council, User
from assessment.models.people import PERIODS
from assessment.permissions import Permission
from assessment.rounds.services import identity
from assessment.site.forms import ResetPasswordForm
from assessment.web.admin import AuditedAdmin


@admin.register(Council)
class CouncilAdmin(AuditedAdmin):
    permission = Permission.OPERATE_SERVICE
    list_display = ["name", "contact_email"]
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.URLField: {"assume_scheme": "https"}}
    search_fields = ["name"]
    ordering = ["name"]
    # HR sets them, where the promise to raters is kept.
    readonly_fields = list(PERIODS)

    def audit_council(self, obj: Council) -> Council | None:
        return obj

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Councils stay: their people, rounds and audit trail hang on them."""
        return False


DUTIES = ["is_hr", "is_sponsor", "is_editor", "is_operator"]


class AccountForm(forms.ModelForm):
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )

    class Meta:
        model = User
        fields = [
            "email",
            "name",
            "council",
            *DUTIES,
            "language",
            "is_active",
        ]
        help_texts = {
            "email": gettext_lazy(
                "Another address takes away the password, signs the account out, and both "
                "addresses are told. For another person, close the account and make a new one."
            ),
            "council": gettext_lazy(
                "HR and a sponsor need one. A framework editor without a council edits the shared "
                "frameworks."
            ),
            "is_active": gettext_lazy(
                "Untick to close the account: its password is taken away and its owner told. "
                "Its history stays."
            ),
        }

    # Set for each request by the admin: nobody closes the door behind themself.
    operator: User | None = None

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if self.instance == self.operator and email != self.instance.email.lower():
            # A mistyped one would lock the operator out for good.
            raise ValidationError(
                _("A new address would sign you out of your own account. Ask another operator.")
            )
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        leaves = not (cleaned.get("is_operator") and cleaned.get("is_active"))
        if self.instance == self.operator and leaves:
            raise ValidationError(
                _("You cannot close your own account or give up being an operator yourself.")
            )
        return cleaned


@admin.register(User)
class AccountAdmin(AuditedAdmin):
    permission = Permission.OPERATE_SERVICE
    form = AccountForm
    list_display = ["email", "name", "council", *DUTIES, "is_active"]
    list_filter = [*DUTIES, "is_active", "council"]
    list_select_related = ["council"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined"]
    change_form_template = "admin/assessment/user/change_form.html"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [*AccountForm.Meta.fields, *(self.readonly_fields if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A new address lets in whoever reads it; of participants, HR's page guards that."""
        known = obj is not None and hasattr(obj, "person")
        return [*self.readonly_fields, *(["email"] if known else [])]

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, *args, **kwargs)
        form.operator = request.user
        return form

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are closed, not deleted: the audit trail names them."""
        return False

    def audit_council(self, obj: User) -> Council | None:
        return obj.council

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if change:
            if identity.save_account(user=obj, fields=form.cleaned_data, at=timezone.now()):
                messages.info(request, _("Access by the old password and by open pages has ended."))
            return
        obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        transaction.on_commit(lambda: self._send_link(request, obj))

    def _send_link(self, request: HttpRequest, account: User) -> None:
        """Passwords are chosen by their owners, through the link of a password reset."""
        form = ResetPasswordForm({"email": account.email})
        if not (form.is_valid() and form.users):
            messages.error(request, _("No email was sent to %s.") % account.email)
            return
        form.save(request)
        messages.success(request, _("%s is sent a link to choose a password.") % account.email)

    def get_urls(self) -> list[URLPattern | URLResolver]:  # type: ignore[override]
        own = path(
            "<uuid:account_id>/link/",
            self.admin_site.admin_view(self.link_view),
            name="assessment_user_link",
        )
        return [own, *super().get_urls()]

    def link_view(self, request: HttpRequest, account_id: Any) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        account = self.get_object(request, str(account_id))
        if account is None:
            raise Http404
        if request.method == "POST":
            audit.record(
                action=Action.USER_LINK_SENT,
                subject=account,
                council=account.council,
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
            )
            self._send_link(request, account)
            return HttpResponseRedirect(reverse("admin:assessment_user_change", args=[account.pk]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": account,
            "title": _("Send a link to choose a password"),
        }
        return TemplateResponse(request, "admin/assessment/user/link.html", context)
