"""The PDF: readable by everybody, the same each time, and true to what was released."""

from __future__ import annotations

import gc
import io
from fractions import Fraction

import pytest
from pypdf import PdfReader

from assessment.models import Council, Framework, Report, User
from assessment.release.selectors.results import one_decimal
from reports import pdf, services
from tests.plugins.renders import anew
from tests.reports import pdfua
from tests.reports.sorts import make

pytestmark = [pytest.mark.usefixtures("same_identifiers"), pytest.mark.one_database]


@pytest.fixture
def combined(ashford: Council, shipped: Framework, alice: User) -> Report:
    """Without comments, whose order is drawn: the same document for each test."""
    return make("combined", ashford, shipped, alice)


class TestAPdf:
    def test_shows_every_score_and_item_mean_that_was_released(self, combined: Report) -> None:
        text = _text(services.pdf_of(combined).body)
        for result in combined.results.filter(measure__in=["score", "item_mean"], withheld=""):
            assert str(one_decimal(Fraction(result.value or 0))) in text

    def test_asks_for_no_font_features_which_would_leak(self, combined: Report) -> None:
        fonts = pdf._style()[0]
        fonts.font_features.clear()
        content = services.content_of(combined)
        assert anew(services.html_of(content), content.key)
        assert fonts.font_features == {}

    def test_says_why_figures_are_withheld(
        self, ashford: Council, shipped: Framework, alice: User
    ) -> None:
        text = _text(services.pdf_of(make("withheld", ashford, shipped, alice)).body)
        assert "withheld" in text
        assert "3" in text

    def test_is_the_same_to_the_byte_each_time(self, combined: Report) -> None:
        content = services.content_of(combined)
        html = services.html_of(content)
        assert anew(html, content.key) == anew(html, content.key) == services.pdf_of(combined).body

    def test_carries_the_fingerprint_of_its_content(self, combined: Report) -> None:
        body = services.pdf_of(combined).body
        fingerprint = services.content_of(combined).fingerprint
        assert fingerprint in _text(body).replace(" ", "").replace("\n", "")

    def test_has_a_file_name_of_round_and_person_alone(self, combined: Report) -> None:
        assert services.pdf_of(combined).name == "gap-report-spring-dana-whitlock.pdf"

    def test_names_what_no_font_can_draw(
        self, ashford: Council, shipped: Framework, alice: User
    ) -> None:
        text = _text(services.pdf_of(make("strange", ashford, shipped, alice)).body)
        assert "<script>alert(1)</script> & <b>bold</b>" in text
        assert "ŵ ŷ" in text


class TestRendering:
    @pytest.mark.parametrize(
        "asking",
        [
            '<link rel=attachment href="file:///etc/hostname">',
            '<link rel=stylesheet href="http://192.0.2.1/x.css">',
            '<img alt="x" src="file:///etc/hostname">',
            '<p style="background: url(data:image/png;base64,AAAA)">x</p>',
        ],
    )
    def test_refuses_to_fetch(self, asking: str) -> None:
        with pytest.raises(pdf.ForbiddenFetch):
            pdf.render(f'<html lang="en"><title>t</title><h1>t</h1>{asking}')

    @pytest.mark.parametrize(
        "words",
        [
            '<span lang="en-gb">Listens first</span>',
            "Listens <bdi>😀</bdi>",
            "<em>Listens</em> <strong>first <b>of all</b></strong>",
        ],
    )
    def test_makes_one_link_whatever_is_marked_in_its_words(self, words: str) -> None:
        body = pdf.render(
            f'<html lang="cy"><title>t</title><h1 id="t">t</h1><p><a href="#t">{words}</a></p>'
        )
        assert pdfua.faults(body) == []
        [page] = PdfReader(io.BytesIO(body)).pages
        assert len(page.annotations or ()) == 1

    def test_leaves_the_garbage_collector_as_it_was(self) -> None:
        anew('<html lang="en"><title>t</title><h1>t</h1>')
        assert gc.isenabled()


def _text(body: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
