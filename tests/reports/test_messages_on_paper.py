"""The first page of the PDF: one page whatever the names, and each link leads where it says."""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import replace
from fractions import Fraction

import pikepdf
import pytest

from assessment.release.selectors.results import (
    DimensionTexts,
    Figure,
    Kind,
    Measure,
    ReleasedReport,
)
from assessment.scoring.reading import as_printed
from reports import pdf, services
from reports.content import build
from tests.reports.layout import pages, printed
from tests.reports.test_content import OTHER_ROLE, ROLE, SHIPPED, a_report, dimension, rated
from tests.reports.test_messages import EVERYTHING, a_full_report, change, focus, of, own, scored

NAME = "Understanding what people and places need and planning services that can be used by all "
NAME += "who live and work in the area"


def long(key: str, kind: Kind = Kind.SKILL) -> DimensionTexts:
    """A dimension with its names at their limits."""
    like = dimension(key, kind)
    levels = tuple(
        replace(
            level, label=f"{level.value} most of the time and in nearly all of the projects at hand"
        )
        for level in like.levels
    )
    return replace(like, name=f"{key} {NAME}"[:120].strip(), levels=levels)


SKILLS = [f"skill{n}" for n in range(12)]
SCORES = ("4.6", "4.7", "4.8", "4.9", "3.1", "3.2", "3.3", "3.4", "2.8", "2.9", "3.0", "4.5")


WIDE = "WWWWWWW MMMMMMM WWWWWWWW MMMMM "


def wide(text: str) -> str:
    """As long, in the widest letters."""
    return (WIDE * 4)[: len(text)].strip()


def all_wide(each: DimensionTexts) -> DimensionTexts:
    levels = tuple(replace(level, label=wide(level.label)) for level in each.levels)
    return replace(each, name=wide(each.name), levels=levels)


def many_of(kind: Kind, key: str) -> ReleasedReport:
    """The same with twelve of a kind that has no target, each seen at one end of its levels."""
    report = a_long_report()
    of_one = [f for f in report.figures if f.dimension == key]
    one = next(each for each in report.framework.dimensions if each.key == key)
    rest = tuple(each for each in report.framework.dimensions if each.key != key)
    keys = [f"{key}{n}" for n in range(12)]
    figures = [
        replace(f, dimension=each, indicator=f.indicator and f"{each}{f.indicator}")
        for each in keys
        for f in of_one
    ]
    twelve = tuple(
        replace(
            one,
            key=each,
            indicators=tuple(replace(i, key=f"{each}{i.key}") for i in one.indicators),
        )
        for each in keys
    )
    assert one.kind is kind
    return replace(
        report,
        framework=replace(report.framework, dimensions=(*rest, *twelve)),
        figures=(*report.figures, *figures),
    )


def in_wide_letters(report: ReleasedReport) -> ReleasedReport:
    dimensions = tuple(map(all_wide, report.framework.dimensions))
    roles = tuple(replace(each, name=wide(each.name)) for each in report.roles)
    framework = replace(report.framework, dimensions=dimensions, roles=roles)
    return replace(report, framework=framework, roles=roles, compared_round=wide("x" * 120))


def a_long_report() -> ReleasedReport:
    """Twelve skills with six messages, in a combined role, all of the longest names."""
    report = a_report()
    keys = [*SKILLS, "mandate", "focus"]
    kinds = {"mandate": Kind.MANDATE, "focus": Kind.FOCUS}
    dimensions = tuple(long(key, kinds.get(key, Kind.SKILL)) for key in keys)
    roles = tuple(replace(each, name=f"{each.name} {NAME}"[:120]) for each in (ROLE, OTHER_ROLE))
    figures = [
        *(f for key, score in zip(SKILLS, SCORES, strict=True) for f in rated(key, score, "4")),
        *(f for key, score in zip(SKILLS, SCORES, strict=True) for f in own(key, "4", score)),
        *(change(key, "1" if place % 2 else "-1") for place, key in enumerate(SKILLS)),
        *scored("mandate", "2.5"),
        *focus("4"),
        Figure(Measure.RANGE_LOW, "focus", role="other", value=Fraction(2)),
        Figure(Measure.RANGE_HIGH, "focus", role="other", value=Fraction(7, 2)),
    ]
    return replace(
        report,
        framework=replace(report.framework, dimensions=dimensions, roles=roles),
        roles=roles,
        council=f"Ashford {NAME}"[:120],
        figures=as_printed(figures, replace(SHIPPED, skills=frozenset(SKILLS))),
        compared_round=f"Spring {NAME}"[:120],
        compared_on=datetime.date(2025, 3, 2),
    )


class TestOnPaper:
    def test_six_messages_with_the_longest_names_keep_to_one_page(self) -> None:
        content = build(a_long_report())
        assert len(of(content)) == 6
        body = pdf.render(services.html_of(content))
        _cover, first, second, *_rest = pages(body)
        assert "What this report says" in printed([first])
        assert "Each is explained in" in first.lines[-1]
        assert "Your skills at a glance" in printed([second])

    @pytest.mark.parametrize(
        "report",
        [
            pytest.param(many_of(Kind.FOCUS, "focus"), id="twelve of focus"),
            pytest.param(many_of(Kind.MANDATE, "mandate"), id="twelve of the mandate"),
            pytest.param(in_wide_letters(a_long_report()), id="wide names"),
            pytest.param(in_wide_letters(many_of(Kind.FOCUS, "focus")), id="wide, of focus"),
        ],
    )
    def test_messages_of_many_dimensions_keep_to_one_page(self, report: ReleasedReport) -> None:
        content = build(report)
        assert len(of(content)) == 6
        _cover, first, second, *_rest = pages(pdf.render(services.html_of(content)))
        assert "What this report says" in printed([first])
        assert "Each is explained in" in first.lines[-1]
        assert "Your skills at a glance" in printed([second])

    def test_each_link_leads_to_its_part_by_its_page(self) -> None:
        content = build(a_full_report(*EVERYTHING, since="Spring"))
        body = pdf.render(services.html_of(content))
        found = pages(body)
        text = printed(found[1:2])
        for said in of(content).values():
            # The title beside it may stand between the two where the line breaks.
            page = re.search(rf"{re.escape(said.part)},.{{0,40}}? page (\d+)", text)
            assert page, said
            assert any(line.endswith(said.part) for line in found[int(page[1]) - 1].lines)
        with pikepdf.open(io.BytesIO(body)) as file:
            links = [each for each in file.pages[1].Annots if each.Subtype == "/Link"]
            places = {str(each.Dest) for each in links}
        assert places == {said.place for said in of(content).values()}
