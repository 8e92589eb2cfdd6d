"""Two editors on one page: the later save is told, not lost."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from assessment import history
from assessment.frameworks import selectors
from assessment.models import Framework


def framework_of_page(obj: Any) -> Framework:
    """The framework that a page is about: the object itself, or the one it is a part of."""
    return obj if isinstance(obj, Framework) else obj.framework


QUESTIONS = ["question", "self_question"]
QUESTION_WIDGETS = {name: forms.Textarea(attrs={"rows": 2, "cols": 60}) for name in QUESTIONS}


class EditedSinceForm(forms.ModelForm):
    """Tells an editor when somebody else saved the page since it was opened.

    What was typed stays on the page; saving once more keeps it.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    # Set for each request by the admin.
    rows: ClassVar[Any] = staticmethod(lambda page: [page])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = ""
        if not self.instance._state.adding:
            self.now = selectors.rows_fingerprint(self.rows(self.instance))
            self.fields["seen"].initial = self.now

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.now and self.data.get(self.add_prefix("seen")) != self.now:
            # Saving once more is an informed choice, so it carries the new mark.
            sent: Any = self.data
            self.data = sent.copy()
            self.data[self.add_prefix("seen")] = self.now  # type: ignore[index]
            self.add_error(None, conflict_message(framework_of_page(self.instance)))
        return cleaned


def conflict_message(framework: Framework) -> str:
    """Who saved what an editor still had open, and what to do."""
    latest = next(iter(history.events_about(framework, most=1)), None)
    who = latest.by.name if latest and latest.by else _("Somebody else")
    return _(
        "%(who)s saved changes here after you opened this page. What you wrote is still below and "
        "is not saved yet. Open the page in a second window to compare. To keep yours, save again."
    ) % {"who": who}
