"""The two questions that end a sheet of answers, declared once.

The page, the check, copies of one's data and the report take their words from here. A question is
named as the measure under which its comments are released.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from assessment.scoring.values import Measure

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MARKS_MOST = 2
"""Skills that a rater may mark as most important, at most."""


class ClosingQuestion(TextChoices):
    """What is asked at the end, in this order."""

    KEEP_DOING = Measure.KEEP_DOING.value, gettext_lazy("What to keep doing")
    DO_DIFFERENTLY = Measure.DO_DIFFERENTLY.value, gettext_lazy("What to do differently")

    @property
    def measure(self) -> Measure:
        """Where the release puts what was written."""
        return Measure(self.value)

    def text(self, *, name: str, for_self: bool) -> str:
        """The question as a rater of somebody with this name meets it, or the participant."""
        words = WORDS[self]
        return str(words.for_self if for_self else words.for_raters).format(name=name)


@dataclass(frozen=True, slots=True)
class ClosingWords:
    """`for_raters` names the participant as {name}."""

    for_raters: _StrPromise
    for_self: _StrPromise


WORDS: dict[ClosingQuestion, ClosingWords] = {
    ClosingQuestion.KEEP_DOING: ClosingWords(
        gettext_lazy("What should {name} keep doing?"),
        gettext_lazy("What do you want to keep doing?"),
    ),
    ClosingQuestion.DO_DIFFERENTLY: ClosingWords(
        gettext_lazy("What should {name} do differently?"),
        gettext_lazy("What do you want to do differently?"),
    ),
}
