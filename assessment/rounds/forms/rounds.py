"""The terms of a round."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from assessment.components.forms import Act, Helper, Sized
from assessment.components.widgets import PartedDateField, Radios
from assessment.rater_groups import ALL_ANONYMOUS
from assessment.rounds.advice import ADVISED_PEERS, MOST_REQUESTS
from assessment.scoring.disclosure import MINIMUM_K


class RoundForm(forms.Form):
    """Make or change a draft round; `frameworks` are pairs of id and name."""

    name = forms.CharField(
        label=_("Name of the round"),
        max_length=120,
        help_text=_("Participants and raters read it, for example “Spring 2026”."),
        error_messages={"required": _("Enter a name for the round.")},
    )
    framework = forms.ChoiceField(
        label=_("Framework"),
        widget=Radios,
        error_messages={
            "required": _("Choose a framework."),
            "invalid_choice": _("Choose one of these frameworks."),
        },
    )
    opens_on = PartedDateField(
        label=_("Opening date"),
        help_text=_("You open the round yourself; this is the date that you plan."),
        error_messages={"required": _("Enter the opening date.")},
    )
    closes_on = PartedDateField(
        label=_("Closing date"),
        help_text=_("The last day on which answers are taken."),
        error_messages={"required": _("Enter the closing date.")},
    )
    min_group_size = forms.IntegerField(
        label=_("Minimum group size"),
        min_value=MINIMUM_K,
        initial=MINIMUM_K,
        max_value=20,
        help_text=format_lazy(
            _(
                "{groups} are only shown as a group when at least this many of them have "
                "answered. With 3, a rater who tells their own rating can give the others away; "
                "choose 4 or 5 where groups are large enough. It is fixed once the round is open."
            ),
            groups=ALL_ANONYMOUS,
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
        error_messages={
            "required": _("Enter the minimum group size."),
            "invalid": _("The minimum group size must be a whole number."),
            "min_value": _("The minimum group size must be %(limit_value)d or more."),
            "max_value": _("The minimum group size must be %(limit_value)d or less."),
        },
    )

    def __init__(
        self,
        *args: Any,
        frameworks: Iterable[tuple[str, str]],
        act: Any = "",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.act = act or _("Save")
        self.fields["framework"].choices = list(frameworks)  # type: ignore[attr-defined]

    @property
    def helper(self) -> Helper:
        dated = Sized("framework", "opens_on", "closes_on")
        return Helper("name", dated, "min_group_size", act=self.act)

    def clean(self) -> dict[str, Any]:
        terms = super().clean() or {}
        opens, closes = terms.get("opens_on"), terms.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The closing date must not be before the opening date."))
        return terms


class AgainForm(RoundForm):
    """The next round of the same people: the minimum group size is taken over with them."""

    min_group_size = None  # type: ignore[assignment]

    def __init__(self, *args: Any, earlier: str, **options: Any) -> None:
        super().__init__(*args, **options)
        # What that round was assessed with
        hints = {earlier: _("Used in that round, so all its statements are the same.")}
        self.fields["framework"].widget.hints = hints

    @property
    def helper(self) -> Helper:
        return Helper("name", Sized("framework", "opens_on", "closes_on"), act=self.act)

    def posted(self) -> list[tuple[str, str]]:
        """What was entered, to be sent once more unseen."""
        return [
            (name, value)
            for name, value in self.data.items()
            if name.startswith(tuple(self.fields))
        ]


class ExtendForm(forms.Form):
    closes_on = PartedDateField(
        label=_("New closing date"),
        help_text=_("The last day on which answers are taken."),
        error_messages={"required": _("Enter the new closing date.")},
    )

    @property
    def helper(self) -> Helper:
        return Helper(Sized("closes_on"), act=_("Move the closing date"))


class ListForm(forms.Form):
    """What a list of a round shows, and in which order."""

    search = forms.CharField(
        label=_("Name, email or unit"),
        widget=forms.SearchInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    show = forms.ChoiceField(label=_("Show"))
    sort = forms.ChoiceField(label=_("Sort by"))
    shown: ClassVar[list[tuple[str, Any]]] = []
    sorts: ClassVar[list[tuple[str, Any]]] = []

    def __init__(self, *, action: str, **initial: str) -> None:
        super().__init__(initial=initial, auto_id="%s")
        self.action = action
        self.fields["show"].choices = self.shown  # type: ignore[attr-defined]
        self.fields["sort"].choices = self.sorts  # type: ignore[attr-defined]

    @property
    def helper(self) -> Helper:
        apply = Act(_("Apply"), classes="govuk-button--secondary", once=False)
        attrs: dict[str, Any] = {"class": "app-filter", "role": "search"}
        return Helper(*self.fields, act=apply, action=self.action, **attrs)


class ParticipantListForm(ListForm):
    shown: ClassVar = [
        ("all", _("All participants")),
        ("waiting", _("Answers are missing")),
        ("complete", _("Nothing is missing")),
        ("self", _("Own assessment is missing")),
        ("short", _("A group cannot reach the minimum")),
        ("manager", _("No manager")),
        ("peers", format_lazy(_("Fewer than {peers} peers"), peers=ADVISED_PEERS)),
    ]
    sorts: ClassVar = [
        ("name", _("Name")),
        ("least", _("Fewest answers first")),
        ("most", _("Most answers first")),
    ]


class PeopleListForm(ListForm):
    shown: ClassVar = [
        ("all", _("Everybody")),
        ("waiting", _("Has not answered everything")),
        ("answered", _("Has answered everything")),
        ("declined", _("Has declined")),
        ("busy", format_lazy(_("Is asked for more than {most} ratings"), most=MOST_REQUESTS)),
    ]
    sorts: ClassVar = [
        ("name", _("Name")),
        ("asked", _("Most ratings asked first")),
        ("waiting", _("Most ratings waiting first")),
    ]
