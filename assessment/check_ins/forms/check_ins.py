"""What a check-in asks about, and whether HR offers it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.components.forms import FormLink, Helper, Sized
from assessment.components.widgets import Checkboxes, Radios
from assessment.scoring.check_ins import SKILLS_MOST


class CheckInForm(forms.Form):
    """One or two of the report's skills: pairs of key and name; `hints` by key."""

    def __init__(
        self,
        *args: Any,
        skills: Iterable[tuple[str, Any]],
        hints: dict[str, Any],
        act: str,
        back_url: str,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.act, self.back_url = act, back_url
        self.fields["skills"] = forms.MultipleChoiceField(
            label=_("Which skill do you ask about?"),
            help_text=_("Choose one or two."),
            choices=list(skills),
            widget=Checkboxes(hints=hints),
            error_messages={
                "required": _("Choose one or two skills."),
                "invalid_choice": _("Choose a skill of this report."),
            },
        )

    def clean_skills(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["skills"]
        if len(chosen) > SKILLS_MOST:
            raise forms.ValidationError(_("Choose one or two skills."))
        return chosen

    @property
    def helper(self) -> Helper:
        back = FormLink(_("Cancel"), self.back_url)
        return Helper(Sized("skills", size="m"), act=self.act, beside=[back])


class OfferForm(forms.Form):
    """Whether participants of a round may check in."""

    offered = forms.ChoiceField(
        label=_("May participants of this round check in?"),
        choices=[("yes", _("Yes, they may")), ("no", _("No, they may not"))],
        widget=Radios(inline=True),
        error_messages={"required": _("Choose yes or no.")},
    )

    @property
    def helper(self) -> Helper:
        return Helper(Sized("offered", size="m"), act=_("Save"))
