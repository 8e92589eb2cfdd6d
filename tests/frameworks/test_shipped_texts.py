"""The texts of the shipped frameworks keep the rules of good indicators.

The bad samples prove that each rule can fail.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.frameworks.text_rules import (
    LANGUAGES,
    SHIPPED,
    Framework,
    counts,
    load,
    problems_in,
    problems_in_translation,
)

Spoil = Callable[[Framework], None]


def importance_of(framework: Framework, importance: int) -> set[tuple[str, str]]:
    return {
        (target["role"], target["dimension"])
        for target in framework["targets"]
        if target.get("importance") == importance
    }


@pytest.mark.parametrize("name", SHIPPED)
class TestShippedFramework:
    def test_keeps_every_rule(self, name: str) -> None:
        assert problems_in(load(name)) == []

    def test_is_filed_under_its_key_and_version(self, name: str) -> None:
        framework = load(name)
        assert framework["format"] == 1
        assert name == f"{framework['key']}-{framework['version']}"

    def test_leaves_a_range_of_focus_that_suits_all_roles_held_together(self, name: str) -> None:
        ranges = [target for target in load(name)["targets"] if "range_low" in target]
        assert max(r["range_low"] for r in ranges) < min(r["range_high"] for r in ranges)

    def test_says_how_many_statements_it_has(self, name: str) -> None:
        framework = load(name)
        assert f"{sum(counts(framework).values())} statements" in framework["description"]


class TestSecondEdition:
    FORM = load("e-government-roles-2.0")
    GROUPS = ("self", "manager", "peer", "report", "partner", "councillor")

    def asked(self, group: str) -> dict[str, int]:
        return {
            dimension["key"]: sum(
                group in indicator.get("seen_by", self.GROUPS)
                for indicator in dimension["indicators"]
            )
            for dimension in self.FORM["dimensions"]
        }

    @pytest.mark.parametrize("group", GROUPS)
    def test_asks_a_group_four_statements_of_a_dimension_or_none(self, group: str) -> None:
        assert [key for key, count in self.asked(group).items() if 0 < count < 4] == []

    def test_has_five_or_six_statements_in_a_dimension(self) -> None:
        assert set(counts(self.FORM).values()) == {5, 6}

    def test_asks_partners_and_councillors_less(self) -> None:
        everything = sum(counts(self.FORM).values())
        asked = {group: sum(self.asked(group).values()) for group in self.GROUPS}
        assert asked["self"] == asked["manager"] == everything
        assert asked["partner"] == asked["councillor"] < asked["report"] < everything

    @pytest.mark.parametrize("key", ["gave-running-costs", "pressed-for-decisions"])
    def test_asks_only_those_who_see_budgets_and_senior_managers(self, key: str) -> None:
        assert self.seen_by(key) == ["self", "manager", "peer"]

    def test_asks_no_direct_report_about_the_chief_executive(self) -> None:
        assert "report" not in self.seen_by("could-reach-chief-executive")

    def seen_by(self, key: str) -> list[str]:
        every = [i for d in self.FORM["dimensions"] for i in d["indicators"]]
        found: list[str] = next(i for i in every if i["key"] == key)["seen_by"]
        return found

    def test_asks_how_often_on_one_scale(self) -> None:
        scales = {
            tuple((level["label"], level["frequency"]) for level in dimension["levels"])
            for dimension in self.FORM["dimensions"]
            if dimension["kind"] != "focus"
        }
        assert len(scales) == 1

    def test_shares_no_statement_with_the_first(self) -> None:
        old = load("e-government-roles-1.0")
        said = [
            {(i["key"], i["text"]) for d in form["dimensions"] for i in d["indicators"]}
            for form in (old, self.FORM)
        ]
        assert not {key for key, _ in said[0]} & {key for key, _ in said[1]}

    def test_leaves_every_target_room_above(self) -> None:
        levels = [each["level"] for each in self.FORM["targets"] if "level" in each]
        assert max(levels) <= 3.5

    def test_has_no_middle_of_the_focus_that_is_neither(self) -> None:
        focus = next(d for d in self.FORM["dimensions"] if d["kind"] == "focus")
        for level in focus["levels"]:
            said = level["label"].lower()
            assert "both" not in said
            assert "technology" in said or "services" in said


class TestEGovernmentRoles:
    def test_has_the_dimensions_of_the_report_in_their_order(self) -> None:
        assert list(counts(load("e-government-roles-1.0")).items()) == [
            ("relationship-building", 6),
            ("communication", 6),
            ("leadership", 6),
            ("customer-service", 6),
            ("organisational-awareness", 6),
            ("mandate", 4),
            ("focus", 3),
        ]

    def test_puts_relationship_building_and_communication_at_the_core_of_both_roles(self) -> None:
        assert importance_of(load("e-government-roles-1.0"), 2) == {
            (role, dimension)
            for role in ("e-champion", "head-of-ict")
            for dimension in ("relationship-building", "communication")
        }


class TestDigitalLeadership:
    def test_has_four_skills_a_mandate_and_a_focus_in_at_most_35_indicators(self) -> None:
        framework = load("digital-leadership-1.0")
        kinds = [dimension["kind"] for dimension in framework["dimensions"]]
        assert kinds == ["skill"] * 4 + ["mandate", "focus"]
        assert sum(counts(framework).values()) <= 35

    def test_asks_something_else_of_each_of_three_roles(self) -> None:
        framework = load("digital-leadership-1.0")
        asked = {
            tuple(
                t["level"]
                for t in framework["targets"]
                if t["role"] == role["key"] and "level" in t
            )
            for role in framework["roles"]
        }
        assert len(framework["roles"]) == len(asked) == 3

    def test_repeats_no_dimension_of_the_other_framework(self) -> None:
        assert (
            not counts(load("digital-leadership-1.0")).keys()
            & counts(load("e-government-roles-1.0")).keys()
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHIPPED)
class TestTranslation:
    def test_says_everything_that_the_framework_says(self, name: str, language: str) -> None:
        assert problems_in_translation(load(name), load(f"{name}.{language}")) == []

    def test_says_what_it_translates(self, name: str, language: str) -> None:
        translation = load(f"{name}.{language}")
        assert translation["format"] == 1
        assert translation["language"] == language
        assert name == f"{translation['framework']}-{translation['version']}"


IRREGULAR = {("Yn", "Rwy'n"), ("Aeth", "Es"), ("Cafodd", "Cefais")}
SAME_FOR_BOTH = {"Mae", "Roedd", "Gofynnwyd"}
"""Where “the role holder” or “me” follows."""


def speak_of_both(third: str, first: str) -> bool:
    """Whether these are the two persons of one verb, as “gofynnodd” and “gofynnais” are."""
    if third == first:
        return third in SAME_FOR_BOTH
    return (third, first) in IRREGULAR or (third[-3:], first[-3:]) == ("odd", "ais")


@pytest.mark.parametrize("name", SHIPPED)
class TestWelshIndicator:
    def test_speaks_of_the_role_holder_in_the_third_person_and_in_the_first(
        self, name: str
    ) -> None:
        for dimension in load(f"{name}.cy")["dimensions"].values():
            for indicator in dimension["indicators"].values():
                first_words = indicator["text"].split()[0], indicator["self_text"].split()[0]
                assert speak_of_both(*first_words), indicator


def at(framework: Framework, path: tuple[str | int, ...]) -> Any:
    node: Any = framework
    for step in path:
        node = node[step]
    return node


def with_statement(text: str, self_text: str) -> Spoil:
    def spoil(framework: Framework) -> None:
        framework["dimensions"][0]["indicators"][0] |= {"text": text, "self_text": self_text}

    return spoil


def with_value(path: tuple[str | int, ...], value: object) -> Spoil:
    def spoil(framework: Framework) -> None:
        at(framework, path[:-1])[path[-1]] = value

    return spoil


def with_removed(path: tuple[str | int, ...]) -> Spoil:
    def spoil(framework: Framework) -> None:
        del at(framework, path[:-1])[path[-1]]

    return spoil


def with_copied(source: tuple[str | int, ...], target: tuple[str | int, ...]) -> Spoil:
    def spoil(framework: Framework) -> None:
        at(framework, target[:-1])[target[-1]] = at(framework, source)

    return spoil


FIRST = ("dimensions", 0)
MANDATE_TEXT = ("dimensions", 5, "indicators", 0, "text")
FOCUS_TEXT = ("dimensions", 6, "indicators", 0, "text")
DESCRIPTION = ("description",)
BAD_SAMPLES: list[tuple[str, Spoil]] = [
    ("over 20 words", with_statement("Asks " + "people " * 20, "I ask people")),
    ("double-barrelled (and)", with_statement("Asks and answers", "I ask and answer")),
    ("double-barrelled (or)", with_statement("Asks or answers", "I ask or answer")),
    ("double-barrelled (,)", with_statement("Asks peers, managers", "I ask peers")),
    (
        "negative (never)",
        with_statement("Asks those who never speak", "I ask those who never speak"),
    ),
    ("negative (n't)", with_statement("Asks those who don't speak", "I ask those who don't speak")),
    ("jargon (stakeholders)", with_statement("Asks stakeholders", "I ask stakeholders")),
    ("ends with a full stop", with_statement("Asks people.", "I ask people.")),
    ("must start with a verb", with_statement("Good listener", "I listen well")),
    ("must start with a verb", with_statement("Employees talk", "I talk")),
    ("must start with a verb", with_statement("Asks people", "Asks people")),
    ("must start with a verb", with_statement("Asks people", "I tell people")),
    ("mandate says what", with_value(MANDATE_TEXT, "Wins authority")),
    ("a stem that ends with", with_value(FOCUS_TEXT, "Talks in meetings about")),
    ("too long to store", with_statement("Asks " + "p" * 240, "I ask people")),
    ("levels must be 1 to 5", with_removed((*FIRST, "levels", 2))),
    ("no label or no anchor", with_value((*FIRST, "levels", 2, "anchor"), "")),
    ("two levels say", with_copied((*FIRST, "levels", 0, "label"), (*FIRST, "levels", 2, "label"))),
    ("share one set of labels", with_value((*FIRST, "levels", 2, "label"), "Now and then")),
    ("every step must have two", with_removed((*FIRST, "suggestions", 9))),
    ("long suggestion", with_value((*FIRST, "suggestions", 0, "text"), "Ask " * 41 + "now")),
    ("key communication is used twice", with_value((*FIRST, "key"), "communication")),
    ("said twice", with_copied((*FIRST, "suggestions", 1), (*FIRST, "suggestions", 0))),
    ("said twice", with_copied((*FIRST, "indicators", 1), (*FIRST, "indicators", 0))),
    ("missing, unknown or repeated", with_removed(("targets", 0))),
    ("missing, unknown or repeated", with_copied(("targets", 1), ("targets", 0))),
    ("missing, unknown or repeated", with_value(("targets", 0, "role"), "mayor")),
    ("off the scale", with_value(("targets", 0, "level"), 6)),
    ("off the scale", with_value(("targets", 0, "importance"), 3)),
    ("off the scale", with_value(("targets", 10, "range_low"), 5)),
    ("British spelling (organization)", with_value(DESCRIPTION, "An organization.")),
    ("British spelling (behavior)", with_value(DESCRIPTION, "One observable behavior.")),
    ("jargon (proactive)", with_value(DESCRIPTION, "A proactive approach.")),
    ("exclamation mark", with_value(DESCRIPTION, "Welcome!")),
    ("stray spaces", with_value(DESCRIPTION, "Two  spaces.")),
    ("straight quotes", with_value(DESCRIPTION, 'A "quoted" word.')),
]

COMMUNICATION = ("dimensions", "communication")
STATEMENT = (*COMMUNICATION, "indicators", "gives-reasons")
BAD_TRANSLATIONS: list[tuple[str, Spoil]] = [
    (
        "missing: /dimensions/communication/indicators/gives-reasons/text",
        with_removed((*STATEMENT, "text")),
    ),
    (
        "missing: /dimensions/communication/suggestions/9",
        with_removed((*COMMUNICATION, "suggestions", 0)),
    ),
    ("missing: /roles/e-champion/purpose", with_removed(("roles", "e-champion", "purpose"))),
    (
        "missing: /dimensions/communication/levels/3/label",
        with_removed((*COMMUNICATION, "levels", "3")),
    ),
    (
        "unknown: /dimensions/communication/indicators/x",
        with_copied(STATEMENT, (*COMMUNICATION, "indicators", "x")),
    ),
    ("not translated", with_value((*STATEMENT, "text"), "Gives clear reasons for a proposal")),
    ("empty or stray spaces", with_value((*STATEMENT, "text"), "")),
    ("first person says the same", with_copied((*STATEMENT, "text"), (*STATEMENT, "self_text"))),
    ("only one of the two forms is a stem", with_value((*STATEMENT, "text"), "Yn rhoi…")),
    (
        "two levels say the same",
        with_copied((*COMMUNICATION, "levels", "1"), (*COMMUNICATION, "levels", "2")),
    ),
    (
        "said twice",
        with_copied((*COMMUNICATION, "suggestions", 1), (*COMMUNICATION, "suggestions", 0)),
    ),
]


class TestBadSample:
    @pytest.mark.parametrize(("expected", "spoil"), BAD_SAMPLES)
    def test_is_named(self, expected: str, spoil: Spoil) -> None:
        framework = load("e-government-roles-1.0")
        spoil(framework)
        assert any(expected in problem for problem in problems_in(framework))


class TestBadTranslation:
    @pytest.mark.parametrize(("expected", "spoil"), BAD_TRANSLATIONS)
    def test_is_named(self, expected: str, spoil: Spoil) -> None:
        translation = load("e-government-roles-1.0.cy")
        spoil(translation)
        problems = problems_in_translation(load("e-government-roles-1.0"), translation)
        assert any(expected in problem for problem in problems)
