"""How long a council keeps what, and looking for people and events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.components.forms import Act, AllFields, FormLink, Helper
from assessment.components.widgets import PartedDateField

LABELS = {
    "link_cut_months": _("Answers of released rounds"),
    "comments_months": _("Comments"),
    "ratings_months": _("Answers of rounds that are never released"),
    "reports_months": _("Reports"),
    "people_months": _("People"),
}


class PeriodsForm(forms.Form):
    """A whole number of months for each period, within its bounds (lowest, highest)."""

    def __init__(self, *args: Any, bounds: Mapping[str, tuple[int, int]], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, (lowest, highest) in bounds.items():
            self.fields[name] = _months(LABELS[name], lowest, highest)

    @property
    def helper(self) -> Helper:
        return Helper(AllFields(), act=_("Save"))

    def clean(self) -> dict[str, Any]:
        months = super().clean() or {}
        people = months.get("people_months")
        for name in ("comments_months", "ratings_months", "reports_months"):
            if people is not None and months.get(name, 0) > people:
                self.add_error(
                    "people_months",
                    _("People must be kept at least as long as comments, ratings and reports."),
                )
                break
        return months


def _months(label: Any, lowest: int, highest: int) -> forms.IntegerField:
    bounds = {"lowest": lowest, "highest": highest}
    outside = _("Enter a number of months from {lowest} to {highest}.")
    text = str(outside).format(**bounds)
    return forms.IntegerField(
        label=label,
        min_value=lowest,
        max_value=highest,
        help_text=str(_("Months, from {lowest} to {highest}.")).format(**bounds),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], text),
    )


def _search() -> Act:
    return Act(_("Search"), classes="govuk-button--secondary", once=False)


class PersonSearchForm(forms.Form):
    search = forms.CharField(
        label=_("Name, email address or unit"),
        widget=forms.SearchInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "class": "govuk-input--width-20",
            }
        ),
    )

    def __init__(self, *, search: str) -> None:
        super().__init__(initial={"search": search}, auto_id="%s")

    @property
    def helper(self) -> Helper:
        return Helper("search", act=_search(), role="search")


class AuditSearchForm(forms.Form):
    """What to look for in the audit trail; `actions` are those that there are."""

    action = forms.ChoiceField(label=_("Action"), required=False)
    by = forms.CharField(
        label=_("Done by"), max_length=120, required=False, help_text=_("Name or email address.")
    )
    subject = forms.CharField(
        label=_("Done to"),
        max_length=120,
        required=False,
        help_text=_("Name of a person or a round, or an identifier."),
    )
    since = PartedDateField(label=_("From"), required=False)
    until = PartedDateField(label=_("To"), required=False)

    def __init__(self, *args: Any, actions: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["action"].choices = [("", _("Every action")), *actions]  # type: ignore[attr-defined]

    @property
    def helper(self) -> Helper:
        found = FormLink(_("Download what was found as CSV"), reverse("audit_csv"))
        return Helper(AllFields(size="s"), act=_search(), beside=[found], role="search")
