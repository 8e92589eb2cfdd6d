"""The attacker reads what people read: pages, PDFs and sheets, of a whole round and of two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Council, Framework, Person, Rater, RaterGroup, Report, Round, User
from tests.attacks.attacker import Leak, attack
from tests.attacks.reading import of_report, read_csv, read_page, read_pdf, read_xlsx
from tests.attacks.seen import Seen
from tests.attacks.together import People, Readers, attack_together
from tests.cast import add_participant, add_rater, answer, make_person, signed_in
from tests.reports.people import closed_round, rated, released

pytestmark = pytest.mark.one_database

MANAGER, PEER = RaterGroup.MANAGER, RaterGroup.PEER
DIRECT, PARTNER = RaterGroup.REPORT, RaterGroup.PARTNER
Levels = dict[RaterGroup, list[int]]


# --- councils -----------------------------------------------------------------------------


def alike(round: Round, name: str, groups: Levels) -> None:
    """A participant whose raters each give one level throughout; the same names each time."""
    participant = add_participant(round, person(round, name))
    answer(participant.raters.get(), 4)
    for group, levels in groups.items():
        for number, level in enumerate(levels):
            rater = add_rater(participant, person(round, f"{group} {number}"), group)
            answer(rater, level)


def person(round: Round, name: str) -> Person:
    known = Person.objects.of(round.council).filter(name=name).first()
    return known or make_person(round.council, name)


@pytest.fixture
def reports(ashford: Council, framework: Framework, alice: User) -> list[Report]:
    """Several participants of one round: typical, at both ends, merged, and hidden.

    Those from Dot on share their raters: "peer 0" is one and the same person.
    """
    round = closed_round(ashford, framework, alice)
    for seed, name in enumerate(["Ann", "Ben"]):
        rated(round, person(round, name), seed=seed, groups={PEER: 6, DIRECT: 3, PARTNER: 1})
    rated(round, person(round, "Cat"), "head-of-ict", "e-champion", groups={PEER: 3})
    alike(round, "Dot", {PEER: [1, 1, 1], DIRECT: [5, 5, 5]})
    alike(round, "Eve", {MANAGER: [3], PEER: [4, 4, 5, 4], DIRECT: [2], PARTNER: [5]})
    alike(round, "Fay", {PEER: [1, 5], DIRECT: [3]})
    alike(round, "Gil", {PEER: [2, 2]})
    return released(round, alice)


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


def sheet_of(hr: Client, report: Report, kind: str = "csv") -> list[Seen]:
    """What both files hold, that of the figures and that of the comments."""
    read = read_csv if kind == "csv" else read_xlsx
    names = (f"round_results_{kind}", f"round_results_comments_{kind}")
    urls = [reverse(name, args=[report.participant.round_id]) for name in names]
    return [seen for url in urls for seen in read(hr.get(url).getvalue())]


@pytest.fixture
def sheet(reports: list[Report], hr: Client) -> list[Seen]:
    return sheet_of(hr, reports[0])


def on_page(hr: Client, report: Report, sheet: list[Seen]) -> list[Seen]:
    page = hr.get(reverse("report_page", args=[report.pk])).content.decode()
    return of_report(read_page(page), sheet, report.participant.person.name)


def on_paper(hr: Client, report: Report, sheet: list[Seen]) -> list[Seen]:
    body = hr.get(reverse("report_pdf", args=[report.pk])).content
    return of_report(read_pdf(body), sheet, report.participant.person.name)


def who_answered(*reports: Report) -> People:
    """As HR's pages tell it: who answered about whom, in which group."""
    found: dict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
    rows = Rater.objects.filter(
        participant__report__in=reports, response__submitted_on__isnull=False
    ).order_by("person__name", "pk")
    for about, group, name in rows.values_list(
        "participant__person__name", "group", "person__name"
    ):
        found[about, group] += (name,)
    return found


def together(seen: list[Seen], people: People) -> list[Leak]:
    return attack_together(seen, Readers(people), k=3)


Read = Callable[[Client, Report, list[Seen]], list[Seen]]


class TestWhatPeopleRead:
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_on_the_sheet_of_a_whole_round_gives_nobody_away(
        self, reports: list[Report], hr: Client, kind: str
    ) -> None:
        seen = sheet_of(hr, reports[0], kind)
        assert {figure.participant for figure in seen} == {
            *("Ann", "Ben", "Cat", "Dot", "Eve", "Fay", "Gil")
        }
        assert attack(seen, k=3, highest=5) == []
        assert together(seen, who_answered(*reports)) == []

    def test_is_the_same_on_both_sheets(
        self, reports: list[Report], sheet: list[Seen], hr: Client
    ) -> None:
        assert sheet_of(hr, reports[0], "xlsx") == sheet

    @pytest.mark.parametrize("read", [on_page, on_paper])
    def test_in_several_reports_together_gives_nobody_away(
        self, reports: list[Report], sheet: list[Seen], hr: Client, read: Read
    ) -> None:
        chosen = reports if read is on_page else reports[3:5]  # a PDF takes its time
        names = {report.participant.person.name for report in chosen}
        seen = [figure for report in chosen for figure in read(hr, report, sheet)]
        assert attack(seen, k=3, highest=5) == []
        assert together(seen, who_answered(*chosen)) == []
        assert self.means(seen) == self.means(f for f in sheet if f.participant in names)

    def means(self, seen: Iterable[Seen]) -> set[tuple[object, ...]]:
        """What can be read of them all; on a page one's own rating has no number beside it."""
        return {
            (
                *(f.participant, f.indicator, f.group, f.value, f.bound),
                None if f.group == "self" else f.n,
            )
            for f in seen
            if f.measure == "item_mean" and not f.withheld
        }

    def test_would_give_somebody_away_if_a_mean_of_two_were_read(self, sheet: list[Seen]) -> None:
        """The attack can succeed."""
        hidden = Seen("Gil", "item_mean", "Mandate", "x", "peer", value=Fraction(2), n=2)
        assert attack([*sheet, replace(hidden, decimals=1)], k=3, highest=5)


class TestAWholeRoundInOneSystem:
    def test_is_solved_when_somebody_shows_the_mean_of_all_peers(self) -> None:
        """The attack can succeed: all peers of two participants, less those of one."""
        people = {("Hal", "peer"): ("Ivy", "Jo", "Kim"), ("Gil", "peer"): ("Ivy", "Jo")}
        hal = Seen(
            "Hal", "item_mean", "Leadership", "x", "peer", value=Fraction(4), n=3, decimals=1
        )
        council = replace(hal, participant="everybody", value=Fraction(16, 5), n=5)
        assert together([hal], people) == []
        assert [leak.told for leak in together([hal, council], people)] == [
            "Ivy on Gil and Jo on Gil: 4"
        ]

    def test_does_not_tell_what_one_person_gave_to_several_others(
        self, reports: list[Report], sheet: list[Seen]
    ) -> None:
        people = who_answered(*reports)
        shared = [place for place, who in people.items() if "peer 0" in who]
        assert {name for name, _ in shared} == {"Dot", "Eve", "Fay", "Gil"}
        assert together(sheet, people) == []


@pytest.fixture
def two_rounds(ashford: Council, framework: Framework, alice: User) -> list[Report]:
    """Eve in two rounds: the same four peers, and a fifth who joins; nobody changed an answer."""
    found = []
    for name, peers in [("Spring", [4, 4, 5, 3]), ("Autumn", [4, 4, 5, 3, 1])]:
        round = closed_round(ashford, framework, alice, name)
        alike(round, "Eve", {MANAGER: [3], PEER: peers})
        found += released(round, alice)
    return found


class TestTwoRounds:
    @pytest.fixture
    def seen(self, two_rounds: list[Report], hr: Client) -> list[Seen]:
        return [
            replace(figure, participant=f"Eve/{report.participant.round.name}")
            for report in two_rounds
            for figure in sheet_of(hr, report)
        ]

    @pytest.fixture
    def people(self, two_rounds: list[Report]) -> People:
        return {
            (f"{about}/{report.participant.round.name}", group): who
            for report in two_rounds
            for (about, group), who in who_answered(report).items()
        }

    def test_with_nearly_the_same_raters_give_nobody_away(
        self, seen: list[Seen], people: People
    ) -> None:
        assert {figure.measure for figure in seen} >= {"change"}
        assert attack(seen, k=3, highest=5) == []
        assert together(seen, people) == []

    def test_give_the_newcomer_away_to_whoever_knows_that_nobody_changed_an_answer(
        self, seen: list[Seen], people: People
    ) -> None:
        """No release can prevent it; HR is warned before the second one."""
        found = attack_together(seen, Readers(people, unchanged=True), k=3)
        assert {leak.told for leak in found} == {"peer 4 on Eve: 1"}
