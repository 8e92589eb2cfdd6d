"""What one rater with three people presses and reads: one by one, and side by side.

`pytest tests/journeys/test_effort.py -s` prints the table. A page is read once, each text of its
main part once, however often it stands there; what is folded away is not read. A key is one press;
buttons and links are reached by Tab. The answers are the levels from the lowest up, then none, over
and over.

BEFORE was counted in the same way on the last page without keys (commit 703b8e6) with e-Government
roles 1.0: Tab to each statement, Space or the arrows to its level.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from assessment.frameworks import services as frameworks
from assessment.models import Person, Response, Round, User
from tests.answers import invite, keep_open
from tests.cast import add_participant, add_rater, make_person, make_round
from tests.journeys.test_answering import context

__all__ = ["context"]

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
]

SHIPPED = Path(settings.BASE_DIR) / "assessment/data/frameworks"
SECOND_EDITION = SHIPPED / "e-government-roles-2.0.json"
NAMES = ["Carol", "Gina", "Hana"]
ANSWERS = [*"12345", "n"]
# The texts of the main part that take room on the screen.
SEEN = """() => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const found = new Set(), range = document.createRange();
  while (walker.nextNode()) {
    range.selectNodeContents(walker.currentNode);
    const { width, height } = range.getBoundingClientRect();
    const hidden = walker.currentNode.parentElement.closest(".govuk-visually-hidden");
    const clipped = getComputedStyle(walker.currentNode.parentElement).clipPath !== "none";
    if (width > 1 && height > 1 && !hidden && !clipped) found.add(walker.currentNode.data.trim());
  }
  return [...found];
}"""


@dataclass
class Effort:
    """Counts while somebody works on a page by keys alone."""

    tab: Page
    keys: int = 0
    words: int = 0
    asking: int = 0
    """Those of the words that stand on pages of questions."""

    def read(self) -> None:
        """The page that has just come."""
        self.tab.wait_for_load_state()
        words = sum(len(re.findall(r"[\w’]+", text)) for text in self.tab.evaluate(SEEN))
        self.words += words
        self.asking += words if self.tab.locator("[name^=q-]").count() else 0

    def press(self, key: str) -> None:
        self.keys += 1
        self.tab.keyboard.press(key)

    def open(self, name: str) -> None:
        """Tab to the link or button with this text, press it, and read what comes."""
        focused = "document.activeElement.innerText?.trim()"
        for _ in range(80):
            if self.tab.evaluate(focused) == name:
                break
            self.press("Tab")
        else:
            pytest.fail(f"Tab never reaches {name!r} on {self.tab.url}")
        before = self.tab.url
        self.press("Enter")
        self.tab.wait_for_url(lambda url: url != before)
        self.read()

    def part(self, *, rows: int) -> None:
        """Answer what stands on the page by its keys, and go on from the button."""
        count = self.tab.locator("fieldset:has([name^=q-])").count()
        if self.tab.evaluate("document.activeElement === document.body"):
            self.press("1")
        own: dict[int, Iterator[str]] = {each: itertools.cycle(ANSWERS) for each in range(rows)}
        for number in range(count):
            self.press(next(own[number % rows]))
        self.open("Save and continue")

    def submit(self) -> None:
        """Through whatever stands between the parts and the submission."""
        while self.tab.get_by_role("button", name="Submit answers").count() == 0:
            self.open("Save and continue")
        self.open("Submit answers")
        expect(self.tab.get_by_role("heading", name="Answers submitted")).to_be_visible()


@pytest.fixture
def round(open_round: Round, alice: User) -> Round:
    """Of the framework that ships."""
    data = json.loads(SECOND_EDITION.read_text(encoding="utf-8"))
    draft = frameworks.import_draft(data=data, council=None, by=None, at=timezone.now())
    published = frameworks.publish(framework=draft, by=None, at=timezone.now())
    council = open_round.council
    return keep_open(make_round(council, published, by=alice, state="open", name="Second edition"))


@pytest.fixture
def effort(context: BrowserContext, round: Round, frank: Person) -> Effort:
    """Frank has pressed the button of his link, and is asked about three people."""
    for name in NAMES:
        person = make_person(round.council, name)
        add_rater(add_participant(round, person), frank, "peer")
    tab = context.new_page()
    tab.goto(invite(round, frank)[1])
    tab.get_by_role("button", name="Start").click()
    tab.wait_for_url("**/answer/**")
    counted = Effort(tab)
    counted.read()
    return counted


def one_by_one(effort: Effort) -> None:
    for number, name in enumerate(NAMES):
        if number:
            effort.open(name)
        else:
            effort.open(name)
            effort.open("Continue")
        effort.open(first_part(effort.tab))
        while effort.tab.locator("[name^=q-]").count():
            effort.part(rows=1)
        effort.submit()
        if number < len(NAMES) - 1:
            effort.tab.goto(effort.tab.url.split("/answer/")[0] + "/answer/")
            effort.read()


def side_by_side(effort: Effort) -> None:
    effort.open("Answer side by side")
    effort.open("Continue")
    effort.open("Start answering")
    while effort.tab.locator("[name^=q-]").count():
        effort.part(rows=len(NAMES))
    overview = effort.tab.url
    for name in NAMES:
        effort.open(name)
        effort.submit()
        if name != NAMES[-1]:
            effort.tab.goto(overview)
            effort.read()


def first_part(tab: Page) -> str:
    return tab.locator(".govuk-task-list__link").first.inner_text()


BEFORE = {"keys": 597, "words": 7888, "of them on pages of questions": 4713}
"""One by one: there was no other way."""

NAMED_SINCE = 60
"""Words of the promise about readers and check-ins that there were not then: it names them all."""


@pytest.mark.parametrize("way", [one_by_one, side_by_side])
def test_three_people_take_less_than_before(effort: Effort, way: Callable[[Effort], None]) -> None:
    way(effort)
    counted = [effort.keys, effort.words, effort.asking]
    now = dict(zip(BEFORE, counted, strict=True))
    print(f"\n{way.__name__}", *(f"{what} {now[what]} ({BEFORE[what]})" for what in now))  # noqa: T201

    assert Response.objects.completed().count() == 3
    assert effort.keys < BEFORE["keys"] / 2
    assert effort.words < BEFORE["words"] + NAMED_SINCE
    if way is side_by_side:
        assert effort.asking < BEFORE["of them on pages of questions"] / 2
