"""allauth's forms in the words of this product."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from crispy_forms.layout import HTML, Div
from django import forms
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
)
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.answering.forms.questions import ANSWERS_FORM
from assessment.answering.posted import IN_LANGUAGE
from assessment.components.forms import Act, Helper, IncludedTemplate, Listed

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


_NEW = ("password1", "password2")


def _helper(*fields: str, act: Any, page: str = "") -> Helper:
    """The fields, and unseen where to go on afterwards, which allauth knows."""
    action = reverse(page) if page else ""
    return Helper(HTML("{{ redirect_field }}"), *fields, act=Act(act, once=False), action=action)


class SignInForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", EMAIL, ENTER_EMAIL)
        _say(self, "password", PASSWORD, ENTER_PASSWORD)

    @property
    def helper(self) -> Helper:
        return _helper("login", "password", act=_("Sign in"), page="account_login")


class ReauthenticateForm(allauth.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", PASSWORD, ENTER_PASSWORD)

    @property
    def helper(self) -> Helper:
        return _helper("password", act=_("Continue"), page="account_reauthenticate")


class ResetPasswordForm(allauth.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", EMAIL, ENTER_EMAIL)

    def clean_email(self) -> str:
        """For the account whose address this is now, at the address as it is kept."""
        typed: str = super().clean_email()
        self.users = get_adapter().open_accounts(typed)
        return self.users[0].email if self.users else typed

    @property
    def helper(self) -> Helper:
        return _helper("email", act=_("Send the link"), page="account_reset_password")


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_new_password(self)

    @property
    def helper(self) -> Helper:
        return _helper(*_NEW, act=_("Save password"))


class ChangePasswordForm(allauth.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", _("Password that you use now"), ENTER_PASSWORD)
        _say_new_password(self)

    @property
    def helper(self) -> Helper:
        return _helper(
            "oldpassword",
            "password1",
            "password2",
            act=_("Save password"),
            page="account_change_password",
        )


class SetPasswordForm(allauth.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_new_password(self)

    @property
    def helper(self) -> Helper:
        return _helper(*_NEW, act=_("Save password"), page="account_set_password")


class LanguageForm(forms.Form):
    """A button for each other language; `languages` are pairs of code and own name."""

    next = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *, languages: Iterable[tuple[str, str]], now: str, path: str) -> None:
        super().__init__(initial={"next": path}, auto_id=False)
        self.languages, self.now = languages, now

    @property
    def helper(self) -> Helper:
        attrs: dict[str, Any] = {"class": "app-language", "aria-label": _("Language")}
        return Helper("next", *self._choice("language"), action=reverse("language"), **attrs)

    @property
    def of_answers(self) -> Helper:
        """The same on a page of questions, whose form saves before the language changes."""
        attrs: dict[str, Any] = {"role": "group", "aria_label": _("Language")}
        choice = self._choice("then", before=IN_LANGUAGE, of=ANSWERS_FORM)
        return Helper(Div(*choice, css_class="app-language", **attrs), tag=False)

    def _choice(self, name: str, before: str = "", of: str = "") -> list[Any]:
        look = "govuk-link app-link-button govuk-body-s"
        items = [
            IncludedTemplate("partials/language_now.html", code=code, name=own)
            if code == self.now
            else Act(own, name=name, value=f"{before}{code}", lang=code, plain=look, of=of)
            for code, own in self.languages
        ]
        said = IncludedTemplate("partials/language_label.html")
        return [said, Listed(*items, css_class="app-language__list")]
