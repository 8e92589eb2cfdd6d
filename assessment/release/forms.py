"""The button of a release, and the groups that are withheld by it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.components.forms import FormLink, Helper, Sized
from assessment.components.widgets import Checkboxes


class ReleaseForm(forms.Form):
    """`changed` are pairs of key and name of the groups that may be withheld, if there are any.

    All of them are ticked to begin with: whoever shows one takes the tick away.
    """

    def __init__(
        self, *args: Any, changed: Iterable[tuple[str, str]], back_url: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choices, self.back_url = list(changed), back_url
        if choices:
            self.fields["withheld"] = forms.MultipleChoiceField(
                label=_("Groups to withhold"),
                choices=choices,
                initial=[key for key, _name in choices],
                required=False,
                widget=Checkboxes,
                error_messages={
                    "invalid_choice": _(
                        "The groups have changed since this page was shown. Look at them again."
                    )
                },
            )

    @property
    def helper(self) -> Helper:
        asked = [Sized("withheld")] if "withheld" in self.fields else []
        back = FormLink(_("Cancel"), self.back_url)
        return Helper(*asked, act=_("Release the reports"), beside=[back])
