"""Which faults the wording check finds in a statement, and which it does not imagine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from assessment.frameworks.selectors.wording import Fault, remarks
from tests.frameworks.text_rules import load
from tests.house.source import ROOT

BAD: dict[Fault, list[str]] = {
    Fault.ADVERB: [
        "Listened calmly to a complaint",
        "Explained clearly why a date had moved",
        "Spoke openly about a failed project",
        "Answered letters promptly",
        "Told the team early about a move",
        "Handled a dispute well",
        "Finished a report on time",
    ],
    Fault.VAGUE: [
        "Communicated effectively",
        "Led a team in an efficient way",
        "Dealt with a complaint appropriately",
        "Managed a project successfully",
    ],
    Fault.DOUBLE: [
        "Listened and took notes",
        "Wrote or rang after a meeting",
        "Asked residents, staff about a form",
    ],
    Fault.INSIDE: [
        "Judged success by the figures",
        "Knows how a budget is made",
        "Understood what residents need",
        "Was aware of pressures elsewhere",
        "Is open to criticism",
        "Values the work of others",
        "Tried to keep people informed",
    ],
    Fault.JUDGEMENT: [
        "Went to the right people for a decision",
        "Chose the best supplier",
        "Asked for help when necessary",
        "Gave staff enough information",
    ],
    Fault.DUTY: [
        "Keeps promises",
        "Kept his promises",
        "Lets others finish",
        "Is polite to visitors",
        "Treated colleagues with respect",
        "Follows the rules",
    ],
    Fault.NEGATIVE: ["Never interrupted", "Did not shout", "Avoided a quarrel"],
    Fault.LONG: ["Asked " + "people " * 20 + "today"],
}
GOOD = [
    "Asked what people feel about a change",
    "Sent a weekly summary to the team",
    "Visited elderly residents at home",
    "Told people what staff know about a system",
    "Showed only the costs of one year",
    "Counted how well known a service was",
    "Wrote the date of the next meeting on the board",
    "Turned right at the request of a resident",
    "Replied to a request within two days",
    "Gave a friendly society the figures of a service",
    "Handed over in order of age",
    "Told a supplier which price the council would pay",
    "Made a budget for a family centre",
    "Asked a colleague to supply a second figure",
    "Met residents in their own street",
    "Left a meeting to take a call from a resident",
]
PAIRS = [
    ("Asks people what they need", "I ask people what they need"),
    ("Carries a notebook to meetings", "I carry a notebook to meetings"),
    ("Watches residents use a form", "I watch residents use a form"),
    ("Has a say in plans", "I have a say in plans"),
    ("Was asked about plans", "I was asked about plans"),
    ("Named a mistake of their own", "I named a mistake of my own"),
    ("Told people what they would get", "I told people what they would get"),
]
OTHER_PAIRS = [
    ("Asks people what they need", "I tell people what they need"),
    ("Asks people what they need", "I ask people in other services what they need"),
    ("Set a date for a decision", "I set a date for every decision"),
]


def own(text: str) -> str:
    return f"I {text[0].lower()}{text[1:]}"


def faults(text: str, self_text: str = "", kind: str = "skill") -> set[Fault]:
    return {each.fault for each in remarks(text, self_text or own(text), kind)}


def statements(name: str) -> Iterator[tuple[str, str, str]]:
    for dimension in load(name)["dimensions"]:
        for each in dimension["indicators"]:
            yield each["text"], each["self_text"], dimension["kind"]


class TestABadStatement:
    @pytest.mark.parametrize(
        ("fault", "text"), [(fault, text) for fault, texts in BAD.items() for text in texts]
    )
    def test_is_told_its_kind(self, fault: Fault, text: str) -> None:
        assert fault in faults(text)

    def test_is_told_in_a_sentence_that_names_the_word(self) -> None:
        said = [each.message for each in remarks("Spoke calmly", "I spoke calmly", "skill")]
        assert said == [
            "“calmly” hides a second question: how it is done. "
            "Say what can be seen, by when or how often."
        ]

    def test_of_every_kind_is_in_the_list(self) -> None:
        elsewhere = {Fault.MISSING, Fault.PERSON, Fault.DIFFERS, Fault.STEM}
        assert set(BAD) == set(Fault) - elsewhere


class TestAGoodStatement:
    @pytest.mark.parametrize("text", GOOD)
    def test_is_left_alone(self, text: str) -> None:
        assert faults(text) == set()

    def test_of_the_second_edition_is_left_alone(self) -> None:
        found = {
            text: faults(text, self_text, kind)
            for text, self_text, kind in statements("e-government-roles-2.0")
        }
        assert {text: said for text, said in found.items() if said} == {}


class TestTheFirstEdition:
    def test_is_told_of_the_faults_that_the_second_mends(self) -> None:
        found = {
            text: faults(text, self_text, kind)
            for text, self_text, kind in statements("e-government-roles-1.0")
        }
        assert Fault.ADVERB in found["Listens calmly to people who hold a different view"]
        assert Fault.JUDGEMENT in found["Goes to the right people for a decision"]
        assert Fault.INSIDE in found["Judges success by looking at…"]
        assert Fault.DUTY in found["Keeps promises made to colleagues"]


class TestTwoStatements:
    @pytest.mark.parametrize(("text", "self_text"), PAIRS)
    def test_that_ask_the_same_pass(self, text: str, self_text: str) -> None:
        assert faults(text, self_text) == set()

    @pytest.mark.parametrize(("text", "self_text"), OTHER_PAIRS)
    def test_that_differ_in_content_are_told(self, text: str, self_text: str) -> None:
        assert faults(text, self_text) == {Fault.DIFFERS}


class TestTheEditorsGuide:
    ROWS = re.findall(
        r"^\| ([^|]+?) \| ([^|]+?) \| [^|]+ \|$",
        (ROOT / "docs/framework-editors.md")
        .read_text(encoding="utf-8")
        .split("## What makes a good indicator")[1]
        .split("##")[0],
        re.MULTILINE,
    )[1:]

    def test_has_good_examples_that_pass_and_bad_ones_that_do_not(self) -> None:
        rows = [row for row in self.ROWS if "---" not in row[0]]
        assert len(rows) >= 5
        assert [good for good, _bad in rows if faults(good)] == []
        assert [bad for _good, bad in rows if not faults(bad)] == []

    def test_on_the_page_says_the_same(self) -> None:
        page = ROOT / "templates/admin/assessment/dimension/good_indicators.html"
        cells = re.findall(r'cell %\}\{% translate (".*?") %\}', page.read_text(encoding="utf-8"))
        said = [json.loads(each) for each in cells]
        assert [good for good in said[::3] if faults(good)] == []
        assert [bad for bad in said[1::3] if not faults(bad)] == []
