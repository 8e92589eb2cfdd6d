"""Each rule of a council's readings: when it fires, and when it must not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.scoring.council import CouncilPicture
from assessment.scoring.council_parts import council_picture
from assessment.scoring.council_readings import council_readings
from assessment.scoring.council_rules import NEEDS, CouncilReading, CouncilRule
from assessment.scoring.values import PreviousRound, RoleSpec
from tests.scoring.council_builders import (
    CHAMPION,
    CUSTOMERS,
    FOCUS,
    FRAMEWORK,
    ICT,
    MANDATE,
    PLANS,
    RELATIONS,
    ROLES,
    SLUGS,
    STATEMENTS,
    TALK,
    Seen,
    council,
    figures_of_seen,
    level_of,
    range_of,
)

BOTH = (CHAMPION, ICT)
R = CouncilRule
Case = tuple[CouncilPicture, CouncilPicture | None]


def fired(
    picture: CouncilPicture, before: CouncilPicture | None = None
) -> dict[str, CouncilReading]:
    return {each.rule: each for each in council_readings(picture, before)}


def alone(*people: Seen) -> Case:
    return council(*people), None


def silent(person: Seen, *dimensions: str) -> Seen:
    """Two peers rate the person there, too few to be shown; nobody else does."""
    return replace(person, few=frozenset(dimensions), manager=None, peers=4)


# --- roles ----------------------------------------------------------------------------------

CAROL = Seen("carol", BOTH)
DAN = Seen("dan", (ICT,))
SHORT = {RELATIONS: 2, TALK: 2}
NEAR = [3, 3, 4]
"""3.3 of eight raters: below 3.5, and within the margin of it."""


def apart(targets: bool) -> tuple[RoleSpec, ...]:
    """The two roles a level apart in a skill, or with ranges of focus that never meet."""
    champion, ict = ROLES
    if targets:
        return champion, replace(ict, targets={**ict.targets, CUSTOMERS: level_of(2.5, 1)})
    return champion, replace(ict, targets={**ict.targets, FOCUS: range_of(1, 2)})


# --- the round before -----------------------------------------------------------------------

LAST = Seen("carol", BOTH, {FOCUS: 4})


def since(person: Seen, last: Seen = LAST) -> Case:
    """A person in this round, and in the one before."""
    same = {key: key for each in STATEMENTS.values() for key in each}
    previous = PreviousRound(figures_of_seen(last), same)
    return council(replace(person, previous=previous)), council(last)


def closer(case: Case, apart: Fraction) -> Case:
    """The same, where managers and holder differ by so much."""
    picture, before = case
    mandates = tuple(replace(each, apart=apart) for each in picture.mandates)
    return replace(picture, mandates=mandates), before


# --- forty holders --------------------------------------------------------------------------


def forty(few: Seen, number: int, rest: Seen | None = None) -> Case:
    """Forty holders, of whom so many are like the first."""
    rest = rest or Seen("rest")
    people = [few] * number + [rest] * (40 - number)
    return alone(*(replace(each, name=f"{each.name}{n}") for n, each in enumerate(people)))


STUCK = Seen("carol", others={MANDATE: 2})
UNHEARD = Seen("carol", own={MANDATE: 2}, manager={MANDATE: 5}, others={MANDATE: 4})
TRUSTING = Seen("carol", own={MANDATE: 4}, manager={MANDATE: 2}, others={MANDATE: 3})
ASKED = Seen("carol", own={PLANS: 5}, others={PLANS: 5})
UNASKED = Seen("dan", (ICT,), own={PLANS: 1}, others={PLANS: 1})

FIRES: dict[CouncilRule, dict[str, Callable[[], Case]]] = {
    R.ROLE_VACANT: {"nobody is champion": lambda: alone(DAN)},
    R.ALL_ON_ONE: {"core skills short": lambda: alone(replace(CAROL, others=SHORT))},
    R.NO_SERVICES_CHAMPION: {
        "combined and narrow": lambda: alone(replace(CAROL, others={FOCUS: 1})),
        "a second head of ICT": lambda: alone(replace(CAROL, others={FOCUS: 1}), DAN),
    },
    R.FOCUS_NARROWED: {
        "clearly to technology": lambda: since(replace(CAROL, others={FOCUS: 2})),
    },
    R.OBSTACLE_NOT_PERSON: {
        "one holder": lambda: alone(STUCK),
        "one of four": lambda: alone(STUCK, *(Seen(name) for name in "def")),
        "ten of forty": lambda: forty(STUCK, 10),
    },
    R.MANAGERS_SEE_MANDATE: {
        "one holder": lambda: alone(UNHEARD),
        "ten of forty": lambda: forty(UNHEARD, 10),
    },
    R.HOLDERS_SEE_MANDATE: {
        "one holder": lambda: alone(TRUSTING),
        "ten of forty": lambda: forty(TRUSTING, 10),
    },
    R.PLANNING_UNSETTLED: {
        "one each": lambda: alone(ASKED, UNASKED),
        "ten each of forty": lambda: forty(UNASKED, 10, ASKED),
    },
    R.CORE_SKILLS_SHORT: {
        "one holder": lambda: alone(Seen("carol", others=SHORT)),
        "two holders": lambda: alone(Seen("carol", others=SHORT), replace(DAN, others=SHORT)),
    },
    R.CUSTOMER_SERVICE_SHORT: {
        "two holders": lambda: alone(
            Seen("carol", others={CUSTOMERS: 2}), replace(DAN, others={CUSTOMERS: 2})
        ),
    },
    R.TARGETS_PULL_APART: {
        "targets": lambda: (council(CAROL, roles=apart(True)), None),
        "ranges": lambda: (council(CAROL, roles=apart(False)), None),
    },
}

DOES_NOT: dict[CouncilRule, dict[str, Callable[[], Case]]] = {
    R.ROLE_VACANT: {
        "both are held": lambda: alone(CAROL),
        "too few: nobody takes part": lambda: alone(Seen("carol", ())),
    },
    R.ALL_ON_ONE: {
        "skills reached": lambda: alone(CAROL),
        "a second holder": lambda: alone(replace(CAROL, others=SHORT), DAN),
        "within the margin": lambda: alone(replace(CAROL, others=dict.fromkeys(SHORT, NEAR))),
        "withheld": lambda: alone(silent(replace(CAROL, others=SHORT), RELATIONS, TALK)),
        "too few: the manager alone": lambda: alone(replace(CAROL, others=SHORT, peers=0)),
    },
    R.NO_SERVICES_CHAMPION: {
        "in the range": lambda: alone(CAROL),
        "one role": lambda: alone(Seen("carol", others={FOCUS: 1})),
        "another champion": lambda: alone(replace(CAROL, others={FOCUS: 1}), Seen("frank")),
        "within the margin": lambda: alone(replace(CAROL, others={FOCUS: [2, 2, 3]})),
        "withheld": lambda: alone(silent(replace(CAROL, others={FOCUS: 1}), FOCUS)),
        "another champion is withheld": lambda: alone(
            replace(CAROL, others={FOCUS: 1}), silent(Seen("frank", others={FOCUS: 1}), FOCUS)
        ),
        "too few: the manager alone": lambda: alone(replace(CAROL, others={FOCUS: 1}, peers=0)),
        "a framework without it": lambda: (
            council(replace(CAROL, others={FOCUS: 1}), slugs={**SLUGS, FOCUS: "improve"}),
            None,
        ),
    },
    R.FOCUS_NARROWED: {
        "the same": lambda: since(LAST),
        "to the services": lambda: since(replace(CAROL, others={FOCUS: 5})),
        "to the middle": lambda: since(
            replace(CAROL, others={FOCUS: 3}), replace(LAST, others={FOCUS: 5})
        ),
        "within the margin": lambda: since(
            replace(CAROL, others={FOCUS: 2}), replace(LAST, others={FOCUS: [2, 3]})
        ),
        "withheld": lambda: since(silent(replace(CAROL, others={FOCUS: 2}), FOCUS)),
        "no round before": lambda: (since(replace(CAROL, others={FOCUS: 2}))[0], None),
        "others took part": lambda: (
            since(replace(CAROL, others={FOCUS: 2}))[0],
            council(replace(LAST, name="frank")),
        ),
        "too few: the manager alone": lambda: since(
            replace(CAROL, others={FOCUS: 2}, peers=0), replace(LAST, peers=0)
        ),
    },
    R.OBSTACLE_NOT_PERSON: {
        "mandate in the middle": lambda: alone(replace(STUCK, others={MANDATE: 3})),
        "a skill below": lambda: alone(replace(STUCK, others={MANDATE: 2, CUSTOMERS: 2})),
        "within the margin": lambda: alone(replace(STUCK, others={MANDATE: [3, 3, 3, 2]})),
        "mandate withheld": lambda: alone(silent(STUCK, MANDATE)),
        "skills withheld": lambda: alone(silent(STUCK, RELATIONS, TALK, CUSTOMERS)),
        "too few: the manager alone": lambda: alone(replace(STUCK, peers=0)),
        "too few: nine of forty": lambda: forty(STUCK, 9),
    },
    R.MANAGERS_SEE_MANDATE: {
        "both see it": lambda: alone(replace(UNHEARD, own={MANDATE: 4})),
        "neither sees it": lambda: alone(replace(UNHEARD, manager={MANDATE: 2})),
        "no further apart than by chance": lambda: closer(alone(UNHEARD), Fraction(13, 10)),
        "within the margin": lambda: alone(
            replace(UNHEARD, own={MANDATE: 2}, manager={MANDATE: 3, PLANS: 5})
        ),
        "no manager": lambda: alone(replace(UNHEARD, manager=None)),
        "too few: nine of forty": lambda: forty(UNHEARD, 9),
    },
    R.HOLDERS_SEE_MANDATE: {
        "both see it": lambda: alone(replace(TRUSTING, manager={MANDATE: 4})),
        "the holder in the middle": lambda: alone(replace(TRUSTING, own={MANDATE: 3})),
        "no further apart than by chance": lambda: closer(alone(TRUSTING), Fraction(-13, 10)),
        "within the margin": lambda: alone(
            replace(TRUSTING, own={MANDATE: 4}, manager={MANDATE: 3, PLANS: 1})
        ),
        "no manager": lambda: alone(replace(TRUSTING, manager=None)),
        "too few: nine of forty": lambda: forty(TRUSTING, 9),
    },
    R.PLANNING_UNSETTLED: {
        "both are asked": lambda: alone(ASKED, replace(UNASKED, own={PLANS: 4})),
        "one in the middle": lambda: alone(ASKED, replace(UNASKED, own={PLANS: 3})),
        "the other in the middle": lambda: alone(replace(ASKED, own={PLANS: 3}), UNASKED),
        "a framework without it": lambda: (
            council(ASKED, UNASKED, slugs={**SLUGS, PLANS: "other"}),
            None,
        ),
        "others see it otherwise": lambda: alone(ASKED, replace(UNASKED, others={PLANS: 5})),
        "within the margin": lambda: alone(ASKED, replace(UNASKED, others={PLANS: [3, 3, 2]})),
        "withheld": lambda: alone(ASKED, silent(UNASKED, MANDATE)),
        "too few: the manager alone": lambda: alone(ASKED, replace(UNASKED, peers=0)),
        "too few: one holder": lambda: alone(ASKED),
        "too few: nine of forty": lambda: forty(UNASKED, 9, ASKED),
        "two of forty": lambda: forty(UNASKED, 2, Seen("rest", own={PLANS: 3})),
    },
    R.CORE_SKILLS_SHORT: {
        "one holder is at target": lambda: alone(Seen("carol", others=SHORT), DAN),
        "one core skill is at target": lambda: alone(Seen("carol", others={RELATIONS: 2})),
        "a holder whose role asks none": lambda: alone(
            Seen("carol", others=SHORT), Seen("dan", ("clerk",))
        ),
        "only a supporting one": lambda: alone(Seen("carol", others={CUSTOMERS: 2})),
        "within the margin": lambda: alone(Seen("carol", others=dict.fromkeys(SHORT, NEAR))),
        "withheld": lambda: alone(silent(Seen("carol", others=SHORT), RELATIONS)),
        "withheld of one": lambda: alone(
            Seen("carol", others=SHORT), silent(replace(DAN, others=SHORT), TALK)
        ),
        "too few: the manager alone": lambda: alone(Seen("carol", others=SHORT, peers=0)),
    },
    R.CUSTOMER_SERVICE_SHORT: {
        "one at target": lambda: alone(Seen("carol", others={CUSTOMERS: 2}), DAN),
        "within the margin": lambda: alone(Seen("carol", others={CUSTOMERS: NEAR})),
        "withheld of one": lambda: alone(
            Seen("carol", others={CUSTOMERS: 2}), silent(DAN, CUSTOMERS)
        ),
        "too few: the manager alone": lambda: alone(Seen("carol", others={CUSTOMERS: 2}, peers=0)),
        "a framework without it": lambda: (
            council(Seen("carol", others={CUSTOMERS: 2}), slugs={**SLUGS, CUSTOMERS: "other"}),
            None,
        ),
    },
    R.TARGETS_PULL_APART: {
        "half a level": lambda: alone(CAROL),
        "ranges that meet": lambda: alone(replace(CAROL, others={FOCUS: 1})),
        "in two people": lambda: (
            council(Seen("carol"), DAN, roles=apart(True)),
            None,
        ),
    },
}


def cases(table: dict[CouncilRule, dict[str, Callable[[], Case]]]) -> Iterable[object]:
    return [
        pytest.param(rule, make, id=f"{rule}: {name}")
        for rule, found in table.items()
        for name, make in found.items()
    ]


@pytest.mark.parametrize(("rule", "make"), cases(FIRES))
def test_fires(rule: CouncilRule, make: Callable[[], Case]) -> None:
    assert rule in fired(*make())


@pytest.mark.parametrize(("rule", "make"), cases(DOES_NOT))
def test_does_not_fire(rule: CouncilRule, make: Callable[[], Case]) -> None:
    assert rule not in fired(*make())


def test_every_rule_has_its_cases() -> None:
    """Of ratings: withheld, within the margin and too few; of roles alone: what there is to ask."""
    for rule in CouncilRule:
        names = " ".join(DOES_NOT[rule])
        needs = NEEDS[rule]
        assert FIRES[rule]
        assert ("within the margin" in names) is needs.margin, rule
        assert "withheld" in names or "no manager" in names or not needs.several, rule
        assert "too few" in names or not (needs.share or needs.several), rule


@pytest.mark.parametrize(("rule", "make"), cases(FIRES))
def test_stands_on_what_it_says_that_it_needs(rule: CouncilRule, make: Callable[[], Case]) -> None:
    picture, before = make()
    reading, needs = fired(picture, before)[rule], NEEDS[rule]
    own = {holder.key: set(holder.figures) for holder in picture.holders}
    assert bool(reading.evidence) is bool(needs.measures)
    for each in reading.evidence:
        assert each.figure in own[each.holder]
        assert each.figure.value is not None
        assert each.figure.measure in needs.measures
        assert each.figure.group is None or each.figure.group in needs.groups
    assert {each.holder for each in reading.evidence} == (
        {*reading.holders, *reading.against} if needs.measures else set()
    )


def test_is_made_of_no_figure_that_is_withheld() -> None:
    """A picture of the same reports without a word of what they withhold reads the same."""
    people = (
        silent(replace(CAROL, others={**SHORT, FOCUS: 1}), MANDATE, CUSTOMERS),
        silent(replace(STUCK, name="erin"), FOCUS),
        replace(DAN, others=SHORT),
    )
    picture = council(*people)
    bare = [
        replace(each, figures=tuple(f for f in each.figures if f.withheld is None))
        for each in picture.holders
    ]
    assert sum(len(each.figures) for each in bare) < sum(len(h.figures) for h in picture.holders)
    again = council_picture(FRAMEWORK, ROLES, bare, k=3, slugs=SLUGS)
    assert council_readings(again) == council_readings(picture)


def test_names_the_two_sides_of_those_who_differ_on_planning() -> None:
    reading = fired(*alone(ASKED, UNASKED))[R.PLANNING_UNSETTLED]
    assert (reading.holders, reading.against) == (("carol",), ("dan",))


def test_says_of_a_vacant_role_which() -> None:
    assert fired(*alone(DAN))[R.ROLE_VACANT].roles == (CHAMPION,)


def test_comes_in_the_declared_order() -> None:
    picture, _ = alone(replace(CAROL, others={**SHORT, FOCUS: 1, CUSTOMERS: 2}))
    found = [each.rule for each in council_readings(picture)]
    assert len(found) > 2
    assert found == [rule for rule in CouncilRule if rule in found]


def test_forty_holders_by_chance_differ_on_nothing() -> None:
    """Answers spread over the middle of the scale, one of each at the ends."""
    people = [Seen(f"p{n}", own={PLANS: 3}) for n in range(38)]
    picture = council(*people, Seen("a", own={PLANS: 5}), Seen("b", own={PLANS: 1}))
    assert R.PLANNING_UNSETTLED not in fired(picture)


def test_a_mandate_is_low_below_the_middle_by_more_than_its_margin() -> None:
    view = council(replace(STUCK, others={MANDATE: [3, 3, 2]})).mandates[0]
    assert (view.seen.score, view.seen.margin) == (Fraction(28, 10), Fraction(3, 10))
    assert view.stands == "within"
