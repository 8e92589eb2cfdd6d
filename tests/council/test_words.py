"""The rules in words: whole, and each sentence with what it is about."""

from __future__ import annotations

import datetime
import json
import re
from types import MappingProxyType

import pytest

from assessment.council.selectors.picture import HolderTexts, RoundPicture
from assessment.council.words import (
    NAMED,
    RULE_WORDS,
    reading_sentence,
    rule_limits,
    rules_in_words,
)
from assessment.release.selectors.framework_texts import (
    DimensionTexts,
    FrameworkTexts,
    RoleTexts,
)
from assessment.scoring.council_rules import NEEDS, CouncilReading, CouncilRule
from tests.council.rules_document import PAGE, document
from tests.house.source import ROOT
from tests.scoring.council_builders import FRAMEWORK, Seen, council

NAMES = [f"Sam {n}" for n in range(1, 10)]


def told(people: int = 9) -> RoundPicture:
    names = NAMES[:people]
    return RoundPicture(
        round="Spring",
        council="Ashford",
        released_on=datetime.date(2026, 3, 2),
        ended_on=datetime.date(2026, 3, 1),
        picture=council(*(Seen(name) for name in names)),
        framework=FrameworkTexts(
            name="Roles",
            version="1",
            highest=5,
            dimensions=tuple(
                DimensionTexts(spec.key, spec.kind, spec.key.capitalize(), "", (), (), {})
                for spec in FRAMEWORK.dimensions
            ),
            roles=(
                RoleTexts("e-champion", "e-champion", ""),
                RoleTexts("head-of-ict", "head of ICT", ""),
            ),
            standard_deviation=FRAMEWORK.standard_deviation,
            single_rater_reliability=FRAMEWORK.single_rater_reliability,
        ),
        people=MappingProxyType({name: HolderTexts(name, "", name) for name in names}),
    )


def test_every_rule_has_words() -> None:
    assert set(RULE_WORDS) == set(CouncilRule)
    names = [each.name for each in rules_in_words()]
    assert len(set(names)) == len(names)
    assert all(2 <= len(each.helps) <= 4 for each in rules_in_words())


@pytest.mark.parametrize("rule", CouncilRule)
@pytest.mark.parametrize("people", [1, 2, NAMED, 9])
def test_a_sentence_is_filled_with_what_the_reading_has(rule: CouncilRule, people: int) -> None:
    reading = CouncilReading(
        rule,
        holders=tuple(NAMES[:people]),
        roles=("e-champion",),
        dimensions=("communication",),
        against=("Sam 9",),
    )
    sentence = reading_sentence(reading, told())
    assert "{" not in sentence
    assert sentence.endswith(".")
    if "{people}" in RULE_WORDS[rule].sentence(reading):
        assert ("Sam 1" if people <= NAMED else "9 of the 9 participants") in sentence


def test_a_sentence_of_many_says_how_many_they_are() -> None:
    reading = CouncilReading(CouncilRule.OBSTACLE_NOT_PERSON, holders=tuple(NAMES[:5]))
    assert reading_sentence(reading, told()).startswith(
        "Others see no skill of 5 of the 9 participants below its target"
    )


def test_two_vacant_roles_are_told_in_one_sentence() -> None:
    reading = CouncilReading(CouncilRule.ROLE_VACANT, roles=("e-champion", "head-of-ict"))
    assert reading_sentence(reading, told()) == (
        "Nobody who takes part holds one of these roles: e-champion and head of ICT."
    )


def test_what_needs_no_rating_has_no_figure_to_be_withheld() -> None:
    assert list(rule_limits(CouncilRule.ROLE_VACANT)) == []
    assert "Where a figure that it stands on is withheld." in rule_limits(
        CouncilRule.PLANNING_UNSETTLED
    )


@pytest.mark.parametrize(
    ("rule", "limit"),
    [
        (CouncilRule.OBSTACLE_NOT_PERSON, "Where fewer than 25% of all holders are concerned."),
        (CouncilRule.PLANNING_UNSETTLED, "Where fewer than 2 holders take part."),
        (CouncilRule.FOCUS_NARROWED, "Where no comparable round was released before."),
        (
            CouncilRule.CUSTOMER_SERVICE_SHORT,
            "Where the framework has nothing with one of these keys: "
            "customer-service, understanding-users.",
        ),
    ],
)
def test_limits_are_those_that_the_rule_needs(rule: CouncilRule, limit: str) -> None:
    assert limit in rule_limits(rule)


def test_no_word_shows_a_weight() -> None:
    """An editor sees rules, not what a skill counts."""
    text = " ".join(str(each) for each in rules_in_words())
    assert not re.search(r"\bweights?\b|importance", text, re.IGNORECASE)


def test_the_document_has_the_same_table() -> None:
    """`python -m tests.council.rules_document` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == document()


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_the_shipped_framework_for_these_roles_leaves_no_rule_without_its_keys(
    version: str,
) -> None:
    path = ROOT / "assessment" / "data" / "frameworks" / f"e-government-roles-{version}.json"
    dimensions = json.loads(path.read_text(encoding="utf-8"))["dimensions"]
    keys = {each["key"] for each in dimensions}
    keys |= {each["key"] for dimension in dimensions for each in dimension["indicators"]}
    wanting = [rule for rule, n in NEEDS.items() if n.keys and not keys.intersection(n.keys)]
    assert wanting == []
