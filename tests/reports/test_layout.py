"""How a typical report falls into pages: short enough, a page for each skill, nothing torn."""

from __future__ import annotations

import pytest

from assessment.models import Council, Framework, RaterGroup, User
from reports import pdf, services
from tests.cast import make_person
from tests.reports.layout import pages, printed
from tests.reports.people import TYPICAL, closed_round, rated, released

pytestmark = pytest.mark.one_database


class TestATypicalReport:
    def test_has_eight_to_thirteen_pages_with_one_for_each_skill(
        self, ashford: Council, shipped: Framework, alice: User
    ) -> None:
        round = closed_round(ashford, shipped, alice)
        carol = make_person(ashford, "Carol")
        comments = ["Explains plans well.", "", "", "", "", ""]
        closing = ["Asking before deciding.", ""]
        rated(round, carol, groups=TYPICAL, comments=comments, closing=closing)
        report = released(round, alice)[0]
        found = pages(services.pdf_of(report).body)
        assert 8 <= len(found) <= 13
        skills = shipped.dimensions.filter(kind="skill").order_by("position")
        starts = [
            [
                n
                for n, page in enumerate(found)
                if (skill.name, skill.description.split()[0]) in page.pairs
            ]
            for skill in skills
        ]
        first = starts[0][0]
        assert starts == [[first + n] for n in range(len(skills))]

    def test_with_many_comments_keeps_each_of_them_whole(
        self, ashford: Council, shipped: Framework, alice: User
    ) -> None:
        round = closed_round(ashford, shipped, alice)
        comments = [f"Comment {n} that is a little longer than one line." for n in range(40)]
        groups = {RaterGroup.PEER: 14, RaterGroup.REPORT: 8}
        rated(round, make_person(ashford, "Carol"), groups=groups, comments=comments)
        report = released(round, alice)[0]
        found = pages(services.pdf_of(report).body)
        text = printed(found)
        quoted = report.results.filter(measure="comment", withheld="").count()
        assert quoted > 100
        assert text.count("Comment ") >= quoted
        assert [n for n, page in enumerate(found[:-1], 1) if page.filled < 1 / 3] == []


class TestAPage:
    """What the tests of every report see in one must be there to be seen."""

    HTML = (
        '<html lang="en"><title>t</title><style>h2 {{ break-after: auto }}</style><h1>One</h1>'
        '<p>Text</p><div style="height: {}mm"></div><h2>Two</h2><p>More</p>'
    )

    def test_tells_a_heading_that_is_left_alone_at_its_foot(self) -> None:
        lone, follows = (pages(pdf.render(self.HTML.format(room))) for room in ("250", "20"))
        assert ["Two" in page.stranded for page in lone] == [True, False]
        assert ["Two" in page.stranded for page in follows] == [False]

    def test_tells_how_far_it_is_filled(self) -> None:
        [page] = pages(pdf.render(self.HTML.format("20")))
        assert 0.1 < page.filled < 1 / 3
