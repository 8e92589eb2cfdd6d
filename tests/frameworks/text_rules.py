"""The rules of good framework texts, as functions that name every problem at once."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Framework = dict[str, Any]

DATA = Path(__file__).resolve().parents[2] / "assessment" / "data" / "frameworks"
SHIPPED = ("e-government-roles-1.0", "e-government-roles-2.0", "digital-leadership-1.0")
LANGUAGES = ("cy",)
MAX_WORDS = 20
MAX_SUGGESTION_WORDS = 40
MAX_CHARACTERS = {
    "name": 120,
    "label": 60,
    "frequency": 120,
    "question": 240,
    "self_question": 240,
    "text": 240,
    "self_text": 240,
}
PAST = re.compile(r"\b(was|had|did|could|went|\w+ed|put|set|let|gave|told|began|spent|spoke)\b")
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
    r"|empower\w*|paradigm\w*|ecosystems?|agile|end-to-end|best practice|going forward|buy-in"
    r"|learnings|touch base)\b",
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
            if key not in {"key", "kind", "role", "dimension", "framework", "language", "seen_by"}:
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
    if PAST.fullmatch(first.lower()):
        if self_words[:2] != ["I", first.lower()]:
            yield f"{indicator['key']}: must start with a verb, and with 'I' and the same verb"
        if kind == "mandate" and first not in {"Could", "Had", "Was"}:
            yield f"{indicator['key']}: mandate says what the role holder has"
        return
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
    if repeated([level["label"] for level in levels]) or repeated(
        [level["anchor"] for level in levels]
    ):
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
    wanted = {
        (role["key"], key)
        for role in framework["roles"]
        for key, kind in kinds.items()
        if kind != "mandate"
    }
    if set(found) != wanted or len(found) != len(wanted):
        yield f"targets: {sorted(set(found) ^ wanted)} missing, unknown or repeated"
    for target in framework["targets"]:
        good = is_a_range if kinds.get(target["dimension"]) == "focus" else is_a_level
        if not good(target):
            yield f"target of {target['role']} for {target['dimension']} is off the scale"


def problems_with_uniqueness(framework: Framework) -> Iterator[str]:
    dimensions = framework["dimensions"]
    indicators = [indicator for dimension in dimensions for indicator in dimension["indicators"]]
    suggestions = [
        suggestion["text"] for dimension in dimensions for suggestion in dimension["suggestions"]
    ]
    for things in (
        framework["roles"],
        dimensions,
        *(dimension["indicators"] for dimension in dimensions),
    ):
        for key in repeated([thing["key"] for thing in things]):
            yield f"key {key} is used twice"
    for texts in (
        [i["text"] for i in indicators],
        [i["self_text"] for i in indicators],
        suggestions,
    ):
        for text in repeated([text.casefold() for text in texts]):
            yield f"said twice: {text}"
    if (
        len({tuple(x["label"] for x in d["levels"]) for d in dimensions if d["kind"] == "skill"})
        > 1
    ):
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
    name = place.rsplit("/", 1)[-1]
    if len(text) > MAX_CHARACTERS.get(name, 1000):
        yield f"{place}: too long to store"
    if "!" in text:
        yield f"{place}: exclamation mark"
    if not text or text != text.strip() or "  " in text:
        yield f"{place}: empty or stray spaces"
    if '"' in text or "..." in text:
        yield f"{place}: straight quotes or three dots"


def problems_in(framework: Framework) -> list[str]:
    problems = [*problems_with_targets(framework), *problems_with_uniqueness(framework)]
    for dimension in framework["dimensions"]:
        problems += [
            f"{dimension['key']}: {problem}" for problem in problems_with_dimension(dimension)
        ]
    return problems + list(problems_with_english(framework))


def questions_of(part: Framework) -> Framework:
    return {name: "" for name in ("question", "self_question") if name in part}


def shape_of(framework: Framework) -> Framework:
    """The places that a translation must fill, in the layout of a translation file."""
    return {
        "name": "",
        "description": "",
        **questions_of(framework),
        "roles": {role["key"]: {"name": "", "purpose": ""} for role in framework["roles"]},
        "dimensions": {d["key"]: shape_of_dimension(d) for d in framework["dimensions"]},
    }


def shape_of_dimension(dimension: Framework) -> Framework:
    return {
        "name": "",
        "description": "",
        **questions_of(dimension),
        "levels": {
            str(level["value"]): {
                name: "" for name in ("label", "frequency", "anchor") if name in level
            }
            for level in dimension["levels"]
        },
        "indicators": {i["key"]: {"text": "", "self_text": ""} for i in dimension["indicators"]},
        "suggestions": ["" for _ in dimension["suggestions"]],
    }


def problems_in_translation(framework: Framework, translation: Framework) -> list[str]:
    texts = {
        k: v
        for k, v in translation.items()
        if k not in {"format", "language", "framework", "version"}
    }
    wanted, found = dict(all_texts(shape_of(framework))), dict(all_texts(texts))
    problems = [f"missing: {place}" for place in wanted.keys() - found.keys()]
    problems += [f"unknown: {place}" for place in found.keys() - wanted.keys()]
    english = {text for _, text in all_texts(framework)}
    problems += [f"{place}: not translated" for place, text in found.items() if text in english]
    for place, text in found.items():
        problems += problems_with_characters(place, text)
    for key, dimension in translation["dimensions"].items():
        problems += [
            f"{key}: {problem}" for problem in problems_with_translated_dimension(dimension)
        ]
    return sorted(problems)


def problems_with_translated_dimension(dimension: Framework) -> Iterator[str]:
    for field in ("label", "anchor"):
        for text in repeated([level[field] for level in dimension["levels"].values()]):
            yield f"two levels say the same: {text}"
    for key, indicator in dimension["indicators"].items():
        if repeated(list(indicator.values())):
            yield f"{key}: the first person says the same as the third"
        if len({text.endswith("…") for text in indicator.values()}) > 1:
            yield f"{key}: only one of the two forms is a stem"
    for text in repeated(dimension["suggestions"]):
        yield f"said twice: {text}"


def counts(framework: Framework) -> dict[str, int]:
    return {dimension["key"]: len(dimension["indicators"]) for dimension in framework["dimensions"]}
