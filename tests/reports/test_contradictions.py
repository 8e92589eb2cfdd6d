"""What a report says agrees with the figures printed beside it, read from sixty random reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest

from reports.content.blocks import Heading, Message, Plan, ReportContent, Table, Text
from reports.content.words import NOTHING
from tests.reports.drawn_reports import SKILLS, odd, report
from tests.reports.raw_rows import RawRows
from tests.reports.reasons import in_reasons, printed_reasons

SEEDS = range(60)


# --- reading ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A skill as the tables of a report print it."""

    name: str
    cells: dict[str, str]
    noted: set[str]

    def number(self, column: str) -> Decimal | None:
        found = re.match(r"[+−]?\d+(\.\d+)?", self.cells[column])
        return Decimal(found[0].replace("−", "-")) if found else None


def blocks(content: ReportContent, part: str) -> list[object]:
    [section] = [each for each in content.parts if each.key == part]
    return [block for keep in section.groups for block in keep.blocks]


def lines(content: ReportContent, part: str) -> list[Line]:
    tables = [each for each in blocks(content, part) if isinstance(each, Table)]
    return [
        Line(
            row.header.split(". ")[-1],
            {c.label: cell.text for c, cell in zip(table.columns[1:], row.cells, strict=True)},
            {c.label for c, cell in zip(table.columns[1:], row.cells, strict=True) if cell.mark},
        )
        for table in tables[:1]
        for row in table.rows
    ]


def said(content: ReportContent) -> str:
    return repr(content)


def messages(content: ReportContent) -> dict[str, Message]:
    return {each.key: each for each in blocks(content, "messages") if isinstance(each, Message)}


def lead(content: ReportContent) -> str:
    """Why nothing is said of the skills."""
    found = [each.text for each in blocks(content, "messages") if isinstance(each, Text)]
    return found[0] if found else ""


def others(line: Line) -> Decimal | None:
    column = "Others" if "Others" in line.cells else "Manager"
    return line.number(column if column in line.cells else "Managers")


def margin(line: Line) -> Decimal:
    return Decimal(line.cells["Target"].split("±")[1])


# --- contradictions -----------------------------------------------------------------------


def in_gaps(content: ReportContent) -> Iterator[str]:
    """The words of a gap are those of the two numbers beside it and of the margin."""
    for line in lines(content, "gaps"):
        rated, target = others(line), line.number("Target")
        if rated is None or target is None:
            continue
        gap, word = target - rated, line.cells["Gap"]
        size = f"{abs(gap):.1f}"
        expected = f"{size} below" if gap > 0 else f"{size} above"
        if word != ("at target" if abs(gap) <= margin(line) else expected):
            yield f"{line.name}: {line.cells}"


def in_ranks(content: ReportContent) -> Iterator[str]:
    """Only what is below its target by more than the margin has a rank, by what is printed."""
    ranked = []
    for line in lines(content, "gaps"):
        word = line.cells["Priority"]
        if word in (NOTHING, "none"):
            judged = "Others" in line.cells and line.cells["Where you stand"] != NOTHING
            if judged and "below" in line.cells["Gap"]:
                yield f"no rank: {line}"
            continue
        if "below" not in line.cells["Gap"]:
            yield f"ranked at its target: {line}"
        weight = 2 if line.cells["Importance"] == "core" else 1
        value = Decimal(word.split("(")[1].rstrip(")"))
        if value != weight * Decimal(line.cells["Gap"].split()[0]):
            yield f"another priority: {line}"
        ranked.append((value, Decimal(line.cells["Gap"].split()[0])))
    if ranked != sorted(ranked, reverse=True):
        yield f"out of order: {ranked}"


def in_views(content: ReportContent) -> Iterator[str]:
    """Half a level as printed is called a difference, in both words; less is not."""
    above = {"you rate yourself higher": 1, "you rate yourself lower": -1, "in agreement": 0}
    for line in lines(content, "views"):
        word = line.cells["Views"]
        if word == NOTHING:
            continue
        d, own, rated = line.number("You − others"), line.number("You"), others(line)
        assert d is not None
        expected = (d >= Decimal("0.5")) - (d <= Decimal("-0.5"))
        if above[word] != expected:
            yield f"views: {line}"
        where = line.cells["Where you stand"][2:]
        differs = {
            "blind spot": 1, "you higher": 1,
            "hidden strength": -1, "you lower": -1,
        }  # fmt: skip
        if where and differs.get(where, 0) != expected:
            yield f"quadrant: {line}"
        if own is not None and rated is not None and own - rated != d:
            if "You − others" in line.noted:
                continue
            yield f"difference: {line}"


def in_sentences_of_views(content: ReportContent) -> Iterator[str]:
    """The sentence names exactly the skills that the table calls so."""
    text = next(each.text for each in blocks(content, "views") if isinstance(each, Text))
    rows = lines(content, "views")
    for start, word in (
        ("You see yourself higher than your raters do in ", "you rate yourself higher"),
        ("Your raters see more in you than you do in ", "you rate yourself lower"),
    ):
        named = re.search(f"{start}([^:]*):", text)
        names = set(re.findall(r"\w+", named[1])) - {"and"} if named else set()
        called = {line.name.lower() for line in rows if line.cells["Views"] == word}
        if names != called:
            yield f"{names} against {called}"


def in_the_headline(content: ReportContent) -> Iterator[str]:
    """Its skill is the first of the table, of the priorities and of the goals."""
    rows = [line.name for line in lines(content, "gaps") if "(" in line.cells["Priority"]]
    work = messages(content).get("work")
    text = work.text if work else ""
    found = re.search(r"first priority is (\w+)", text)
    if (found[1].capitalize() if found else None) != (rows[0] if rows else None):
        yield f"{found} against {rows}"
    plans = [each.goal for each in blocks(content, "plan") if isinstance(each, Plan)]
    goals = [goal.title for goal in plans if goal.title.lower() in SKILLS]
    if goals != rows[:3]:
        yield f"goals {goals} against {rows}"
    if work and [item.split(" ")[0] for item in work.items] != rows[:3]:
        yield f"priorities {work.items} against {rows}"
    if "gap in" in text:
        sizes = {line.name: line.cells["Gap"] for line in lines(content, "gaps")}
        wider = re.search(r"The gap in (\w+) is wider", text)
        if not wider or sizes[wider[1].capitalize()] <= sizes[rows[0]]:
            yield text


def in_levels(content: ReportContent) -> Iterator[str]:
    """The level named is the nearest one to the number printed above it."""
    score: Decimal | None = None
    for block in blocks(content, "skills"):
        if isinstance(block, Heading):
            score = None
        if isinstance(block, Text) and (seen := re.search(r"(\d\.\d) \(\d+ rater", block.text)):
            score = Decimal(seen[1])
        if isinstance(block, Table) and block.caption.startswith("Where this is") and score:
            places = [
                int(n) for n in re.findall(r"levels? (\d)(?: and (\d))?", block.caption)[0] if n
            ]
            between = len(places) == 2
            off = [abs(score - place) for place in places]
            half = Decimal("0.5")
            nearly = "nearly" in block.caption and score < places[0]
            well = "well past" in block.caption and score > places[0]
            word = nearly or well
            if (between and off != [half, half]) or (not between and off[0] >= half):
                yield f"{score}: {block.caption}"
            if not between and word is not (off[0] > Decimal("0.2")):
                yield f"{score}: {block.caption}"


def in_signs(content: ReportContent) -> Iterator[str]:
    yield from re.findall(r"[+−]0\.0|under 0\.1", said(content))


def in_plurals(content: ReportContent) -> Iterator[str]:
    """Nothing is said of raters, and nothing concluded, where the manager's are all there are."""
    if any("Others" in line.cells for line in lines(content, "gaps")):
        return
    parts = [each for each in content.parts if each.key not in ("method", "comments")]
    yield from re.findall(
        r"[Yy]our raters (?:see|do)|[Oo]thers see you|they see|blind spot|strength'|"
        r"known need|first priority|1st|put together|Others'",
        repr(parts),
    )
    if lines(content, "gaps") and "Only ratings of your manager" not in lead(content):
        yield lead(content)


SORTS = (
    in_gaps, in_ranks, in_views, in_sentences_of_views,
    in_the_headline, in_levels, in_signs, in_plurals,
)  # fmt: skip


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.__name__)
def test_sixty_reports_contradict_themselves_nowhere(sort: object) -> None:
    assert callable(sort)
    found = {seed: bad for seed in SEEDS if (bad := list(sort(report(seed))))}
    assert found == {}


def test_sixty_reports_with_gaps_give_the_reason_that_is_the_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each that is printed, against the answers; of reports in which whatever can be is missing."""
    drawn = [odd(seed) for seed in SEEDS]
    pairs = zip(SEEDS, drawn, strict=True)
    found = {seed: bad for seed, each in pairs if (bad := [*in_reasons(each)])}
    assert found == {}
    read = [p for each in drawn for p in printed_reasons(each.content, RawRows(each.assessment))]
    cases = {said for _where, said, _expected in read}
    assert len(read) > 1000
    assert len(cases) > 30
    with capsys.disabled():
        print(f"\n{len(read):,} reasons of {len(cases)} wordings: 0 wrong")  # noqa: T201


def test_they_are_of_every_kind() -> None:
    """Or nothing would be held."""
    every = [repr(report(seed)) for seed in SEEDS]
    for words in (
        *("blind spot'", "hidden strength'", "known need'", "open strength'", "aligned'"),
        *("you higher'", "you lower'", "at target'", "is wider"),
        *("nearly level", "well past level", "between levels", "Only ratings of your manager"),
        *("in agreement'", "you rate yourself lower'", "you rate yourself higher'"),
    ):
        assert any(words in each for each in every), words
