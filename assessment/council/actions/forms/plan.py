"""An action as it is typed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.components.forms import (
    Act,
    AllFields,
    ButtonForm,
    FieldGroup,
    FormLink,
    Helper,
    Sized,
)
from assessment.components.widgets import CountedField, PartedDateField, Radios

LIMIT = 500


class ActionForm(forms.Form):
    """A new action. `key` is its id to come, so that a button pressed twice adds it once."""

    text = CountedField(
        label=_("What will be done"),
        limit=LIMIT,
        rows=4,
        help_text=_("Name what the council changes, not what a person should be like."),
        error_messages={"required": _("Say what will be done.")},
    )
    owner_name = forms.CharField(
        label=_("Who sees to it"),
        max_length=120,
        help_text=_("Full name. They need no account, and learn of it by email alone."),
        error_messages={"required": _("Enter the name of whoever sees to it.")},
    )
    owner_email = forms.EmailField(
        label=_("Their email address"),
        max_length=254,
        help_text=_("They get one email a week before the day, and one if it has passed."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter the email address of whoever sees to it."),
            "invalid": _("Enter an email address like name@example.gov.uk."),
        },
    )
    due_on = PartedDateField(
        label=_("Until when"),
        help_text=_("For example, 27 3 2027."),
        error_messages={"required": _("Enter the day by which it will be done.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    reading = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    shown: ClassVar[tuple[str, ...]] = ("text", "owner_name", "owner_email")

    def __init__(self, *args: Any, act: Any, back: str, action: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.act, self.back, self.action = act, back, action

    @property
    def helper(self) -> Helper:
        return Helper(
            *self.shown,
            Sized("due_on"),
            "key",
            "reading",
            act=self.act,
            beside=[FormLink(_("Cancel"), self.back)],
            action=self.action,
        )

    def clean_key(self) -> uuid.UUID:
        """A page without one, such as a script's, gets its own."""
        return self.cleaned_data["key"] or uuid.uuid4()


class ActionChangeForm(ActionForm):
    """An action that stands in the plan, with what became of it; `based_on` is what was read."""

    state = forms.ChoiceField(label=_("State"), widget=Radios)
    outcome = CountedField(
        label=_("What became of it"),
        required=False,
        limit=LIMIT,
        rows=3,
        help_text=_("You may leave it empty."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, states: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["state"].choices = list(states)  # type: ignore[attr-defined]

    @property
    def helper(self) -> Helper:
        return Helper(
            *self.shown,
            Sized("due_on", "state"),
            "outcome",
            "based_on",
            act=self.act,
            beside=[FormLink(_("Cancel"), self.back)],
        )

    def rebase(self, version: int) -> None:
        """Saving once more is an informed choice, so it carries the version that is shown now."""
        sent: Any = self.data
        self.data = sent.copy()
        self.data["based_on"] = str(version)  # type: ignore[index]


class StepForm(forms.Form):
    """One step with an action, by a button of a list."""

    CARRY = "carry"
    STEPS = ("planned", "under_way", "done", "dropped", CARRY)

    step = forms.ChoiceField(choices=[(each, each) for each in STEPS])
    based_on = forms.IntegerField()


class ReviewForm(ButtonForm):
    """What may become of an action of the round before, each by one button."""

    def __init__(self, *, action: str, based_on: int) -> None:
        super().__init__([("based_on", based_on)])
        self.action = action

    @property
    def helper(self) -> Helper:
        look = "govuk-button--secondary"
        steps = (
            Act(_("Carry over"), name="step", value=StepForm.CARRY, classes=look),
            Act(_("It is done"), name="step", value="done", classes=look),
            Act(_("Drop it"), name="step", value="dropped", classes=look),
        )
        return Helper(AllFields(), FieldGroup(*steps), action=self.action)


class RemovalForm(forms.Form):
    """What a removal is based on."""

    based_on = forms.IntegerField()
