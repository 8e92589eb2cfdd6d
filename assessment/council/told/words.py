"""What a council is told, in sentences: nobody is named, and no number is about one person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.languages import join_names
from assessment.release.selectors.figures import BOUNDS
from assessment.release.selectors.results import (
    DimensionTexts,
    Figure,
    FrameworkTexts,
    Kind,
    Measure,
    RoleTexts,
    one_decimal,
)
from assessment.scoring.conditions import Condition, ConditionSaid
from assessment.scoring.gaps import middle_of

MOST_CHANGES = 6
"""What the council can change, on one page: the first of these."""


@dataclass(frozen=True, slots=True)
class ToldSentence:
    """A sentence, and what it stands on, each a statement that people were asked about."""

    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldWords:
    """Who holds what, what the council gives, and what it can change."""

    roles: tuple[str, ...]
    mandate: tuple[ToldSentence, ...]
    changes: tuple[str, ...]


def told_words(conditions: Sequence[ConditionSaid], framework: FrameworkTexts) -> ToldWords:
    """The conditions as sentences, in the language of the moment and of the framework's texts."""
    speaker = _Speaker(framework)
    changes = dict.fromkeys(change for each in conditions for change in speaker.changes(each))
    return ToldWords(
        tuple(speaker.of_role(each) for each in conditions if not each.dimension),
        tuple(speaker.of_mandate(each) for each in conditions if each.dimension),
        tuple(changes)[:MOST_CHANGES],
    )


class _Speaker:
    def __init__(self, framework: FrameworkTexts) -> None:
        self.highest = framework.highest
        self.roles: dict[str, RoleTexts] = {each.key: each for each in framework.roles}
        self.dimensions: dict[str, DimensionTexts] = {
            each.key: each for each in framework.dimensions
        }
        self.items = {i.key: i.text for each in framework.dimensions for i in each.indicators}

    def _names(self, said: ConditionSaid) -> str:
        return join_names(self.roles[role].name for role in said.roles)

    def of_role(self, said: ConditionSaid) -> str:
        """Who holds what, in numbers of people."""
        names, n = self._names(said), said.holders
        if said.condition is Condition.VACANT:
            text = _("Nobody who takes part holds the role of {roles}.")
        elif said.condition is Condition.COMBINED:
            text = ngettext(
                "{roles} are in one pair of hands.",
                "{roles} are held together by {n} people.",
                n,
            )
            names = names[:1].upper() + names[1:]
        else:
            text = ngettext(
                "The role of {roles} is held by one person.",
                "The role of {roles} is shared by {n} people.",
                n,
            )
        return text.format(roles=names, n=n)

    def of_mandate(self, said: ConditionSaid) -> ToldSentence:
        """What the council gives, against the middle of the scale."""
        dimension = self.dimensions[said.dimension].name
        if not said.roles:
            text = _("“{dimension}” is seen as low, over everybody who takes part.")
            if said.condition is Condition.MANDATE_GIVEN:
                text = _("“{dimension}” is seen as strong, over everybody who takes part.")
            return ToldSentence(text.format(dimension=dimension))
        text = _("“{dimension}” is seen as low for {roles}.")
        if said.condition is Condition.MANDATE_GIVEN:
            text = _("“{dimension}” is seen as strong for {roles}.")
        evidence = tuple(self.items[item] for item in said.items)
        return ToldSentence(text.format(dimension=dimension, roles=self._names(said)), evidence)

    def changes(self, said: ConditionSaid) -> Iterator[str]:
        """What the council can do about a condition."""
        names = self._names(said)
        if said.condition is Condition.VACANT:
            yield _("Name somebody for the role of {roles}, or say who does its work.").format(
                roles=names
            )
        elif said.condition is Condition.COMBINED:
            yield _(
                "See whether one person can do justice to {roles}. Set time aside for each, or "
                "give one of them to somebody else."
            ).format(roles=names)
        elif said.condition is Condition.SHARED:
            yield _("Write down who of those who hold the role of {roles} decides what.").format(
                roles=names
            )
        elif said.condition is Condition.MANDATE_LOW:
            yield from self._suggestions(self.dimensions[said.dimension])

    def _suggestions(self, dimension: DimensionTexts) -> Iterator[str]:
        """The framework's own, from one level below the middle up to it: the same for every low
        mandate, for which of them fits best would tell how low it is."""
        middle = int(middle_of(self.highest))
        found = [
            text for level in (middle - 1, middle) for text in dimension.suggestions.get(level, ())
        ]
        yield from found or [
            _("Write down what the role may decide, whom it can reach, and who supports it.")
        ]


# --- figures of five and more -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A figure as it is printed, and where it is to what is asked; empty where there is none."""

    value: str
    gap: str = ""


@dataclass(frozen=True, slots=True)
class FigureLine:
    dimension: str
    cells: tuple[FigureCell, ...]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """All who take part, then each role that has figures."""

    roles: tuple[str, ...]
    lines: tuple[FigureLine, ...]


def figure_table(figures: Sequence[Figure], framework: FrameworkTexts) -> FigureTable:
    """The figures told of a council, by dimension."""
    found = {(each.measure, each.dimension, each.role): each for each in figures}
    told = {each.role for each in figures}
    roles = [each for each in framework.roles if each.key in told]
    keys: list[str | None] = [None, *(role.key for role in roles)]
    lines = (
        FigureLine(
            each.name,
            tuple(
                _cell(
                    found.get((Measure.SCORE, each.key, role)),
                    found.get((Measure.GAP, each.key, role)) if each.kind is Kind.SKILL else None,
                )
                for role in keys
            ),
        )
        for each in framework.dimensions
    )
    return FigureTable(tuple(role.name for role in roles), tuple(lines))


def _cell(score: Figure | None, gap: Figure | None) -> FigureCell:
    if score is None or score.value is None:
        return FigureCell(_("withheld: too few people or answers") if score else "")
    value = f"{one_decimal(score.value)} {BOUNDS[score.bound]}".strip()
    return FigureCell(value, _gap(gap.value) if gap and gap.value is not None else "")


def _gap(value: Fraction) -> str:
    tenths = one_decimal(value)
    if not tenths:
        return _("at the target")
    if tenths > 0:
        return _("{levels} below the target").format(levels=tenths)
    return _("{levels} above the target").format(levels=-tenths)
