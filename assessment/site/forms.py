"""allauth's forms in the words of this product."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
)
from django.utils.translation import gettext_lazy as _

EMAIL = _("Email address")
ENTER_EMAIL = _("Enter your email address.")
PASSWORD = _("Password")
ENTER_PASSWORD = _("Enter your password.")
NEW, ENTER_NEW = _("New password"), _("Enter a new password.")
AGAIN, ENTER_AGAIN = _("New password again"), _("Enter the new password again.")
HOW_LONG = _("At least %(length)d characters. Three words in a row are long and easy to remember.")


def _say(form: forms.Form, name: str, label: Any, missing: Any, hint: Any = "") -> None:
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)  # vanishes while typing and says the label twice


def _say_new_password(form: forms.Form) -> None:
    _say(form, "password1", NEW, ENTER_NEW, HOW_LONG % {"length": _shortest()})
    _say(form, "password2", AGAIN, ENTER_AGAIN)


def _shortest() -> int:
    validators = get_default_password_validators()
    return max(v.min_length for v in validators if isinstance(v, MinimumLengthValidator))


class SignInForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", EMAIL, ENTER_EMAIL)
        _say(self, "password", PASSWORD, ENTER_PASSWORD)


class ReauthenticateForm(allauth.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", PASSWORD, ENTER_PASSWORD)


class ResetPasswordForm(allauth.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", EMAIL, ENTER_EMAIL)

    def clean_email(self) -> str:
        """For the account whose address this is now, at the address as it is kept."""
        typed: str = super().clean_email()
        self.users = get_adapter().open_accounts(typed)
        return self.users[0].email if self.users else typed


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_new_password(self)


class ChangePasswordForm(allauth.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", _("Password that you use now"), ENTER_PASSWORD)
        _say_new_password(self)


class SetPasswordForm(allauth.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_new_password(self)
