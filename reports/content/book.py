"""The figures of one report, found by what they measure and put into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeVar, cast

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from assessment.rater_groups import facts_of
from assessment.release.selectors.results import (
    COMMENTS,
    Basis,
    DimensionTexts,
    Figure,
    Group,
    Kind,
    Measure,
    Position,
    RatersBehind,
    Reason,
    ReleasedReport,
    basis,
    behind_scores,
    brief,
    explain,
    mandate_standing,
    margin,
    one_decimal,
    standing,
)
from reports.content import words
from reports.content.blocks import TableColumn
from reports.content.plots import Axis, Scale

Made = TypeVar("Made")

SAID = frozenset({Measure.ITEM_MEAN, Measure.MARKED_HIGH, *COMMENTS})
"""What is shown of what people gave, before anything is made of it."""


class Book:
    """Looks figures up. A withheld one is found as such; a value never is there beside it."""

    def __init__(self, report: ReleasedReport) -> None:
        self.report = report
        self._found: dict[tuple[object, ...], Figure] = {}
        self._all: dict[tuple[Measure, str | None], list[Figure]] = {}
        self._bases: dict[str, Basis] = {}
        self._names: dict[Group, str] = {}
        self._made: dict[Callable[[Book], object], object] = {}
        for figure in report.figures:
            self._found.setdefault(_place(figure), figure)
            self._all.setdefault((figure.measure, figure.dimension), []).append(figure)

    def once(self, make: Callable[[Book], Made]) -> Made:
        """What a part makes of the whole report, made once however often it is asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(Made, self._made[make])

    def get(
        self,
        measure: Measure,
        dimension: str | None = None,
        indicator: str | None = None,
        *,
        group: Group | None = None,
        role: str | None = None,
        level: int | None = None,
    ) -> Figure | None:
        """The figure at this place, released or withheld; None where there is none."""
        return self._found.get((measure, dimension, indicator, group, role, level))

    def number(
        self,
        measure: Measure,
        dimension: str | None = None,
        *,
        group: Group | None = None,
        role: str | None = None,
    ) -> float | None:
        """A released value to compare and to order by; None when withheld or absent."""
        figure = self.get(measure, dimension, group=group, role=role)
        return None if figure is None or figure.value is None else float(figure.value)

    def drawn(
        self,
        measure: Measure,
        dimension: str,
        *,
        group: Group | None = None,
        role: str | None = None,
    ) -> float | None:
        """Where a chart puts a released value; None when withheld or absent."""
        figure = self.get(measure, dimension, group=group, role=role)
        return None if figure is None or figure.value is None else words.drawn_at(figure.value)

    def exact(
        self, measure: Measure, dimension: str, *, group: Group | None = None
    ) -> Fraction | None:
        """A released value as a fraction; None when withheld or absent."""
        figure = self.get(measure, dimension, group=group)
        return None if figure is None else figure.value

    def asked(self, each: DimensionTexts) -> str:
        """The target of a skill in words: “4”, “3.5”; empty where it has none."""
        target = self.get(Measure.TARGET, each.key)
        return words.target(target) if target and target.value is not None else ""

    def margin(self, each: DimensionTexts) -> Fraction:
        """How near to the target others must see a skill for it to be at it."""
        return self.exact(Measure.MARGIN, each.key) or Fraction(0)

    def stands(self, each: DimensionTexts) -> Position | None:
        """Where others see a skill to its target; None where that is not concluded."""
        gap = self.exact(Measure.GAP, each.key)
        if gap is None or not self.concludes(each):
            return None
        return standing(gap, self.margin(each))

    def mandate_stands(self, each: DimensionTexts) -> Position | None:
        """How several people see a mandate to the middle of the scale; None where none do."""
        figure, seen = self.get(Measure.SCORE, each.key, group=Group.OTHERS), self.tenths(each)
        if figure is None or seen is None or not self.concludes(each):
            return None
        of = self.report.framework
        near = margin(figure.n or 1, of.standard_deviation, of.single_rater_reliability)
        return mandate_standing(seen, near, of.highest)

    @cached_property
    def _behind(self) -> Mapping[tuple[str, Group], RatersBehind]:
        return behind_scores(self.report.figures)

    def behind(self, figure: Figure) -> RatersBehind | None:
        """Who is behind a score; None of anything else, and where none is shown."""
        if figure.measure is not Measure.SCORE or figure.group is None or not figure.dimension:
            return None
        return self._behind.get((figure.dimension, figure.group))

    @cached_property
    def counts_raters(self) -> bool:
        """Whether it is known how many people are behind a score: not in an earlier edition's."""
        return any(found.raters is not None for found in self._behind.values())

    def raters(self, figure: Figure) -> str:
        """Who is behind a score in words: “8 raters; 3–8 a statement”."""
        found = self.behind(figure)
        return words.behind(found) if found else words.ratings(figure.n or 0)

    def people(self, figure: Figure) -> str:
        """The same, but for the range on its statements: “8 raters”."""
        found = self.behind(figure)
        return words.people_behind(found) if found else words.ratings(figure.n or 0)

    @cached_property
    def judged(self) -> tuple[DimensionTexts, ...]:
        """The skills of which something is concluded, by priority."""
        return tuple(each for each in self.ranked if self.stands(each) is not None)

    def concludes(self, each: DimensionTexts) -> bool:
        """Whether others are several people, of whom something can be concluded."""
        return self.basis(each) is Basis.GROUPS

    def basis(self, each: DimensionTexts) -> Basis:
        """Whose ratings the view of others rests on here."""
        if each.key not in self._bases:
            items = (
                figure
                for indicator in each.indicators
                for group in Group
                if (figure := self.get(Measure.ITEM_MEAN, each.key, indicator.key, group=group))
            )
            self._bases[each.key] = basis(items)
        return self._bases[each.key]

    @cached_property
    def alone(self) -> bool:
        """Whether everything that is shown of others is the manager's."""
        shown = [each for each in self.report.framework.dimensions if self.level(each)]
        return bool(shown) and all(self.basis(each) is Basis.MANAGER for each in shown)

    @property
    def others_title(self) -> str:
        """What a column of the view of others is called."""
        return self.title(Group.MANAGER) if self.alone else _("Others")

    def seen_score(self, each: DimensionTexts) -> Figure | None:
        """The score of others; where all of them is the manager, that one's if others have none."""
        others = self.get(Measure.SCORE, each.key, group=Group.OTHERS)
        if others is None or others.value is not None or not self.alone:
            return others
        return self.get(Measure.SCORE, each.key, group=Group.MANAGER)

    def gap_words(self, each: DimensionTexts) -> str:
        """The gap of a skill in words; empty where there is none."""
        figure = self.get(Measure.GAP, each.key)
        return words.gap_words(figure, self.margin(each)) if figure else ""

    def code(self, measure: Measure, dimension: str, **place: object) -> str:
        """The word of a released figure, empty where there is none."""
        figure = self._found.get(
            (measure, dimension, None, place.get("group"), place.get("role"), None)
        )
        return figure.code if figure else ""

    def all(self, measure: Measure, dimension: str | None = None) -> list[Figure]:
        """Every figure of a measure, in the order of release."""
        return self._all.get((measure, dimension), [])

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups of which a figure is shown, self first, others not among them."""
        rated = {
            figure.group
            for figure in self.report.figures
            if figure.measure is Measure.ITEM_MEAN and figure.value is not None
        }
        return tuple(group for group in self._scored if group is Group.SELF or group in rated)

    @cached_property
    def _scored(self) -> tuple[Group, ...]:
        found = {f.group for f in self.report.figures if f.measure is Measure.SCORE}
        return tuple(group for group in Group if group in found and group is not Group.OTHERS)

    @cached_property
    def _shown(self) -> frozenset[Group]:
        """Of whom something is shown: the mean of a statement, a comment or a mark.

        That somebody marked nothing is no matter for a part of its own.
        """
        return frozenset(
            figure.group
            for figure in self.report.figures
            if figure.measure in SAID and figure.group and (figure.value or figure.text)
        )

    @cached_property
    def has_own(self) -> bool:
        """Whether anything is shown that the participant gave."""
        return Group.SELF in self._shown

    @cached_property
    def silent(self) -> bool:
        """Whether nothing is shown that anybody else gave."""
        return not self._shown - {Group.SELF}

    def answered(self, group: Group) -> bool:
        """Whether somebody of a group answered, as the cover says."""
        return self.count(Measure.COMPLETED, group) > 0

    @cached_property
    def merged(self) -> tuple[Group, ...]:
        """The groups that “Colleagues” stands for."""
        return tuple(figure.group for figure in self.all(Measure.MERGED) if figure.group)

    @cached_property
    def scale(self) -> Scale:
        return Scale(1, self.report.framework.highest)

    @cached_property
    def ranked(self) -> tuple[DimensionTexts, ...]:
        """Skills by priority, then by how far below or above, then what has no gap."""
        skills = self.dimensions(Kind.SKILL)
        return tuple(sorted(skills, key=self._standing))

    def _standing(self, each: DimensionTexts) -> tuple[float, bool, Fraction]:
        """What is alike here stays in the framework's order."""
        rank = self.number(Measure.RANK, each.key) or float("inf")
        gap = self.exact(Measure.GAP, each.key)
        return rank, gap is None, -(gap or Fraction(0))

    def levels_column(self, charts: str, width: int, about: str = "") -> TableColumn:
        """The head of a column of charts, with the levels by number over them.

        `about` says what they show, so that no two are called the same.
        """
        label = _("Level 1 to {top}").format(top=self.report.framework.highest)
        title = f"{label}: {about}" if about else label
        return TableColumn(label, width, axis=Axis(title, self.scale, charts))

    def dimensions(self, kind: Kind) -> tuple[DimensionTexts, ...]:
        return tuple(d for d in self.report.framework.dimensions if d.kind is kind)

    def count(self, measure: Measure, group: Group) -> int:
        """How many people of a group; 0 where that is withheld."""
        figure = self.get(measure, group=group)
        return int(figure.value) if figure and figure.value is not None else 0

    def name(self, group: Group) -> str:
        """What a group is called in this report; more than one manager are managers."""
        if group not in self._names:
            several = self.count(Measure.COMPLETED, group) > 1
            self._names[group] = str(facts_of(group).plural) if several else words.group(group)
        return self._names[group]

    def title(self, group: Group) -> str:
        return words.capital(self.name(group))

    def reason(self, figure: Figure) -> str:
        if figure.withheld is None:
            raise LookupError(f"The figure {figure.measure} is not withheld.")
        own = figure.group is Group.SELF
        if figure.withheld is Reason.NOT_ASKED:
            return _("This group is not asked this.")
        if figure.withheld is Reason.NO_RATINGS:  # nothing is hidden: nothing was given
            return _("You gave no level here.") if own else _("There is no rating here.")
        if figure.withheld is Reason.NOBODY_ANSWERED:
            return _("You did not answer.") if own else _("Nobody else answered.")
        return explain(figure.withheld, k=self.report.min_group_size, say=_)

    def brief(self, reason: Reason) -> str:
        """Why a cell holds no figure, in some words for the line under a table."""
        return brief(reason, k=self.report.min_group_size, say=_)

    def tenths(self, dimension: DimensionTexts, group: Group = Group.OTHERS) -> Fraction | None:
        """A score as it is printed, to compare; None where withheld."""
        value = self.exact(Measure.SCORE, dimension.key, group=group)
        return None if value is None else Fraction(one_decimal(value))

    def level(self, dimension: DimensionTexts, group: Group = Group.OTHERS) -> str:
        """A score in a sentence: “3.2”; empty where withheld."""
        figure = self.get(Measure.SCORE, dimension.key, group=group)
        return words.shown(figure) if figure and figure.value is not None else ""


def _place(figure: Figure) -> tuple[object, ...]:
    return (
        figure.measure,
        figure.dimension,
        figure.indicator,
        figure.group,
        figure.role,
        figure.level,
    )
