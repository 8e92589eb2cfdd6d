"""A report in the language of whoever reads it."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from assessment.models import AuditEvent, Council, Framework, Person, RaterGroup, Report, User
from assessment.release.selectors.results import framework_texts
from reports import services
from tests.cast import make_participant_account, make_person, signed_in
from tests.reports import pdfua
from tests.reports.layout import pages, printed
from tests.reports.people import closed_round, rated, released
from tests.reports.structure import texts
from tests.welsh import english_on, is_english, squeeze

pytestmark = [pytest.mark.usefixtures("same_identifiers"), pytest.mark.one_database]


@pytest.fixture
def shipped(db: None) -> Framework:
    call_command("load_frameworks", verbosity=0)
    return Framework.objects.published().get(key="e-government-roles", version="2.0")


@pytest.fixture
def nia(ashford: Council) -> Person:
    """A participant who reads Welsh."""
    person = make_person(ashford, "Nia")
    user = make_participant_account(person)
    user.language = person.language = "cy"
    user.save()
    person.save()
    return person


@pytest.fixture
def report(ashford: Council, shipped: Framework, alice: User, nia: Person) -> Report:
    round = closed_round(ashford, shipped, alice)
    groups = {RaterGroup.MANAGER: 1, RaterGroup.PEER: 6, RaterGroup.REPORT: 5}
    rated(round, nia, groups=groups, comments=["Arweinyddiaeth dda."])
    return released(round, alice)[0]


@pytest.fixture
def english(ashford: Council, framework: Framework, alice: User, nia: Person) -> Report:
    """Hers of a round whose framework nobody has translated."""
    round = closed_round(ashford, framework, alice)
    rated(round, nia, groups={RaterGroup.MANAGER: 1, RaterGroup.PEER: 6, RaterGroup.REPORT: 5})
    return released(round, alice)[0]


@pytest.fixture
def reader(nia: Person) -> Client:
    assert nia.user is not None
    return signed_in(nia.user)


def page(client: Client, report: Report) -> str:
    return str(client.get(reverse("report_page", args=[report.pk])).content.decode())


def pdf(client: Client, report: Report, query: str = "") -> tuple[str, bytes]:
    response = client.get(reverse("report_pdf", args=[report.pk]) + query)
    return response.headers["Content-Disposition"], response.content


class TestThePage:
    def test_has_the_texts_of_the_framework_in_welsh_and_says_so(
        self, reader: Client, report: Report
    ) -> None:
        text = page(reader, report)
        assert '<html lang="cy"' in text
        assert re.search(r"<h3[^>]*>Cyfathrebu\s*<", text)
        head = r'<th scope="row"[^>]*>\s*(<a[^>]*>)?Meithrin perthnasoedd(</a>)?\s*</th>'
        assert re.search(head, text)
        assert "Relationship building" not in text
        assert list(english_on(text)) == []

    def test_marks_a_name_that_fell_back_within_a_welsh_sentence(
        self, reader: Client, english: Report
    ) -> None:
        text = page(reader, english)
        assert '<html lang="cy"' in text
        assert re.search(r"<div class=\"message-text\"><p>[^\n]*<span lang=\"en-gb\">", text)

    def test_leaves_comments_as_they_were_written(self, reader: Client, report: Report) -> None:
        assert "Arweinyddiaeth dda." in page(reader, report)

    def test_is_english_for_whoever_reads_english(self, alice: User, report: Report) -> None:
        text = page(signed_in(alice), report)
        assert "Relationship building" in text
        assert text.count('lang="cy"') == 3  # the switch, and the links to two Welsh PDFs

    def test_offers_the_pdf_in_the_other_language(self, reader: Client, report: Report) -> None:
        assert f'href="{reverse("report_pdf", args=[report.pk])}?lang=en-gb"' in page(
            reader, report
        )


class TestThePdf:
    def test_is_in_the_language_of_the_participant(self, reader: Client, report: Report) -> None:
        name, body = pdf(reader, report)
        text = pdfua.reading_order(body)
        assert "-nia-cy.pdf" in name
        assert "Meithrin perthnasoedd" in text
        assert "Relationship building" not in text
        assert pdfua.faults(body) == []
        said = {squeeze(text) for _kinds, text in texts(body)}
        assert [each for each in said if is_english(each)] == []

    def test_is_in_the_language_that_hr_chooses(self, alice: User, report: Report) -> None:
        hr = signed_in(alice)
        name, english = pdf(hr, report)
        welsh_name, welsh = pdf(hr, report, "?lang=cy")
        assert (name.count("-cy.pdf"), welsh_name.count("-cy.pdf")) == (0, 1)
        assert "Relationship building" in printed(pages(english))
        assert "Meithrin perthnasoedd" in printed(pages(welsh))
        hashes = {
            event.detail["sha256"]
            for event in AuditEvent.objects.filter(action="report.downloaded")
        }
        assert len(hashes) == 2

    def test_is_the_usual_one_for_a_language_nobody_has(self, alice: User, report: Report) -> None:
        hr = signed_in(alice)
        usual = pdf(hr, report)
        for query in ["?lang=fr", "?lang=", "?lang=../cy"]:
            assert pdf(hr, report, query) == usual

    def test_can_be_verified_in_each_language(self, report: Report) -> None:
        for language in ["en-gb", "cy"]:
            assert services.verify(services.pdf_of(report, language=language).body).genuine


class TestFrameworkTexts:
    def test_fall_back_to_english_one_by_one_and_say_so(self, framework: Framework) -> None:
        texts = framework_texts(framework, "cy")
        assert texts.dimensions[0].name == "Communication"
        assert set(texts.voices.values()) == {"en-gb"}

    def test_cost_the_same_in_each_language(
        self, shipped: Framework, django_assert_num_queries: object
    ) -> None:
        with django_assert_num_queries(5):  # type: ignore[operator]
            framework_texts(shipped, "cy")


def marked(body: bytes) -> tuple[list[str], list[str]]:
    """The languages of the marked pieces of a PDF, and what these pieces say, line by line."""
    with pikepdf.open(io.BytesIO(body)) as file:
        voices = [str(each.Lang) for each in pdfua.elements(file) if "/Lang" in each]
    found = [text for kinds, text in texts(body) if kinds[-2:] == ("Span", "Span")]
    return voices, found


class TestMarksInThePdf:
    def test_are_on_every_english_piece_of_a_welsh_one_and_on_nothing_else(
        self, english: Report
    ) -> None:
        body = services.pdf_of(english, language="cy").body
        voices, marks = marked(body)
        assert set(voices) == {"en-gb"}
        assert len(marks) > 60
        framework = framework_texts(english.participant.round.framework, "cy")
        written = " ".join(" ".join(framework.voices).split()).casefold()
        assert [text for text in marks if text.strip().casefold() not in written] == []
        names = {dimension.name for dimension in framework.dimensions}
        unmarked = [
            text
            for kinds, text in texts(body)
            if "Figure" not in kinds and kinds[-2:] != ("Span", "Span")
        ]
        assert [text for text in unmarked if text.strip() in names] == []

    @pytest.mark.parametrize(("language", "tag"), [("en-gb", "en-GB"), ("cy", "cy")])
    def test_are_not_needed_where_all_is_in_one_language(
        self, report: Report, language: str, tag: str
    ) -> None:
        body = services.pdf_of(report, language=language).body
        assert marked(body) == ([], [])
        with pikepdf.open(io.BytesIO(body)) as file:
            assert str(file.Root.Lang) == tag
