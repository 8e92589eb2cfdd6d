"""Reports of other frameworks: short scales and long ones, few dimensions and many."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from assessment.models import (
    Council,
    Framework,
    Kind,
    RaterGroup,
    Report,
    Result,
    Role,
    Target,
    User,
)
from assessment.release.selectors.results import one_decimal
from reports import charts as charts_module
from reports import services
from reports.content import plots
from tests.cast import add_dimension, make_person, publish, signed_in
from tests.reports import pdfua
from tests.reports.people import closed_round, rated, released

pytestmark = pytest.mark.one_database

PEOPLE = {RaterGroup.MANAGER: 1, RaterGroup.PEER: 6, RaterGroup.REPORT: 5}
NINE = [Kind.SKILL] * 6 + [Kind.MANDATE, Kind.FOCUS, Kind.SKILL]
SKILLS = [
    "listening", "planning", "explaining", "deciding", "learning", "caring", "support",
    "old-or-new", "leading-across-organisations",
]  # fmt: skip
ENDS = ("Only what is old", "Only what is new")


def make(top: int, kinds: list[Kind], roles: int = 2) -> Framework:
    """A published framework with these dimensions, its targets in the upper half of the scale."""
    framework = Framework.objects.create(
        key=f"scale-{top}", name=f"Scale of {top}", version="1.0", scale_top=top
    )
    held = [
        Role.objects.create(
            framework=framework, key=f"role-{n}", name=f"role {n}", purpose="Does it.", position=n
        )
        for n in range(1, roles + 1)
    ]
    for place, kind in enumerate(kinds):
        dimension = add_dimension(framework, SKILLS[place], kind, 5)
        if kind == Kind.FOCUS:
            for value, label in zip((1, top), ENDS, strict=True):
                dimension.levels.filter(value=value).update(label=label)
        for number, role in enumerate(held):
            Target.objects.create(role=role, dimension=dimension, **_target(kind, top, number))
    publish(framework)
    return framework


def _target(kind: Kind, top: int, number: int) -> dict[str, object]:
    if kind == Kind.SKILL:
        return {"level": Decimal(top) - 1 + Decimal(number) / 2, "importance": 2 - number % 2}
    if kind == Kind.FOCUS:
        return {"range_low": Decimal(top) / 2, "range_high": Decimal(top) - Decimal("0.5")}
    return {}


CASES = {
    "three levels, one skill": (3, [Kind.SKILL], 1),
    "three levels, nine dimensions": (3, NINE, 2),
    "seven levels, one skill": (7, [Kind.SKILL], 1),
    "seven levels, nine dimensions, three roles": (7, NINE, 3),
    "seven levels, a skill and a focus": (7, [Kind.SKILL, Kind.FOCUS], 2),
}


@pytest.fixture(params=CASES)
def report(request: pytest.FixtureRequest, ashford: Council, alice: User) -> Report:
    top, kinds, roles = CASES[request.param]
    round = closed_round(ashford, make(top, kinds, roles), alice)
    held = [f"role-{n}" for n in range(1, roles + 1)]
    person = make_person(ashford, "Dana Whitlock")
    comments = ["Explains plans well.", "Keeps time."]
    rated(round, person, *held, groups=PEOPLE, comments=comments, around=0.6 * top)
    return released(round, alice)[0]


def top_of(report: Report) -> int:
    return report.participant.round.framework.scale_top


def charts(thing: object) -> Iterator[object]:
    """Every chart of a content, wherever it stands."""
    if isinstance(thing, (plots.Bar, plots.Lanes, plots.Strip, plots.Range, plots.Field)):
        yield thing
    elif isinstance(thing, tuple):
        for each in thing:
            yield from charts(each)
    elif hasattr(thing, "__dataclass_fields__"):
        for name in thing.__dataclass_fields__:
            yield from charts(getattr(thing, name))


def figures(report: Report) -> Iterator[Result]:
    """Means of statements, scores of self and others, and those of groups in skills."""
    for result in report.results.filter(measure__in=["score", "item_mean"], withheld=""):
        of_group = result.measure == "score" and result.group not in {"self", "others"}
        if not of_group or result.dimension.kind == Kind.SKILL:  # type: ignore[union-attr]
            yield result


def page_of(report: Report, alice: User) -> str:
    client: Client = signed_in(alice)
    response = client.get(reverse("report_page", args=[report.pk]))
    assert response.status_code == 200
    return str(response.content.decode())


class TestAReportOnAnotherScale:
    def test_shows_every_score_and_level_on_the_page(self, report: Report, alice: User) -> None:
        text = page_of(report, alice)
        for result in figures(report):
            assert f">{one_decimal(Fraction(result.value or 0))}" in text
        assert f"1 to {top_of(report)}" in text

    def test_draws_on_axes_that_end_at_its_own_top(self, report: Report) -> None:
        drawn = list(charts(services.content_of(report).parts))
        scaled = [each for each in drawn if isinstance(each, (plots.Bar, plots.Lanes))]
        assert scaled
        assert {each.scale for each in scaled} == {plots.Scale(1, top_of(report))}
        for each in drawn:
            if isinstance(each, plots.Strip):
                assert len(each.counts) == top_of(report)

    def test_draws_nothing_outside_of_its_frame(self, report: Report, alice: User) -> None:
        drawn = re.findall(
            r"(?s)viewBox=\"0 0 ([\d.]+) [\d.]+\">(.*?)</svg>", page_of(report, alice)
        )
        assert drawn
        for width, drawing in drawn:
            places = [float(x) for x in re.findall(r"\b(?:cx|x)=\"(-?[\d.]+)\"", drawing)]
            assert all(-0.5 <= place <= float(width) + 0.5 for place in places)

    def test_holds_the_same_in_a_pdf_for_everybody(
        self, report: Report, caplog: pytest.LogCaptureFixture
    ) -> None:
        body = services.pdf_of(report).body
        assert pdfua.faults(body) == []
        assert [r.message for r in caplog.records if r.levelno >= logging.WARNING] == []
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
        for result in figures(report):
            assert str(one_decimal(Fraction(result.value or 0))) in text

    def test_names_every_dimension(self, report: Report, alice: User) -> None:
        text = page_of(report, alice)
        for dimension in report.participant.round.framework.dimensions.all():
            assert dimension.name in text


@pytest.mark.parametrize("top", [3, 4, 5, 6, 7])
class TestTheMandate:
    def test_is_low_below_the_middle_of_each_scale(
        self, ashford: Council, alice: User, top: int
    ) -> None:
        framework = make(top, [Kind.SKILL, Kind.MANDATE])
        low, high = (self._report(ashford, alice, framework, at) for at in (1, top))
        callouts = ("The obstacle is not the person", "Some of this is for the council")
        assert any(each in page_of(low, alice) for each in callouts)
        assert not any(each in page_of(high, alice) for each in callouts)

    @staticmethod
    def _report(ashford: Council, alice: User, framework: Framework, around: int) -> Report:
        round = closed_round(ashford, framework, alice, f"Round {around}")
        person = make_person(ashford, f"Person {around}")
        rated(round, person, "role-1", groups=PEOPLE, around=around)
        return released(round, alice)[0]


class TestAFocus:
    @pytest.mark.parametrize(("around", "end"), [(1.5, ENDS[0]), (8, ENDS[1])])
    def test_is_told_by_its_own_two_ends(
        self, ashford: Council, alice: User, around: float, end: str
    ) -> None:
        framework = make(7, [Kind.SKILL, Kind.FOCUS])
        round = closed_round(ashford, framework, alice)
        rated(round, make_person(ashford, "Dana"), "role-1", groups=PEOPLE, around=around)
        text = page_of(released(round, alice)[0], alice)
        assert all(each in text for each in ENDS)
        assert f"further towards “{end}” than your role expects" in text
        assert "echnology" not in text


class TestAStrip:
    @pytest.mark.parametrize("top", [3, 4, 5, 6, 7])
    def test_has_a_shade_for_each_level(self, top: int) -> None:
        drawn = charts_module.draw(plots.Strip("Ratings", (20,) * top, "level {}"))
        fills = re.findall(r'<rect[^>]*fill="(#[0-9a-f]{6})"', drawn)
        assert len(set(fills)) == len(fills) == top
        assert (fills[0], fills[-1]) == (charts_module.SHADES[0], charts_module.SHADES[-1])


class TestSeveralRoles:
    def test_of_which_three_are_held_are_not_called_both(
        self, ashford: Council, alice: User
    ) -> None:
        round = closed_round(ashford, make(5, [Kind.SKILL], roles=3), alice)
        held = ["role-1", "role-2", "role-3"]
        rated(round, make_person(ashford, "Dana"), *held, groups=PEOPLE, around=2)
        text = page_of(released(round, alice)[0], alice)
        assert "You hold role 1, role 2 and role 3. Your target is the highest of theirs." in text
        assert "both roles" not in text
