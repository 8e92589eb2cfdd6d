"""The first page of a report says what its parts say, read from random reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from reports.content.blocks import Callout, Heading, ReportContent, Text
from reports.content.words import NOTHING
from tests.reports.test_contradictions import SEEDS as SIXTY
from tests.reports.test_contradictions import blocks, lines, messages, report

SEEDS = (*SIXTY, 104, 213, 231, 615)
"""The last are of the kinds that are rare: no skill at its target, and none below it with a low
mandate."""

NOT_SAID = "nothing is concluded here"
ITEM = re.compile(
    r"(?:Highest: )?(\w+)(?: \((core|supporting)\))?[:,] seen at (\S+) \((\d+) raters?\), "
    r"(?:(\S+ (?:below|above)) the|at the) target of (\S+)\."
)


def in_strengths_and_priorities(content: ReportContent) -> Iterator[str]:
    """Every word and figure of a skill is that of its row in the part that is linked."""
    rows = {line.name: line.cells for line in lines(content, "gaps")}
    for key in ("strong", "work"):
        if (said := messages(content).get(key)) is None:
            continue
        if said.place != "gaps":
            yield f"{key} leads to {said.place}"
        for item in said.items:
            found = ITEM.fullmatch(item)
            if found is None:
                yield item
                continue
            name, importance, score, n, gap, target = found.groups()
            cells = rows[name.capitalize()]
            printed = (
                importance or cells["Importance"], f"{score} ({n})", gap or "at target", target,
            )  # fmt: skip
            row = (
                cells["Importance"], cells["Others"], cells["Gap"], cells["Target"].split()[0],
            )  # fmt: skip
            if printed != row:
                yield f"{printed} against {row}"
            if bool(importance) is not (key == "work"):
                yield f"{key}: {item}"
            if (key == "work" or "Highest" in item) is not ("below" in cells["Gap"]):
                yield f"{key}: {item}"


def in_the_count(content: ReportContent) -> Iterator[str]:
    """How many skills are at the target or above is what the table counts."""
    judged = [each for each in lines(content, "gaps") if each.cells["Priority"] != NOTHING]
    reached = [each for each in judged if "below" not in each.cells["Gap"]]
    strong = messages(content).get("strong")
    if (strong is None) is not (not judged):
        yield f"{strong} of {len(judged)}"
    if strong is None:
        return
    for pattern, count in (
        (r"above in (\d+) of (\d+) skills", (len(reached), len(judged))),
        (r"above in all (\d+) skills", (len(judged),)),
        (r"not .* any of the (\d+) skills", (len(judged),)),
    ):
        if found := re.search(pattern, strong.text):
            if tuple(map(int, found.groups())) != count:
                yield f"{strong.text} against {count}"
            return
    yield strong.text


def in_the_widest_views(content: ReportContent) -> Iterator[str]:
    """The message names what the table calls a difference, the widest ones, by its size and n."""
    said = messages(content).get("views")
    rows = lines(content, "views")
    for start, word in (
        ("You see yourself higher than your raters do in ", "you rate yourself higher"),
        ("Your raters see more in you than you do in ", "you rate yourself lower"),
    ):
        called = {line.name: line for line in rows if line.cells["Views"] == word}
        named = re.search(f"{start}([^:]*):", said.text) if said else None
        found = re.findall(r"(\w+) by (\S+) \((\d+) raters?\)", named[1]) if named else []
        sizes = {
            name: abs(line.number("You − others") or Decimal(0)) for name, line in called.items()
        }
        if len(found) != (len(called) if len(called) <= 3 else 2):
            yield f"{found} against {called}"
        for name, size, n in found:
            cells = called[name.capitalize()].cells
            if Decimal(size) != sizes[name.capitalize()] or f"({n})" not in cells["Others"]:
                yield f"{name} {size} {n}: {cells}"
        left = [size for name, size in sizes.items() if name.lower() not in dict_of(found)]
        if left and max(left) > min(Decimal(size) for _name, size, _n in found):
            yield f"not the widest: {found} of {sizes}"
        if left and f"{len(left)} more" not in (said.text if said else ""):
            yield f"{len(left)} more: {said}"


def dict_of(found: list[tuple[str, str, str]]) -> set[str]:
    return {name for name, _size, _n in found}


def in_focus_and_mandate(content: ReportContent) -> Iterator[str]:
    """What the part says of them is said on the first page, in the same words, and no more."""
    role = blocks(content, "role")
    texts = [each.text for each in role if isinstance(each, Text)]
    callouts = [each for each in role if isinstance(each, Callout)]
    for key, start in (
        ("focus", r"Others see your attention|Your attention, seen"),
        ("mandate", r"Others see what the council|What the council gives you, seen"),
    ):
        found = [each for each in texts if re.match(start, each) and NOT_SAID not in each]
        said = messages(content).get(key)
        if bool(found) is not bool(said):
            yield f"{key}: {said} against {found}"
        if said and not said.text.startswith(tuple(found)):
            yield f"{key}: {said.text} against {found}"
    mandate = messages(content).get("mandate")
    titles = [each.title for each in callouts] or ["What the council gives you"]
    if mandate and (
        mandate.title not in titles or not all(each.text in mandate.text for each in callouts)
    ):
        yield f"{mandate} against {callouts}"


def in_links(content: ReportContent) -> Iterator[str]:
    """Each leads to something that is there, called as it is called there."""
    there = {part.key: part.title for part in content.parts if part.groups}
    for part in content.parts:
        for keep in part.groups:
            there |= {h.anchor: h.text for h in keep.blocks if isinstance(h, Heading)}
    for said in messages(content).values():
        if there.get(said.place) != said.part:
            yield f"{said.place} {said.part}"


SORTS = (
    in_strengths_and_priorities, in_the_count, in_the_widest_views, in_focus_and_mandate, in_links,
)  # fmt: skip


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.__name__)
def test_first_pages_contradict_their_parts_nowhere(sort: object) -> None:
    assert callable(sort)
    found = {seed: bad for seed in SEEDS if (bad := list(sort(report(seed))))}
    assert found == {}


def test_they_are_of_every_kind() -> None:
    """Or nothing would be held."""
    every = [repr(report(seed)) for seed in SEEDS]
    for words in (
        *("in all", "Highest: ", " more: ", "The obstacle is not", "for the council to change"),
        *("Your attention, seen by", "gives you, seen by your manager alone", NOT_SAID),
    ):
        assert any(words in each for each in every), words
