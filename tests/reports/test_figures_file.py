"""The long table of a round's figures: who and what each is about, by ids that link no rater."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict

import pytest
from django.urls import reverse

from assessment.models import Council, Framework, RaterGroup, Round, User
from assessment.release.selectors.result_lines import REPORTS_AT_ONCE, ResultLine, lines_of_round
from assessment.scoring.values import Group, Measure, Reason
from reports import sheets
from reports.columns import FIGURES, bounds_of_mean
from tests.cast import make_person, signed_in
from tests.reports.people import closed_round, rated, released

Row = dict[str, str]
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NO_FIGURE = ("value", "lower_bound", "upper_bound", "answered", "raters", "ratings", "word")


def a_round(
    council: Council, framework: Framework, by: User, name: str = "Spring", around: float = 3.4
) -> Round:
    """Two people of one name, of whom one has a group that is too small, and one who scores low."""
    round = closed_round(council, framework, by, name)
    many = {RaterGroup.MANAGER: 1, RaterGroup.PEER: 5}
    people = {"a": many, "b": {RaterGroup.PEER: 2}, "c": many}
    for number, (key, groups) in enumerate(people.items()):
        email = f"{key}-{name}@example.gov.uk".lower()
        person = make_person(council, "Low Scorer" if key == "c" else "Pat Lee", email)
        low = around - 2.5 * (key == "c")
        rated(round, person, "head-of-ict", "e-champion", groups=groups, around=low, seed=number)
    released(round, by)
    round.refresh_from_db()
    return round


def read(round: Round) -> list[Row]:
    text = "".join(sheets.csv_rows(round.pk, round.min_group_size)).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def every(round: Round) -> list[ResultLine]:
    return [line for lines in lines_of_round(round.pk) for line in lines]


@pytest.fixture
def round(ashford: Council, framework: Framework, alice: User) -> Round:
    return a_round(ashford, framework, alice)


def scores(rows: list[Row]) -> dict[str, float]:
    """A pivot: the mean score by others of each participant over the skills."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for row in rows:
        if (row["measure"], row["group"]) == ("score", "others") and row["value"]:
            found[row["participant"]].append(float(row["value"]))
    return {key: sum(values) / len(values) for key, values in found.items()}


class TestIds:
    def test_keep_two_people_of_one_name_apart(self, round: Round) -> None:
        rows = read(round)
        assert {row["name"] for row in rows} == {"Pat Lee", "Low Scorer"}
        assert len({(row["report"], row["participant"]) for row in rows}) == 3
        assert len(scores(rows)) == 2  # nobody may be shown of the third

    def test_of_two_rounds_can_be_stacked(
        self, round: Round, ashford: Council, framework: Framework, alice: User
    ) -> None:
        rows = read(round) + read(a_round(ashford, framework, alice, "Autumn"))
        assert len({row["round"] for row in rows}) == 2
        assert len({row["report"] for row in rows}) == 6
        assert {(row["council"], row["framework"]) for row in rows} == {
            (str(ashford.pk), str(framework.pk))
        }
        keys = {(row["framework_key"], row["framework_version"]) for row in rows}
        assert keys == {(framework.key, framework.version)}

    def test_are_none_of_a_rater_or_an_answer(self, round: Round, ashford: Council) -> None:
        known = {str(round.pk), str(ashford.pk), str(round.framework_id)}
        for participant in round.participants.select_related("report"):
            known |= {str(participant.pk), str(participant.report.pk)}
        cells = [cell for row in read(round) for cell in row.values()]
        found = {each for cell in cells for each in UUID.findall(cell)}
        assert found == known

    def test_are_the_same_in_the_next_file(self, round: Round, alice: User) -> None:
        url = reverse("round_results_csv", args=[round.pk])
        first, second = (signed_in(alice).get(url).getvalue() for _ in range(2))
        assert first == second


class TestALine:
    def test_says_roles_dates_and_keys(self, round: Round) -> None:
        row = next(row for row in read(round) if row["measure"] == "item_mean")
        assert row["roles"] == "e-champion; head of ICT"
        assert row["role_keys"] == "e-champion; head-of-ict"
        assert (row["dimension_key"], row["statement_key"]) == ("communication", "communication-1")
        days = [row[name] for name in ("opens_on", "ended_on", "released_on")]
        assert days == sorted(days)
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days)

    def test_of_a_withheld_figure_says_why_and_nothing_else(self, round: Round) -> None:
        withheld = [row for row in read(round) if row["withheld_code"]]
        assert {row["withheld_code"] for row in withheld} <= set(Reason)
        assert all(row["withheld"] for row in withheld)
        assert {row[name] for row in withheld for name in NO_FIGURE} == {""}
        assert not any(row["withheld"] for row in read(round) if not row["withheld_code"])

    def test_counts_who_answered_as_the_cover_does(self, round: Round) -> None:
        rows = read(round)
        covers = {
            (row["report"], row["group"]): row["value"]
            for row in rows
            if row["measure"] == Measure.COMPLETED and row["value"]
        }
        beside = {(row["report"], row["group"]): row["answered"] for row in rows if row["answered"]}
        assert {key: n for key, n in beside.items() if key[1] != Group.OTHERS} == {
            key: n for key, n in covers.items() if key in beside
        }
        others = {n for (_report, group), n in beside.items() if group == Group.OTHERS}
        assert others == {"6"}

    def test_counts_the_raters_behind_a_score_and_the_ratings_on_its_statements(
        self, round: Round
    ) -> None:
        lines = [line for line in every(round) if line.figure.value is not None]
        counted = {
            (line.about.report, line.figure.dimension, line.figure.group): line.figure.value
            for line in lines
            if line.figure.measure is Measure.RATERS
        }
        scores = [
            line
            for line in lines
            if line.figure.measure is Measure.SCORE and line.figure.group is not Group.SELF
        ]
        assert len(scores) > 10
        for line in scores:
            place = line.about.report, line.figure.dimension, line.figure.group
            on_each = [
                each.figure.n
                for each in lines
                if each.figure.measure is Measure.ITEM_MEAN
                and (each.about.report, each.figure.dimension, each.figure.group) == place
            ]
            assert (line.raters, line.figure.n, line.most) == (
                counted[place],
                min(filter(None, on_each)),
                max(filter(None, on_each)),
            )

    def test_of_a_gap_has_the_raters_of_the_score_that_it_is_made_of(self, round: Round) -> None:
        places = {
            (line.about.report, line.figure.dimension, line.figure.measure): line
            for line in every(round)
            if line.figure.measure is Measure.GAP
            or (line.figure.measure is Measure.SCORE and line.figure.group is Group.OTHERS)
        }
        gaps = [line for (*_place, measure), line in places.items() if measure is Measure.GAP]
        assert gaps
        for gap in gaps:
            score = places[gap.about.report, gap.figure.dimension, Measure.SCORE]
            assert (gap.raters, gap.most) == (score.raters, score.most)

    def test_bounds_the_mean_where_the_report_says_or_lower(self, round: Round) -> None:
        lines = [line for line in every(round) if line.figure.value is not None]
        said = {(line.figure.bound, bounds_of_mean(line)) for line in lines}
        bounded = {(bound, ends) for bound, ends in said if len({*ends}) > 1}
        assert bounded
        for bound, (low, high) in bounded:
            assert (low == 1) if bound == "or_lower" else (high == 5), bound


def test_every_column_has_a_name_of_its_own_that_a_program_can_use() -> None:
    names = [column.name for column in FIGURES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z_]*", name) for name in names)


def test_lines_come_report_by_report_past_the_edge_of_what_is_read_at_once(
    round: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [(line.about.report, line.figure) for line in every(round)]
    assert REPORTS_AT_ONCE > 1
    monkeypatch.setattr("assessment.release.selectors.result_lines.REPORTS_AT_ONCE", 1)
    assert [(line.about.report, line.figure) for line in every(round)] == whole
