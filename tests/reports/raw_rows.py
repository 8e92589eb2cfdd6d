"""Why a figure is missing, worked out from what people answered, by code of its own."""

from __future__ import annotations

from functools import cached_property
from itertools import chain

from assessment.scoring.values import ANONYMOUS, Assessment, Group, Kind

NUMBER, ABSENT, NOT_ASKED = "a number", "–", "not asked"
FEW_RATINGS, NO_LEVEL, HR = "fewer than 3 ratings", "no level given", "withheld by HR"
SMALL, PARTLY = "fewer than 3 answered", "asked of some of these groups"
NO_STATEMENT, TOO_FEW = "no statement with 3 ratings", "too few statements with a figure"
NO_GROUP, NOBODY_HAS = "no group with 3 ratings", "no group with a figure"


class RawRows:
    """The answers to one assessment, and what must be missing in its report."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.k = assessment.k
        self.dimensions = {each.key: each for each in assessment.framework.dimensions}
        self.skills = [d.key for d in assessment.framework.dimensions if d.kind is Kind.SKILL]

    def people(self, group: Group) -> int:
        return sum(each.group is group for each in self.assessment.responses)

    @cached_property
    def parts(self) -> dict[str, tuple[Group, ...]]:
        """Each group as the report has it → the groups that are in it."""
        found: dict[str, tuple[Group, ...]] = {}
        for group in (Group.SELF, Group.MANAGER):
            if self.people(group):
                found[group.value] = (group,)
        held = self.assessment.withheld
        counted = {g: self.people(g) for g in ANONYMOUS if g not in held}
        small = [g for g in ANONYMOUS if 0 < counted.get(g, 0) < self.k]
        large = [g for g in ANONYMOUS if counted.get(g, 0) >= self.k]
        if small and sum(counted[g] for g in small) < self.k and large:
            joining = sorted(large, key=lambda g: counted[g])[0]
            small.append(joining)
            large.remove(joining)
        if not large:
            asked = self.assessment.invited
            small = [g for g in ANONYMOUS if g in small or (asked.get(g) and g not in held)]
        found |= {group.value: (group,) for group in large}
        if small:
            found["colleagues"] = tuple(small)
        return found | {g.value: (g,) for g in ANONYMOUS if g in held and self.people(g)}

    def answered(self, part: str) -> int:
        return sum(self.people(group) for group in self.parts[part])

    def hidden(self, part: str) -> str:
        """Why nothing is shown of a part; empty where something may be."""
        if part in {group.value for group in self.assessment.withheld}:
            return HR
        named = part in ("self", "manager")
        return "" if named or self.answered(part) >= self.k else SMALL

    def ratings(self, part: str, statement: str) -> int:
        spec = self.dimensions[statement.split("-")[0]]
        return sum(
            each.ratings.get(statement) is not None
            for each in self.assessment.responses
            if each.group in self.parts[part] and spec.asks(statement, each.group)
        )

    def statement(self, part: str, statement: str) -> str:
        """What a cell must say: a number, or why there is none."""
        if part == "others":
            return self._others(statement)
        if part not in self.parts:
            return ABSENT
        spec = self.dimensions[statement.split("-")[0]]
        asked = [spec.asks(statement, group) for group in self.parts[part]]
        if not any(asked):
            return NOT_ASKED
        if hidden := self.hidden(part):
            return hidden
        if not all(asked):
            return PARTLY
        given = self.ratings(part, statement)
        if part in ("self", "manager"):
            return NUMBER if given else NO_LEVEL
        return NUMBER if given >= self.k else FEW_RATINGS

    def _others(self, statement: str) -> str:
        said = [self.statement(part, statement) for part in self.parts if part != "self"]
        if NUMBER in said:
            return NUMBER
        reasons = set(said) - {NOT_ASKED}
        if not reasons:
            return NOT_ASKED if said else ABSENT
        if reasons == {FEW_RATINGS}:
            return NO_GROUP
        return reasons.pop() if len(reasons) == 1 else NOBODY_HAS

    def score(self, part: str, dimension: str) -> str:
        said = [self.statement(part, key) for key in self.dimensions[dimension].indicators]
        asked = [each for each in said if each != NOT_ASKED]
        numbers = asked.count(NUMBER)
        if numbers and 10 * numbers >= 6 * len(asked):
            return NUMBER
        if numbers:
            return TOO_FEW
        reasons = set(asked or said)
        if len(reasons) > 1:
            return NOBODY_HAS if part == "others" else TOO_FEW
        reason = reasons.pop()
        return NO_STATEMENT if reason in (FEW_RATINGS, NO_GROUP) else reason

    @cached_property
    def silent(self) -> bool:
        """Whether nothing that anybody else gave is shown."""
        keys = chain.from_iterable(each.indicators for each in self.dimensions.values())
        rated = any(self.statement("others", key) == NUMBER for key in keys)
        manager = [r for r in self.assessment.responses if r.group is Group.MANAGER]
        return not rated and not any(each.comments for each in manager) and not self.quoted

    @cached_property
    def alone(self) -> bool:
        """Whether everything that is shown of others is the manager's."""
        keys = [*chain.from_iterable(each.indicators for each in self.dimensions.values())]
        parts = [part for part in self.parts if part not in ("self", "manager")]
        rated = any(self.statement(part, key) == NUMBER for part in parts for key in keys)
        return not rated and any(self.statement("manager", key) == NUMBER for key in keys)

    @property
    def counted(self) -> int:
        """Colleagues whose answers count."""
        return sum(self.people(g) for g in ANONYMOUS if g not in self.assessment.withheld)

    def able(self, question: str) -> int:
        asked = [g for g in ANONYMOUS if self.dimensions[question].asked_of(g)]
        return sum(self.people(g) for g in asked if g not in self.assessment.withheld)

    def writers(self, question: str) -> int:
        held = self.assessment.withheld
        asked = self.dimensions[question].asked_of
        return sum(
            question in each.comments
            for each in self.assessment.responses
            if each.group in ANONYMOUS and each.group not in held and asked(each.group)
        )

    @property
    def quoted(self) -> bool:
        return any(self.able(q) >= 5 and self.writers(q) >= 3 for q in self.dimensions)
