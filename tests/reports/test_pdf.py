"""The PDF: readable by everybody, the same each time, and true to what was released."""

from __future__ import annotations

import gc
import io
import logging
from fractions import Fraction

import pikepdf
import pytest
from pypdf import PdfReader

from assessment.models import Council, Framework, RaterGroup, Report, User
from assessment.selectors.results import one_decimal
from reports import glyphs, pdf, services
from reports.content.blocks import Content, Quote, Quotes
from tests.cast import make_person
from tests.reports import pdfua
from tests.reports.people import closed_round, rated, released
from tests.reports.said import said, squeezed

SORTS = ["typical", "combined", "withheld", "nobody", "strange", "second round"]
STRANGE = (
    "<script>alert(1)</script> & <b>bold</b>",
    "x" * 9000,
    "Da iawn: mae’r tîm yn gwerthfawrogi dy gefnogaeth; ŵ ŷ.",
    "هذا الشخص يستمع جيدا إلى الآخرين.",
    "他总是认真倾听同事的意见。",
    "Great work 😀👍🏽!\x0b\ufeff",  # no form and no database takes a NUL
)


def make(sort: str, council: Council, framework: Framework, by: User) -> Report:
    """A report of each sort that a designer and a checker should see."""
    round = closed_round(council, framework, by)
    person = make_person(council, "Dana Whitlock")
    few = {RaterGroup.PEER: 2}
    people = {RaterGroup.MANAGER: 1, RaterGroup.PEER: 6, RaterGroup.REPORT: 5}
    match sort:
        case "combined":
            rated(round, person, "head-of-ict", "e-champion", groups=people)
        case "withheld":
            rated(round, person, groups=few)
        case "nobody":
            rated(round, person, groups={}, own=False)
        case "strange":
            rated(round, person, groups=people, comments=STRANGE)
        case _:
            rated(round, person, groups=people, comments=["Explains plans well.", "Keeps time."])
    report = released(round, by)[0]
    if sort == "second round":
        again = closed_round(council, framework, by, "Autumn")
        rated(again, person, groups=people, around=4.2, seed=7)
        report = released(again, by)[0]
    return report


@pytest.fixture(params=SORTS)
def report(
    request: pytest.FixtureRequest, ashford: Council, shipped: Framework, alice: User
) -> Report:
    return make(request.param, ashford, shipped, alice)


@pytest.fixture
def typical(ashford: Council, shipped: Framework, alice: User) -> Report:
    return make("typical", ashford, shipped, alice)


class TestEveryReport:
    def test_passes_the_checks_of_pdf_ua_without_a_warning(
        self, report: Report, caplog: pytest.LogCaptureFixture
    ) -> None:
        body = services.pdf_of(report).body
        assert pdfua.faults(body) == []
        assert [r.message for r in caplog.records if r.levelno >= logging.WARNING] == []

    def test_is_read_aloud_word_for_word_and_each_figure_once(self, report: Report) -> None:
        """Everything that the content says, in its order, and nothing else."""
        content = services.content_of(report)
        expected, read = said(content), squeezed(pdfua.read_aloud(services.pdf_of(report).body))
        read = read[-len(expected) :]
        if any(quote.direction == "rtl" for quote in quotes(content)):  # read back as drawn
            assert sorted(read) == sorted(expected)
        else:
            assert read == expected

    def test_is_read_aloud_with_every_statement_and_comment_that_was_released(
        self, report: Report
    ) -> None:
        text = squeezed(pdfua.read_aloud(services.pdf_of(report).body))
        content = services.content_of(report)
        shown = [squeezed(glyphs.printable(quote.text)) for quote in quotes(content)]
        comments = report.results.filter(measure="comment", withheld="")
        assert len(shown) == comments.count()
        for result in report.results.filter(measure="item_mean", group="others"):
            assert result.indicator
            assert squeezed(result.indicator.text) in text


def quotes(content: Content) -> list[Quote]:
    return [
        quote
        for part in content.parts
        for keep in part.groups
        for block in keep.blocks
        if isinstance(block, Quotes)
        for quote in block.quotes
    ]


class TestAPdf:
    def test_shows_every_score_and_item_mean_that_was_released(self, typical: Report) -> None:
        text = _text(services.pdf_of(typical).body)
        for result in typical.results.filter(measure__in=["score", "item_mean"], withheld=""):
            assert str(one_decimal(Fraction(result.value or 0))) in text

    def test_says_why_figures_are_withheld(
        self, ashford: Council, shipped: Framework, alice: User
    ) -> None:
        text = _text(services.pdf_of(make("withheld", ashford, shipped, alice)).body)
        assert "withheld" in text
        assert "3" in text

    def test_is_the_same_to_the_byte_each_time(self, typical: Report) -> None:
        assert services.pdf_of(typical).body == services.pdf_of(typical).body

    def test_carries_the_fingerprint_of_its_content(self, typical: Report) -> None:
        body = services.pdf_of(typical).body
        fingerprint = services.content_of(typical).fingerprint
        assert fingerprint in _text(body).replace(" ", "").replace("\n", "")

    def test_has_a_file_name_of_round_and_person_alone(self, typical: Report) -> None:
        assert services.pdf_of(typical).name == "gap-report-spring-dana-whitlock.pdf"

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

    def test_leaves_the_garbage_collector_as_it_was(self) -> None:
        pdf.render('<html lang="en"><title>t</title><h1>t</h1>')
        assert gc.isenabled()


GOOD = (
    '<html lang="en"><head><title>A title</title></head><body><h1>One</h1>'
    "<table><thead><tr><th scope=col>Head</th><th scope=col>Two</th></tr></thead>"
    "<tbody><tr><th scope=row>Row</th><td>1</td></tr></tbody></table>{}</body></html>"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}<path d="M0 0H9V9Z"/></svg>'
BAD_HTML = {
    "a heading skipped": GOOD.format("<h3>Three</h3>"),
    "a first heading of level two": GOOD.replace("h1>", "h2>").format(""),
    "a figure without a title": GOOD.format(SVG.format("")),
    "rows of unequal width": GOOD.format(
        "<table><tr><th>1</th><th>2</th></tr><tr><td>1</td></tr></table>"
    ),
    "a table without headers": GOOD.format("<table><tr><td>1</td></tr></table>"),
    "no language": GOOD.replace(' lang="en"', "").format(""),
    "no title": GOOD.replace("<title>A title</title>", "").format(""),
}


class TestTheChecker:
    """It must fail what is broken, or its silence means nothing."""

    def test_passes_a_good_file(self) -> None:
        assert pdfua.faults(pdf.render(GOOD.format(SVG.format("<title>A mark</title>")))) == []

    @pytest.mark.parametrize("fault", BAD_HTML)
    def test_fails_a_file_with(self, fault: str) -> None:
        assert pdfua.faults(pdf.render(BAD_HTML[fault]))

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("/MarkInfo",), None),
            (("/ViewerPreferences",), None),
            (("/Lang",), pikepdf.String("not a language!")),
            (("/Metadata",), None),
            (("/StructTreeRoot", "/ParentTree", "/Nums"), pikepdf.Array()),
            (("/Outlines",), None),
        ],
    )
    def test_fails_a_file_that_lost(
        self, path: tuple[str, ...], value: pikepdf.Object | None
    ) -> None:
        assert pdfua.faults(_changed(GOOD.format(""), path, value))

    def test_fails_a_page_that_paints_outside_of_tags(self) -> None:
        with pikepdf.open(io.BytesIO(pdf.render(GOOD.format("")))) as made:
            made.pages[0].contents_add(b"0 0 9 9 re f", prepend=False)
            assert any("outside" in fault for fault in pdfua.faults(_saved(made)))

    def test_fails_a_page_without_the_order_of_the_structure(self) -> None:
        with pikepdf.open(io.BytesIO(pdf.render(GOOD.format("")))) as made:
            del made.pages[0]["/Tabs"]
            assert pdfua.faults(_saved(made))

    def test_fails_a_bookmark_with_other_words_than_its_heading(self) -> None:
        with pikepdf.open(io.BytesIO(pdf.render(GOOD.format("<h2>Two</h2>")))) as made:
            with made.open_outline() as outline:
                outline.root[0].title = "Won"
            assert any("not the headings" in fault for fault in pdfua.faults(_saved(made)))

    def test_fails_bookmarks_in_another_order(self) -> None:
        with pikepdf.open(io.BytesIO(pdf.render(GOOD.format("<h1>Two</h1>")))) as made:
            with made.open_outline() as outline:
                outline.root.reverse()
            assert any("not the headings" in fault for fault in pdfua.faults(_saved(made)))

    def test_fails_header_cells_without_scope(self) -> None:
        with pikepdf.open(io.BytesIO(pdf.render(GOOD.format("")))) as made:
            for element in pdfua.elements(made):
                if pdfua.kind(element) == "/TH":
                    del element["/A"]["/Scope"]
            assert pdfua.faults(_saved(made)) == ["A header cell does not say what it heads."]

    def test_fails_fonts_that_are_not_in_the_file(self) -> None:
        with pikepdf.open(io.BytesIO(pdf.render(GOOD.format("")))) as made:
            for font in made.pages[0]["/Resources"]["/Font"].values():
                del font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"]
            assert any("not in the file" in fault for fault in pdfua.faults(_saved(made)))

    def test_fails_spans_of_headers_and_opacity(self) -> None:
        assert len(pdfua.rule_faults("<th scope=col colspan=2>", "p { opacity: .5 }")) == 2
        style = pdf.STYLE.read_text(encoding="utf-8")
        assert pdfua.rule_faults("<th scope=col>", style) == []


def _changed(html: str, path: tuple[str, ...], value: pikepdf.Object | None) -> bytes:
    with pikepdf.open(io.BytesIO(pdf.render(html))) as made:
        place = made.Root
        for key in path[:-1]:
            place = place[key]
        if value is None:
            del place[path[-1]]
        else:
            place[path[-1]] = value
        return _saved(made)


def _saved(made: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _text(body: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
