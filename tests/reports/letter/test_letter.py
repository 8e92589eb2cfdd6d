"""The letter to the sponsor: one page, tagged, that names nobody."""

from __future__ import annotations

import io
import uuid

import pikepdf
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from assessment.council.told.selectors.told import CouncilTold, council_told_of
from assessment.council.told.services.told import give_consent, make_letter
from assessment.models import Action, AuditEvent, Framework, Person, Report, Round, User
from assessment.release.selectors.results import framework_texts
from assessment.scoring.conditions import Condition, ConditionSaid
from reports.letter.services import letter_html, letter_pdf
from tests.cast import signed_in
from tests.council.told.world import LATER, gina, large, small
from tests.reports import pdfua

__all__ = ["gina", "large", "small"]

pytestmark = [pytest.mark.usefixtures("same_identifiers"), pytest.mark.one_database]


def pages(body: bytes) -> list[str]:
    found = [page.extract_text() for page in PdfReader(io.BytesIO(body)).pages]
    return [" ".join(page.split()) for page in found]


@pytest.fixture
def made(small: Round, carol: Person, gina: Person, alice: User) -> Round:
    for person in (carol, gina):
        assert person.user is not None
        report = Report.objects.get(participant__person=person)
        give_consent(report=report, by=person.user, at=LATER)
    make_letter(round=small, by=alice, at=LATER)
    return small


class TestTheLetter:
    def test_is_one_tagged_page_that_names_nobody(self, made: Round, susan: User) -> None:
        response = signed_in(susan).get(reverse("council_letter", args=[made.pk]))
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == 'attachment; filename="letter-small.pdf"'
        (page,) = pages(response.content)
        assert pdfua.faults(response.content) == []
        for said in [
            "To the chief executive of Ashford Sample Council",
            "The role of head of ICT is shared by 2 people.",
            "“Mandate” is seen as low for e-champion.",
            "Shows mandate in way 1.",
            "Improve mandate from 2.",
            "hr@ashford.example.gov.uk",
        ]:
            assert said in page
        assert [name for name in ("Carol", "Gina", "Peer", "Alice") if name in page] == []
        assert AuditEvent.objects.get(action=Action.LETTER_DOWNLOADED).by == susan

    def test_is_the_same_for_hr(self, made: Round, alice: User, susan: User) -> None:
        address = reverse("council_letter", args=[made.pk])
        bodies = {signed_in(user).get(address).content for user in (alice, susan)}
        assert len(bodies) == 1

    def test_is_in_the_language_of_whoever_asks(self, made: Round, susan: User) -> None:
        susan.language = "cy"
        susan.save()
        body = signed_in(susan).get(reverse("council_letter", args=[made.pk])).content
        assert pdfua.faults(body) == []
        with pikepdf.open(io.BytesIO(body)) as pdf:
            assert str(pdf.Root.Lang) == "cy"

    def test_is_not_there_before_it_is_made(
        self, small: Round, large: Round, alice: User, susan: User
    ) -> None:
        for round in (small, large):
            for user in (alice, susan):
                address = reverse("council_letter", args=[round.pk])
                assert signed_in(user).get(address).status_code == 404
        assert not AuditEvent.objects.filter(action=Action.LETTER_DOWNLOADED).exists()

    def test_is_for_readers_of_the_councils_picture(
        self, made: Round, carol: Person, dave: User, susan: User, client: Client
    ) -> None:
        address = reverse("council_letter", args=[made.pk])
        assert carol.user is not None
        assert signed_in(carol.user).get(address).status_code == 403
        assert signed_in(dave).get(address).status_code == 404
        assert client.get(address).status_code == 302
        assert signed_in(susan).post(address).status_code == 405
        unknown = reverse("council_letter", args=[uuid.uuid4()])
        assert signed_in(susan).get(unknown).status_code == 404


class TestTheLetterOfMany:
    def test_speaks_of_all_and_of_no_figure(self, large: Round, alice: User) -> None:
        make_letter(round=large, by=alice, at=LATER)
        text = letter_html(council_told_of(large, "en-gb"))
        assert "“Mandate” is seen as low, over everybody who takes part." in text
        assert "stands on 5 participants" in " ".join(text.split())
        assert "3.4" not in text


@pytest.mark.parametrize("language", ["en-gb", "cy"])
class TestTheLongestLetter:
    @pytest.mark.parametrize("key", ["e-government-roles", "digital-leadership"])
    def test_of_a_shipped_framework_is_one_page(self, made: Round, language: str, key: str) -> None:
        call_command("load_frameworks", verbosity=0)
        framework = Framework.objects.filter(key=key).latest("version")
        texts = framework_texts(framework, language)
        told = council_told_of(made, language)
        roles = tuple(role.key for role in texts.roles)
        (mandate,) = [each for each in texts.dimensions if each.kind == "mandate"]
        items = tuple(each.key for each in mandate.indicators)
        low = ConditionSaid(Condition.MANDATE_LOW, roles, mandate.key, items=items)
        longest = CouncilTold(
            told.round,
            texts,
            True,
            told.letter_on,
            (
                *(ConditionSaid(Condition.SHARED, (role,), holders=2) for role in roles),
                ConditionSaid(Condition.COMBINED, roles, holders=2),
                low,
            ),
            (),
        )
        document = letter_pdf(longest, language)
        assert len(pages(document.body)) == 1
        assert pdfua.faults(document.body) == []
