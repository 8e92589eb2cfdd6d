"""Earlier releases stored who was asked and who answered group by group; nobody reads that now."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Council, Framework, Person, RaterGroup, Result, User, frozen
from assessment.release.selectors.counts import counts_as_shown
from assessment.scoring.values import JOINED, Figure, Group, Measure, Reason
from tests.attacks.reading import read_csv
from tests.cast import signed_in
from tests.console import get, text
from tests.reports.people import closed_round, rated, released


def stored(
    asked: Mapping[Group, int], answered: Mapping[Group, int], *merged: Group
) -> list[Figure]:
    """The counts as an earlier release wrote them."""
    counts = []
    for group in JOINED:
        counts.append(Figure(Measure.INVITED, group=group, value=Fraction(asked.get(group, 0))))
        counts.append(
            Figure(Measure.COMPLETED, group=group, value=Fraction(answered.get(group, 0)))
        )
    counts += [Figure(Measure.MERGED, group=group, code=Group.COLLEAGUES) for group in merged]
    if merged:
        together = Fraction(sum(answered.get(group, 0) for group in merged))
        counts.append(Figure(Measure.COMPLETED, group=Group.COLLEAGUES, value=together))
    return counts


def read(figures: list[Figure]) -> dict[Group | None, Fraction | Reason | None]:
    found = counts_as_shown(figures, 3)
    return {f.group: f.withheld or f.value for f in found if f.measure is Measure.COMPLETED}


SELF = {Group.SELF: 1, Group.MANAGER: 0}


class TestTheCountsOfAnEarlierRelease:
    def test_are_read_of_the_groups_shown_and_of_no_group_inside_another(self) -> None:
        asked = {Group.SELF: 1, Group.PEER: 6, Group.REPORT: 3, Group.PARTNER: 2}
        answered = {Group.SELF: 1, Group.PEER: 5, Group.REPORT: 2, Group.PARTNER: 1}
        figures = stored(asked, answered, Group.REPORT, Group.PARTNER)
        assert read(figures) == {**SELF, Group.PEER: 5, Group.COLLEAGUES: 3}

    def test_are_withheld_of_those_who_were_too_few(self) -> None:
        figures = stored({Group.PEER: 3}, {Group.PEER: 2}, Group.PEER)
        counts = read(figures)
        assert counts[Group.COLLEAGUES] is Reason.GROUP_TOO_SMALL
        assert Group.PEER not in counts

    def test_put_a_group_in_which_nobody_answered_with_those_put_together(self) -> None:
        asked = {Group.PEER: 2, Group.REPORT: 2, Group.PARTNER: 1}
        answered = {Group.PEER: 2, Group.REPORT: 2}
        found = list(counts_as_shown(stored(asked, answered, Group.PEER, Group.REPORT), 3))
        merged = {f.group for f in found if f.measure is Measure.MERGED}
        assert merged == {Group.PEER, Group.REPORT, Group.PARTNER}

    def test_never_say_how_many_were_asked(self) -> None:
        found = counts_as_shown(stored({Group.PEER: 6}, {Group.PEER: 5}), 3)
        assert Measure.INVITED not in {figure.measure for figure in found}

    def test_are_as_they_were_written_where_nothing_says_who_was_asked(self) -> None:
        new = [Figure(Measure.COMPLETED, group=Group.PEER, value=Fraction(5))]
        assert list(counts_as_shown(new, 3)) == new


class TestAnEarlierReport:
    @pytest.fixture
    def hr(self, alice: User) -> Client:
        return signed_in(alice)

    def test_tells_nowhere_what_its_rows_still_say(
        self, hr: Client, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> None:
        round = closed_round(ashford, framework, alice)
        rated(round, carol, groups={RaterGroup.PEER: 2, RaterGroup.REPORT: 2})
        report = released(round, alice)[0]
        with frozen.thawed():
            written = Result.written.filter(report=report)
            written.filter(measure__in=["completed", "merged"]).delete()
            rows = stored(
                {Group.PEER: 77, Group.REPORT: 78},
                {Group.PEER: 2, Group.REPORT: 2},
                *(Group.PEER, Group.REPORT),
            )
            for place, figure in enumerate(rows):
                Result.written.create(
                    report=report,
                    position=100_000 + place,
                    measure=figure.measure,
                    group=figure.group or "",
                    code=figure.code,
                    value=None if figure.value is None else int(figure.value),
                )
            # Counts stand first
            for row in written.filter(position__lt=100_000).order_by("-position"):
                Result.written.filter(pk=row.pk).update(position=row.position + 200_000)
        page = text(get(hr, "report_page", report.pk))
        sheet = hr.get(reverse("round_results_csv", args=[round.pk])).getvalue()
        assert "Colleagues (peers and direct reports) 4" in page
        counts = [each for each in read_csv(sheet) if each.measure in ("invited", "completed")]
        assert {each.group for each in counts} == {"self", "manager", "colleagues"}
        assert {each.measure for each in counts} == {"completed"}
