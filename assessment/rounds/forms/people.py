"""People of a round: the spreadsheet, and one person at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessment.components.forms import Act, Helper, Sized
from assessment.components.widgets import Checkboxes, Radios
from assessment.spelling import clean, clean_address


class ImportForm(forms.Form):
    """The file, and what it does to the people who are there."""

    file = forms.FileField(
        label=_("People spreadsheet"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        max_length=200,
        allow_empty_file=True,  # the reader of the file says it in better words
        error_messages={
            "required": _("Choose a file."),
            "max_length": _("The name of the file is too long. Shorten it and try again."),
        },
    )
    mode = forms.ChoiceField(
        label=_("What should happen to the people who are already in this round?"),
        choices=[
            ("add", _("Keep them and add the people of the file")),
            ("replace", _("Take them all out first")),
        ],
        initial="add",
        widget=Radios,
        error_messages={
            "required": _("Choose what should happen to the people who are already there."),
            "invalid_choice": _("Choose one of the two."),
        },
    )

    def __init__(
        self, *args: Any, largest: int, columns: str, may_replace: bool, **options: Any
    ) -> None:
        """`largest` is in bytes, `columns` says how many there are.

        What happens to people is asked only where there is a choice.
        """
        super().__init__(*args, **options)
        self.largest, self.columns = largest, columns
        size = {"size": largest // 1024 // 1024}
        self.fields["file"].help_text = _("XLSX or CSV, up to %(size)d MB.") % size
        if not may_replace:
            del self.fields["mode"]

    @property
    def helper(self) -> Helper:
        mode = [Sized("mode")] if "mode" in self.fields else []
        return Helper("file", *mode, act=_("Upload and check"))

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > self.largest:
            raise forms.ValidationError(
                _(
                    "The file is larger than %(size)d MB. "
                    "Copy only the %(count)s columns into a new file."
                )
                % {"size": self.largest // 1024 // 1024, "count": self.columns}
            )
        return file

    @property
    def replaces(self) -> bool:
        return self.cleaned_data.get("mode") == "replace"


class CleanNameField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


class CleanAddressField(forms.EmailField):
    def to_python(self, value: Any) -> str:
        return clean_address(super().to_python(value) or "")


def _name() -> forms.CharField:
    return CleanNameField(
        label=_("Full name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the full name.")},
    )


def _email() -> forms.EmailField:
    return CleanAddressField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter the email address."),
            "invalid": _("Enter an email address like name@example.gov.uk."),
        },
    )


def _group(groups: Iterable[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Group"),
        choices=list(groups),
        widget=Radios,
        error_messages={
            "required": _("Choose a group."),
            "invalid_choice": _("Choose one of these groups."),
        },
    )


def _roles(roles: Iterable[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Roles"),
        choices=list(roles),
        widget=Checkboxes,
        error_messages={
            "required": _("Choose at least one role."),
            "invalid_choice": _("Choose from these roles."),
        },
    )


def _apart(question: Any, word: Any, hint: Any) -> forms.MultipleChoiceField:
    """HR's word on those who look like one person; nothing is decided without it."""
    return forms.MultipleChoiceField(
        label=question,
        help_text=hint,
        choices=[("yes", word)],
        required=False,
        widget=Checkboxes,
    )


class PersonForm(forms.Form):
    """`ask` makes it ask whether two who look alike are two people."""

    name = _name()
    email = _email()
    apart = _apart(
        _("One person or two?"),
        _("They are two different people"),
        _("If it is one person, write the name and the address that are known already."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asking = False

    def ask(self) -> None:
        self.asking = True

    def clean_apart(self) -> bool:
        return bool(self.cleaned_data["apart"])

    @property
    def asked(self) -> list[Any]:
        """What stands in the form only once there is something to ask."""
        return [Sized("apart")] if self.asking else []


class CorrectionForm(PersonForm):
    unit = CleanNameField(
        label=_("Unit"),
        help_text=_(
            "The part of the council where they work, such as Housing. You may leave it empty."
        ),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("Of emails, of questions and of reports. Everybody can change their own."),
        choices=settings.LANGUAGES,
        required=False,
        widget=Radios,
        error_messages={"invalid_choice": _("Choose one of these languages.")},
    )

    @property
    def helper(self) -> Helper:
        return Helper("name", "email", *self.asked, "unit", "language", act=_("Save"))


class RaterForm(PersonForm):
    """Ask one more person; `groups` are pairs of value and name."""

    def __init__(self, *args: Any, groups: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["group"] = _group(groups)

    @property
    def helper(self) -> Helper:
        return Helper("name", "email", *self.asked, Sized("group"), act=_("Add the rater"))


class ParticipantForm(PersonForm):
    """Assess one more person; `roles` are pairs of key and name."""

    def __init__(self, *args: Any, roles: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["roles"] = _roles(roles)

    @property
    def helper(self) -> Helper:
        return Helper("name", "email", *self.asked, Sized("roles"), act=_("Add the participant"))


class GroupForm(forms.Form):
    def __init__(self, *args: Any, groups: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["group"] = _group(groups)

    @property
    def helper(self) -> Helper:
        return Helper(Sized("group"), act=_("Save"))


class RolesForm(forms.Form):
    """`roles` are pairs of key and name."""

    def __init__(self, *args: Any, roles: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["roles"] = _roles(roles)

    @property
    def helper(self) -> Helper:
        return Helper(Sized("roles"), act=_("Save"))


class StagedForm(forms.Form):
    """The word on a checked spreadsheet: import it, or put it aside."""

    staged = forms.CharField(widget=forms.HiddenInput)
    apart = _apart(
        _("One person or two?"),
        _("Each of them is somebody else than the person who looks alike"),
        _(
            "If some are one person, put the file aside, write the address that is known already "
            "and upload it again."
        ),
    )

    def __init__(self, *, staged: object, emails: int, asks: bool) -> None:
        """`emails` is how many leave at once when it is imported.

        `asks` says that somebody in the file looks like somebody else.
        """
        super().__init__(initial={"staged": staged})
        self.emails, self.asks = emails, asks

    @property
    def helper(self) -> Helper:
        aside = Act(
            _("Put it aside"),
            name="drop",
            value="1",
            classes="govuk-button--secondary",
            once=False,
        )
        asked = [Sized("apart")] if self.asks else []
        return Helper("staged", *asked, act=self._act, beside=[aside])

    @property
    def _act(self) -> Any:
        if not self.emails:
            return _("Import")
        send = ngettext("Import and send %(n)s email", "Import and send %(n)s emails", self.emails)
        return send % {"n": self.emails}
