"""Every reason that a report prints, held against what people answered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assessment.scoring.values import ANONYMOUS, IDENTIFIED, Group
from reports.content.blocks import Heading, ReportContent, Row, Table, Text
from tests.reports.drawn_reports import KINDS, Drawn
from tests.reports.raw_rows import ABSENT, NOT_ASKED, NUMBER, RawRows

GROUPS = {
    "You": "self", "Manager": "manager", "Managers": "manager", "Peers": "peer",
    "Direct reports": "report", "Partners": "partner", "Councillors": "councillor",
    "Colleagues": "colleagues", "Others": "others",
}  # fmt: skip
BOTH = "too few statements with both figures"


def in_reasons(drawn: Drawn) -> Iterator[str]:
    """What is wrong; the number of reasons read is that of `printed_reasons`."""
    raw = RawRows(drawn.assessment)
    for where, said, expected in printed_reasons(drawn.content, raw):
        if said != expected:
            yield f"{where}: “{said}”, it is “{expected}”"


def printed_reasons(content: ReportContent, raw: RawRows) -> Iterator[tuple[str, str, str]]:
    """Where it stands, what is said there, and what must be."""
    for part in content.parts:
        if part.absent:
            yield part.key, part.absent, absent(part.key, raw)
        subject = ""
        for keep in part.groups:
            for block in keep.blocks:
                if isinstance(block, Heading):
                    subject = block.text.lower()
                if isinstance(block, Table) and not block.caption.startswith("Marked as"):
                    yield from in_table(block, subject, raw)
                if isinstance(block, Text):
                    yield from in_text(part.key, subject, block.text, raw)


# --- tables -------------------------------------------------------------------------------


def in_table(table: Table, subject: str, raw: RawRows) -> Iterator[tuple[str, str, str]]:
    notes = dict(table.notes)
    for row in table.rows:
        key = about(row, subject)
        for column, cell in zip(table.columns[1:], row.cells, strict=True):
            said = " ".join(notes[mark] for mark in cell.mark.split()) or cell.text
            where = f"{table.caption}, {row.header}, {column.label}"
            if column.label.startswith("You −"):
                if cell.text == "withheld":
                    yield where, said, BOTH if few_of_both(raw, key) else "a number"
            elif table.caption == "How views spread":
                yield from in_spread(where, column.label, row, cell.text, said, subject, raw)
            elif key and (group := GROUPS.get(column.label)) and not re.match(r"\d", cell.text):
                if raw.silent and group == "others":
                    continue
                yield where, said, expected_cell(key, group, raw)


def marks(raw: RawRows) -> str:
    held = any(raw.people(group) for group in raw.assessment.withheld)
    expected = "withheld by HR" if held else "fewer than 5 colleagues answered"
    return "counts" if raw.counted >= 5 else expected


def about(row: Row, subject: str) -> str:
    """The key of the skill or the statement that a row is about."""
    name = row.header.split(". ")[-1].lower()
    if found := re.fullmatch(r"does (\w+) (\d)", name):
        return f"{found[1]}-{found[2]}"
    return name if name in KINDS else subject if subject in KINDS else ""


def expected_cell(key: str, group: str, raw: RawRows) -> str:
    return raw.statement(group, key) if "-" in key else raw.score(group, key)


def few_of_both(raw: RawRows, skill: str) -> bool:
    keys = raw.dimensions[skill].indicators
    scores = {raw.score("self", skill), raw.score("others", skill)}
    both = [k for k in keys if {raw.statement(g, k) for g in ("self", "others")} == {NUMBER}]
    others = [k for k in keys if raw.statement("others", k) != NOT_ASKED]
    return scores == {NUMBER} and 10 * len(both) < 6 * len(others)


def in_spread(
    where: str, column: str, row: Row, text: str, said: str, skill: str, raw: RawRows
) -> Iterator[tuple[str, str, str]]:
    """Reasons of what is said, or not, of how views spread."""
    part = GROUPS[row.header.split(" (")[0]]
    if text == "withheld":
        yield where, said, spread(raw, part, skill, words=column == "Views")
    elif text == NOT_ASKED:
        yield where, said, raw.score(part, skill)


def spread(raw: RawRows, part: str, skill: str, *, words: bool) -> str:
    keys = [k for k in raw.dimensions[skill].indicators if raw.statement(part, k) == NUMBER]
    counts = [raw.ratings(part, key) for key in keys]
    if not counts:
        return raw.score(part, skill)
    if words:
        return "a statement under 6 ratings" if min(counts) < 6 else "could tell who gave what"
    if raw.answered(part) < 5:
        return "fewer than 5 in the group"
    enough = sum(count >= 5 for count in counts)
    return "could tell who gave what" if enough > 1 else "too few statements with 5 ratings"


# --- sentences ----------------------------------------------------------------------------


def in_text(key: str, subject: str, text: str, raw: RawRows) -> Iterator[tuple[str, str, str]]:
    if text.startswith("How views spread is withheld"):
        for name in [
            subject,
            *re.findall(r"\w+", (re.findall("here and in (.*?):", text) or [""])[0]),
        ]:
            if name in raw.skills:
                yield f"spread of {name}", text.split(": ", 1)[1], f"{no_spread(raw, name)}."
    elif key in ("skills", "role") and (found := re.match(NO_SCORE, text)):
        part = "manager" if raw.alone else "others"
        yield f"sentence of {subject}", found[1], sentence(raw.score(part, subject))
    elif found := re.search(r"colleagues marked is withheld: (.*?)\.", text):
        yield "marks", found[1], marks(raw)
    elif key == "summary" and (found := re.match(NO_LEAD, text)):
        yield "lead", found[1], lead(raw)
    elif key == "views" and re.match(NO_VIEW, text):
        yield "views", text, views(raw)
    elif key == "comments" and "This is about" in text:
        for reason, names in re.findall(r"(Withheld[^.]*\.) This is about ([^.]*)\.", text):
            for name in re.split(", | and ", names):
                yield f"comments on {name}", reason, SENTENCES_OF_COMMENTS[comments(raw, name)]


NO_SCORE = r"((?:Withheld|Nobody|There is no)[^.]*\.)"
NO_LEAD = r"((?:Nobody|Fewer than|HR withholds|People answered|No target)[^.]*\.)"
NO_VIEW = r"Nobody|Fewer than|HR withholds|People answered|You did not rate|You gave a level|On too"


def no_spread(raw: RawRows, skill: str) -> str:
    found: dict[str, list[str]] = {}
    for part in raw.parts:
        if part in ("self", "manager") or raw.score(part, skill) == NOT_ASKED:
            continue
        reasons = [spread(raw, part, skill, words=words) for words in (False, True)]
        if reasons[0] in ("fewer than 5 in the group", "too few statements with 5 ratings"):
            reasons = reasons[:1]
        name = next(k for k, v in GROUPS.items() if v == part).lower()
        found.setdefault(" and ".join(dict.fromkeys(reasons)), []).append(name)
    return "; ".join(f"{_joined(names)}: {reason}" for reason, names in found.items())


def _joined(names: list[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def sentence(case: str) -> str:
    return {
        "fewer than 3 answered": "Withheld: fewer than 3 raters answered, and so few could be "
        "recognised.",
        "withheld by HR": "Withheld: of those who answered in this group, fewer than 3 were the "
        "same people from the opening of the round.",
        "no statement with 3 ratings": "Withheld: no statement here was rated by 3 raters of one "
        "group.",
        "too few statements with a figure": "Withheld: fewer than 60% of the statements here have "
        "a figure.",
        "no group with a figure": "Withheld: no group of raters has a figure here.",
        "asked of some of these groups": "Withheld: only some of the groups that are put together "
        "here are asked this, and none of them is shown on its own.",
        "no level given": "There is no rating here.",
        NOT_ASKED: "This group is not asked this.",
        ABSENT: "Nobody else answered.",
    }[case]  # fmt: skip


def everybody(raw: RawRows) -> tuple[str, str]:
    """Why no score of others is shown: the sentence, and the words in the contents."""
    held = raw.assessment.withheld
    answered = {g: raw.people(g) for g in (Group.MANAGER, *ANONYMOUS)}
    hidden = any(raw.hidden(part) == "fewer than 3 answered" for part in raw.parts)
    is_held = any(answered[group] for group in held)
    shown = any(not raw.hidden(part) for part in raw.parts if part != "self")
    if shown:
        return (
            "People answered, but on too few statements enough of them gave a level.",
            "too few gave a level on enough statements",
        )
    if hidden and is_held:
        return (
            "Fewer than 3 raters answered in the groups that HR does not withhold.",
            "fewer than 3 raters answered, or HR withholds them",
        )
    if is_held:
        return (
            "HR withholds the groups in which somebody answered.",
            "HR withholds the groups that answered",
        )
    if hidden:
        return (
            "Fewer than 3 raters answered, and so few could be recognised.",
            "fewer than 3 raters answered",
        )
    if raw.people(Group.SELF):
        return "Nobody but you answered.", "nobody but you answered"
    return "Nobody answered.", "nobody answered"


def scored(raw: RawRows) -> bool:
    return any(raw.score("others", skill) == NUMBER for skill in raw.skills)


def lead(raw: RawRows) -> str:
    if scored(raw):
        return "No target is set for the skills that can be shown, so this report names no gap."
    return everybody(raw)[0]


def views(raw: RawRows) -> str:
    if not any(raw.score("self", skill) == NUMBER for skill in raw.skills):
        if not raw.people(Group.SELF):
            return "You did not rate yourself, so there is nothing to set beside others’ view."
        return "You gave a level on too few statements to set your view beside others’."
    if not scored(raw):
        return everybody(raw)[0]
    return "On too few statements there is a figure both from you and from several others."


def _named_wrote(raw: RawRows) -> bool:
    """Whether the participant or a manager that is shown wrote a comment."""
    named = {Group.SELF, Group.MANAGER} - set(raw.assessment.withheld)
    return any(each.comments for each in raw.assessment.responses if each.group in named)


def absent(part: str, raw: RawRows) -> str:
    if part == "change":
        return "there is no earlier round to compare with"
    if part == "comments":
        if raw.quoted or any(r.comments for r in raw.assessment.responses if r.group in IDENTIFIED):
            return "each stands with its skill"  # a closing question is answered by nobody here
        cases = dict.fromkeys(comments(raw, q) for q in ("", *raw.dimensions) if comments(raw, q))
        answered = bool(raw.assessment.responses) or len(raw.parts) > 0
        if not cases and (raw.quoted or _named_wrote(raw)):
            return "each stands with its skill"
        return "; ".join(cases) or ("nobody wrote any" if answered else "nobody answered")
    if part == "gaps" and scored(raw):
        return "no target is set for what is shown"
    if part == "groups" and scored(raw):
        return "no group has a figure on enough statements"
    return everybody(raw)[1]


SENTENCES_OF_COMMENTS = {
    "fewer than 5 colleagues answered": "Withheld: fewer than 5 colleagues who are asked about "
    "this answered.",
    "fewer than 3 colleagues wrote": "Withheld: fewer than 3 of the colleagues whose answers count "
    "wrote here.",
    "withheld by HR": "Withheld: of those who answered in this group, fewer than 3 were the same "
    "people from the opening of the round.",
    "too few colleagues answered or wrote": "Withheld: comments from colleagues need at least 5 "
    "raters who answered and at least 3 who wrote one here.",
}  # fmt: skip


def comments(raw: RawRows, question: str) -> str:
    """Why what colleagues wrote is withheld; empty where it is not, or nobody could write."""
    if question not in raw.dimensions:  # a closing question, which all are asked; none is answered
        able, least, most, wrote = (raw.counted,) * 3 + (0,)
    else:
        able, wrote = raw.able(question), raw.writers(question)
        least, most = (sum(ends) for ends in zip((0, 0), *could_write(raw, question), strict=True))
    hidden = any(raw.hidden(part) == "fewer than 3 answered" for part in raw.parts)
    if (able >= 5 and wrote >= 3) or (not able and not hidden):
        return ""
    if most < 5:
        held = any(raw.people(group) for group in raw.assessment.withheld)
        return "withheld by HR" if held else "fewer than 5 colleagues answered"
    few = "fewer than 3 colleagues wrote"
    return few if least >= 5 else "too few colleagues answered or wrote"


def could_write(raw: RawRows, question: str) -> Iterator[tuple[int, int]]:
    """How many of each part are asked about it at least and at most, as a reader knows it."""
    spec = raw.dimensions[question]
    for part, members in raw.parts.items():
        if part in ("self", "manager") or raw.hidden(part):
            continue
        asked = [[spec.asks(key, group) for group in members] for key in spec.indicators]
        people = raw.answered(part)
        surely = any(all(each) for each in asked)
        yield people if surely else 0, people if any(any(each) for each in asked) else 0
