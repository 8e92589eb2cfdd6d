"""The attacker reads what people read: the page of a report and the sheet of a round."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from html import unescape

import pytest
from django.urls import reverse

from assessment.models import Council, Framework, RaterGroup, Report, Round, User
from tests.attacks.attacker import attack
from tests.attacks.seen import Seen
from tests.cast import add_participant, add_rater, answer, make_person, signed_in
from tests.reports.people import closed_round, rated, released

COUNTS = {"invited", "completed", "not_observed", "distribution", "rank", "importance"}
COUNTS |= {"role_importance"}
GROUPS = {
    "You": "self",
    "Manager": "manager",
    "Managers": "manager",
    "Peers": "peer",
    "Direct reports": "report",
    "Partners": "partner",
    "Colleagues": "colleagues",
    "Others": "others",
}
MEAN = re.compile(r"(\d\.\d)(?: \((\d+)\))?(?: or (lower|higher))?")


# --- reading ------------------------------------------------------------------------------


def read_sheet(text: str) -> list[Seen]:
    """Every row of a round's CSV, of all participants together."""
    return [_read_row(row) for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]


def _read_row(row: dict[str, str]) -> Seen:
    return Seen(
        participant=row["name"],
        measure=row["measure"],
        dimension=row["dimension"] or None,
        indicator=row["statement"] or None,
        group=row["group"] or None,
        role=row["role"] or None,
        level=int(row["level"]) if row["level"] else None,
        value=Fraction(row["value"]) if row["value"] else None,
        n=int(row["ratings"]) if row["ratings"] else None,
        bound=row["bound"].replace(" ", "_"),
        code=row["word"].replace(" ", "_"),
        text=row["text"],
        withheld=row["withheld"],
        decimals=None if row["measure"] in COUNTS else 1,
    )


@dataclass(frozen=True)
class Table:
    caption: str
    rows: list[list[str]]


def tables(page: str) -> Iterator[Table]:
    for inside in re.findall(r"<table.*?</table>", page, re.DOTALL):
        caption = _words(re.findall(r"<caption.*?</caption>", inside, re.DOTALL)[0])
        rows = re.findall(r"<tr.*?</tr>", inside, re.DOTALL)
        cells = [re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL) for row in rows]
        yield Table(caption, [[_words(cell) for cell in row] for row in cells])


def _words(markup: str) -> str:
    plain = re.sub(r"<sup>.*?</sup>|<[^>]+>", " ", markup)
    return " ".join(unescape(plain).split())


def read_page(page: str, sheet: list[Seen], name: str) -> list[Seen]:
    """The statements' means of a report's page, in place of those of the sheet.

    What the page does not name by a table of its own (codes, counts) is taken from the sheet.
    """
    means = [
        replace(mean, participant=name)
        for table in tables(page)
        if table.caption.startswith("Statements")
        for mean in _means(table)
    ]
    places = {figure.indicator: figure.dimension for figure in sheet}
    rest = [f for f in sheet if f.participant == name and f.measure != "item_mean"]
    return rest + [replace(mean, dimension=places[mean.indicator]) for mean in means]


def _means(table: Table) -> Iterator[Seen]:
    head, *rows = table.rows
    for statement, *cells in rows:
        for title, cell in zip(head[1:], cells, strict=True):
            if title in GROUPS and (found := MEAN.fullmatch(cell)):
                yield Seen(
                    participant="",
                    measure="item_mean",
                    indicator=statement,
                    group=GROUPS[title],
                    value=Fraction(found[1]),
                    n=int(found[2] or 1),
                    bound=f"or_{found[3]}" if found[3] else "",
                    decimals=1,
                )


# --- councils -----------------------------------------------------------------------------


def alike(round: Round, name: str, groups: dict[RaterGroup, list[int]]) -> None:
    """A participant whose raters each give one level throughout."""
    participant = add_participant(round, make_person(round.council, name))
    answer(participant.raters.get(), 4)
    for group, levels in groups.items():
        for number, level in enumerate(levels):
            email = f"{name}{group}{number}@example.gov.uk"
            person = make_person(round.council, f"{group} {number} of {name}", email)
            answer(add_rater(participant, person, group), level)


@pytest.fixture
def reports(ashford: Council, framework: Framework, alice: User) -> list[Report]:
    """Several participants of one round: typical, at both ends, merged, and hidden."""
    peer, direct, partner = RaterGroup.PEER, RaterGroup.REPORT, RaterGroup.PARTNER
    round = closed_round(ashford, framework, alice)
    for seed, name in enumerate(["Ann", "Ben"]):
        rated(round, make_person(ashford, name), seed=seed, groups={peer: 6, direct: 3, partner: 1})
    rated(round, make_person(ashford, "Cat"), "head-of-ict", "e-champion", groups={peer: 3})
    alike(round, "Dot", {peer: [1, 1, 1], direct: [5, 5, 5]})
    alike(round, "Eve", {RaterGroup.MANAGER: [3], peer: [4, 4, 5, 4], direct: [2], partner: [5]})
    alike(round, "Fay", {peer: [1, 5], direct: [3]})
    alike(round, "Gil", {peer: [2, 2]})
    return released(round, alice)


@pytest.fixture
def sheet(reports: list[Report], alice: User) -> list[Seen]:
    url = reverse("round_results_csv", args=[reports[0].participant.round_id])
    return read_sheet(signed_in(alice).get(url).getvalue().decode())


class TestWhatPeopleRead:
    def test_on_the_sheet_of_a_whole_round_gives_nobody_away(self, sheet: list[Seen]) -> None:
        assert {figure.participant for figure in sheet} == {
            *("Ann", "Ben", "Cat", "Dot", "Eve", "Fay", "Gil")
        }
        assert attack(sheet, k=3, highest=5) == []

    def test_on_the_pages_of_several_reports_together_gives_nobody_away(
        self, reports: list[Report], sheet: list[Seen], alice: User
    ) -> None:
        seen: list[Seen] = []
        for report in reports:
            page = signed_in(alice).get(reverse("report_page", args=[report.pk])).content.decode()
            seen += read_page(page, sheet, report.participant.person.name)
        assert attack(seen, k=3, highest=5) == []

    def test_on_a_page_is_what_is_on_the_sheet(
        self, reports: list[Report], sheet: list[Seen], alice: User
    ) -> None:
        for report in reports:
            name = report.participant.person.name
            page = signed_in(alice).get(reverse("report_page", args=[report.pk])).content.decode()
            read = {_place(f) for f in read_page(page, sheet, name) if f.measure == "item_mean"}
            on_sheet = {
                _place(f)
                for f in sheet
                if f.participant == name and f.measure == "item_mean" and not f.withheld
            }
            assert read == on_sheet

    def test_would_give_somebody_away_if_a_mean_of_two_were_read(self, sheet: list[Seen]) -> None:
        """The attack can succeed."""
        hidden = Seen("Gil", "item_mean", "Mandate", "x", "peer", value=Fraction(2), n=2)
        assert attack([*sheet, replace(hidden, decimals=1)], k=3, highest=5)


def _place(figure: Seen) -> tuple[object, ...]:
    n = None if figure.group == "self" else figure.n
    return figure.indicator, figure.group, figure.value, n, figure.bound
