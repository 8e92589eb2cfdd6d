"""The texts of the shipped frameworks keep the rules of good indicators.

`problems_in` and `problems_in_translation` name everything that is wrong at
once; the Bad… classes prove that each rule can fail.
"""

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Framework = dict[str, Any]

DATA = Path(__file__).resolve().parents[2] / "assessment" / "data"
SHIPPED = ("e-government-roles-1.0", "digital-leadership-1.0")
MAX_WORDS = 20
MAX_SUGGESTION_WORDS = 40
STEPS = (1, 2, 3, 4, 5)

NEGATIVE = re.compile(
    r"\b(not|no|never|none|nor|neither|nothing|nobody|without|cannot|hardly|rarely|seldom"
    r"|avoids?|refuses?|fails?|lacks?|ignores?)\b|n['’]t\b",
    re.IGNORECASE,
)
DOUBLE = re.compile(r"\b(and|or|but|as well as)\b|[,;/&]", re.IGNORECASE)
AMERICAN = re.compile(
    r"\b(\w+iz(e[sd]?|ing|ations?|ational)|analyz\w+|behavior\w*|cent(er|ers|ered)|colou?rful|color\w*"
    r"|favor\w*|honor\w*|labor|program|programs|fulfill|catalog|gray|defense|offense|license[ds]?"
    r"|traveled|traveling|modeling|labeled|judgment)\b",
    re.IGNORECASE,
)
RIGHTLY_SPELT_IZE = {"size", "sizes", "sized", "prize", "prizes", "seize", "seized"}
JARGON = re.compile(
    r"\b(stakeholders?|leverag\w+|synerg\w+|utili[sz]\w+|facilitat\w+|deliverables?|proactiv\w+|robust|holistic\w*"
    r"|empower\w*|paradigm\w*|ecosystems?|agile|end-to-end|best practice|going forward|buy-in|learnings|touch base)\b",
    re.IGNORECASE,
)


def load(name: str) -> Framework:
    loaded: Framework = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def third_person(verb: str) -> str:
    if verb == "have":
        return "has"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if re.search(r"(s|x|z|ch|sh|o)$", verb) else "s")


def all_texts(node: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every string that a reader sees, with its place in the file."""
    if isinstance(node, str):
        yield place, node
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in {"key", "kind", "role", "dimension", "framework", "language"}:
                yield from all_texts(value, f"{place}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from all_texts(value, f"{place}/{index}")


def repeated(values: list[str]) -> list[str]:
    return sorted({value for value in values if values.count(value) > 1})


def problems_with_statement(text: str) -> Iterator[str]:
    if len(text.split()) > MAX_WORDS:
        yield f"over {MAX_WORDS} words"
    if match := DOUBLE.search(text):
        yield f"double-barrelled ({match[0]})"
    if match := NEGATIVE.search(text):
        yield f"negative ({match[0]})"
    if match := JARGON.search(text):
        yield f"jargon ({match[0]})"
    if text.endswith((".", "?")):
        yield "ends with a full stop"


def problems_with_indicator(indicator: dict[str, str], kind: str) -> Iterator[str]:
    text, self_text = indicator["text"], indicator["self_text"]
    first, self_words = text.split()[0], self_text.split()
    for statement in (text, self_text):
        for problem in problems_with_statement(statement):
            yield f"{indicator['key']}: {problem}"
        if kind == "focus" and not statement.endswith("…"):
            yield f"{indicator['key']}: a focus indicator is a stem that ends with …"
    if self_words[0] != "I" or first.lower() != third_person(self_words[1]):
        yield f"{indicator['key']}: must start with a verb, and with 'I' and the same verb"
    if kind == "mandate" and first != "Has":
        yield f"{indicator['key']}: mandate says what the role holder has"


def problems_with_dimension(dimension: Framework) -> Iterator[str]:
    levels, suggestions = dimension["levels"], dimension["suggestions"]
    if [level["value"] for level in levels] != list(STEPS):
        yield "levels must be 1 to 5"
    if not all(level["label"].strip() and level["anchor"].strip() for level in levels):
        yield "a level has no label or no anchor"
    if repeated([level["label"] for level in levels]) or repeated([level["anchor"] for level in levels]):
        yield "two levels say the same"
    if [s["from_level"] for s in suggestions] != [step for step in STEPS for _ in range(2)]:
        yield "every step must have two suggestions"
    for suggestion in suggestions:
        if len(suggestion["text"].split()) > MAX_SUGGESTION_WORDS:
            yield f"long suggestion: {suggestion['text']}"
    for indicator in dimension["indicators"]:
        yield from problems_with_indicator(indicator, dimension["kind"])


def is_a_level(target: Framework) -> bool:
    return 1 <= target["level"] <= len(STEPS) and target["importance"] in (1, 2)


def is_a_range(target: Framework) -> bool:
    return bool(1 <= target["range_low"] < target["range_high"] <= len(STEPS))


def problems_with_targets(framework: Framework) -> Iterator[str]:
    kinds = {dimension["key"]: dimension["kind"] for dimension in framework["dimensions"]}
    found = [(target["role"], target["dimension"]) for target in framework["targets"]]
    wanted = {(role["key"], key) for role in framework["roles"] for key, kind in kinds.items() if kind != "mandate"}
    if set(found) != wanted or len(found) != len(wanted):
        yield f"targets: {sorted(set(found) ^ wanted)} missing, unknown or repeated"
    for target in framework["targets"]:
        good = is_a_range if kinds.get(target["dimension"]) == "focus" else is_a_level
        if not good(target):
            yield f"target of {target['role']} for {target['dimension']} is off the scale"


def problems_with_uniqueness(framework: Framework) -> Iterator[str]:
    dimensions = framework["dimensions"]
    indicators = [indicator for dimension in dimensions for indicator in dimension["indicators"]]
    suggestions = [suggestion["text"] for dimension in dimensions for suggestion in dimension["suggestions"]]
    for things in (framework["roles"], dimensions, *(dimension["indicators"] for dimension in dimensions)):
        for key in repeated([thing["key"] for thing in things]):
            yield f"key {key} is used twice"
    for texts in ([i["text"] for i in indicators], [i["self_text"] for i in indicators], suggestions):
        for text in repeated([text.casefold() for text in texts]):
            yield f"said twice: {text}"
    if len({tuple(x["label"] for x in d["levels"]) for d in dimensions if d["kind"] == "skill"}) > 1:
        yield "skill dimensions must share one set of labels"


def problems_with_english(framework: Framework) -> Iterator[str]:
    for place, text in all_texts(framework):
        american = [m[0] for m in AMERICAN.finditer(text) if m[0].lower() not in RIGHTLY_SPELT_IZE]
        if american:
            yield f"{place}: not British spelling ({american[0]})"
        if match := JARGON.search(text):
            yield f"{place}: jargon ({match[0]})"
        yield from problems_with_characters(place, text)


def problems_with_characters(place: str, text: str) -> Iterator[str]:
    if "!" in text:
        yield f"{place}: exclamation mark"
    if not text or text != text.strip() or "  " in text:
        yield f"{place}: empty or stray spaces"
    if '"' in text or "..." in text:
        yield f"{place}: straight quotes or three dots"


def problems_in(framework: Framework) -> list[str]:
    problems = [*problems_with_targets(framework), *problems_with_uniqueness(framework)]
    for dimension in framework["dimensions"]:
        problems += [f"{dimension['key']}: {problem}" for problem in problems_with_dimension(dimension)]
    return problems + list(problems_with_english(framework))


def counts(framework: Framework) -> dict[str, int]:
    return {dimension["key"]: len(dimension["indicators"]) for dimension in framework["dimensions"]}


@pytest.mark.parametrize("name", [name for name in SHIPPED if (DATA / f"{name}.json").exists()])
class TestShippedFramework:
    def test_keeps_every_rule(self, name: str) -> None:
        assert problems_in(load(name)) == []

    def test_is_filed_under_its_key_and_version(self, name: str) -> None:
        framework = load(name)
        assert framework["format"] == 1
        assert name == f"{framework['key']}-{framework['version']}"


class TestEGovernmentRoles:
    def test_has_the_dimensions_of_the_report_in_their_order(self) -> None:
        assert counts(load("e-government-roles-1.0")) == {
            "relationship-building": 6,
            "communication": 6,
            "leadership": 6,
            "customer-service": 6,
            "organisational-awareness": 6,
            "mandate": 4,
            "focus": 3,
        }

    def test_puts_relationship_building_and_communication_at_the_core_of_both_roles(self) -> None:
        targets = [target for target in load("e-government-roles-1.0")["targets"] if "importance" in target]
        core = {(target["role"], target["dimension"]) for target in targets if target["importance"] == 2}
        assert core == {
            (role, dimension)
            for role in ("e-champion", "head-of-ict")
            for dimension in ("relationship-building", "communication")
        }

    def test_leaves_a_range_of_focus_that_suits_both_roles_held_together(self) -> None:
        ranges = [target for target in load("e-government-roles-1.0")["targets"] if "range_low" in target]
        assert max(r["range_low"] for r in ranges) < min(r["range_high"] for r in ranges)


def with_statement(text: str, self_text: str) -> Callable[[Framework], None]:
    def spoil(framework: Framework) -> None:
        framework["dimensions"][0]["indicators"][0] |= {"text": text, "self_text": self_text}

    return spoil


def with_value(path: tuple[str | int, ...], value: object) -> Callable[[Framework], None]:
    def spoil(framework: Framework) -> None:
        node: Any = framework
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = value

    return spoil


def with_removed(path: tuple[str | int, ...]) -> Callable[[Framework], None]:
    def spoil(framework: Framework) -> None:
        node: Any = framework
        for step in path[:-1]:
            node = node[step]
        del node[path[-1]]

    return spoil


FIRST = ("dimensions", 0)
MANDATE = ("dimensions", 5)
FOCUS = ("dimensions", 6)
BAD_SAMPLES: list[tuple[str, Callable[[Framework], None]]] = [
    ("over 20 words", with_statement("Asks " + "people " * 20, "I ask people")),
    ("double-barrelled (and)", with_statement("Asks and answers", "I ask and answer")),
    ("double-barrelled (or)", with_statement("Asks or answers", "I ask or answer")),
    ("double-barrelled (,)", with_statement("Asks peers, managers", "I ask peers")),
    ("negative (never)", with_statement("Asks people who never speak", "I ask people who never speak")),
    ("negative (n't)", with_statement("Asks people who don't speak", "I ask people who don't speak")),
    ("jargon (stakeholders)", with_statement("Asks stakeholders", "I ask stakeholders")),
    ("ends with a full stop", with_statement("Asks people.", "I ask people.")),
    ("must start with a verb", with_statement("Good listener", "I listen well")),
    ("must start with a verb", with_statement("Employees talk", "I talk")),
    ("must start with a verb", with_statement("Asks people", "Asks people")),
    ("must start with a verb", with_statement("Asks people", "I tell people")),
    ("mandate says", with_value((*MANDATE, "indicators", 0, "text"), "Wins authority")),
    ("stem that ends with", with_value((*FOCUS, "indicators", 0, "text"), "Talks in meetings about")),
    ("levels must be 1 to 5", with_removed((*FIRST, "levels", 2))),
    ("no label or no anchor", with_value((*FIRST, "levels", 2, "anchor"), "")),
    ("two levels say the same", with_value((*FIRST, "levels", 2, "label"), "Hardly ever")),
    ("must share one set of labels", with_value((*FIRST, "levels", 2, "label"), "Now and then")),
    ("every step must have two suggestions", with_removed((*FIRST, "suggestions", 9))),
    ("long suggestion", with_value((*FIRST, "suggestions", 0, "text"), "Ask " * 41 + "now")),
    ("key communication is used twice", with_value((*FIRST, "key"), "communication")),
    (
        "said twice",
        with_value((*FIRST, "suggestions", 0, "text"), "Mentor one person who may lead such work in future."),
    ),
    ("missing, unknown or repeated", with_removed(("targets", 0))),
    ("missing, unknown or repeated", with_value(("targets", 0, "role"), "mayor")),
    ("off the scale", with_value(("targets", 0, "level"), 6)),
    ("off the scale", with_value(("targets", 0, "importance"), 3)),
    ("off the scale", with_value(("targets", 10, "range_low"), 5)),
    ("not British spelling (organization)", with_value(("description",), "The organization of the centre.")),
    ("not British spelling (behavior)", with_value(("description",), "One observable behavior.")),
    ("exclamation mark", with_value(("description",), "Welcome!")),
    ("stray spaces", with_value(("description",), "Two  spaces.")),
    ("straight quotes", with_value(("description",), 'A "quoted" word.')),
]


class TestBadSample:
    @pytest.mark.parametrize(("expected", "spoil"), BAD_SAMPLES)
    def test_is_named(self, expected: str, spoil: Callable[[Framework], None]) -> None:
        framework = copy.deepcopy(load("e-government-roles-1.0"))
        spoil(framework)
        assert any(expected in problem for problem in problems_in(framework))
