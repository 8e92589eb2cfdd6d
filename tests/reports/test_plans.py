"""The plan of actions as a PDF."""

from __future__ import annotations

import io

import pytest
from django.utils import translation
from pypdf import PdfReader

from assessment.models import Council, CouncilAction, Framework, Person, Round, User
from reports.plans.services import plan_pdf
from tests.cast import TODAY, signed_in
from tests.console import get
from tests.council.actions.plans import DAY, TEXT, add, released_round
from tests.reports import pdfua

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("same_identifiers")]


@pytest.fixture
def spring(ashford: Council, framework: Framework, alice: User, carol: Person) -> Round:
    """Eight actions, in every state."""
    found = released_round(ashford, framework, carol, by=alice)
    states = [*CouncilAction.State.values, *CouncilAction.State.values]
    for number, state in enumerate(states):
        made = add(found, alice, text=f"{TEXT} Number {number}.", due_on=TODAY + number * DAY)
        CouncilAction.objects.filter(pk=made.pk).update(state=state, outcome="It was granted.")
    return found


def words(body: bytes) -> tuple[int, str]:
    pages = PdfReader(io.BytesIO(body)).pages
    return len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


class TestThePlanOnPaper:
    def test_is_one_page_that_says_who_does_what_until_when(self, spring: Round) -> None:
        document = plan_pdf(spring, day=TODAY + 3 * DAY, language="en-gb")
        count, text = words(document.body)
        assert document.name == "actions-spring.pdf"
        assert count == 1
        assert "Plan of actions: Spring" in text
        assert f"{TEXT} Number 7." in text
        assert text.count("Olwen Owner") == 8
        assert "overdue by 3 days" in text
        assert pdfua.faults(document.body) == []

    def test_holds_no_address_and_no_participant(self, spring: Round, carol: Person) -> None:
        _count, text = words(plan_pdf(spring, day=TODAY, language="en-gb").body)
        assert "@" not in text
        assert carol.name not in text

    def test_is_in_the_language_of_whoever_asks(self, spring: Round) -> None:
        with translation.override("en-gb"):
            body = plan_pdf(spring, day=TODAY, language="cy").body
        assert "Cynllun gweithredu: Spring" in words(body)[1]
        assert PdfReader(io.BytesIO(body)).trailer["/Root"]["/Lang"] == "cy"  # type: ignore[index]

    def test_comes_as_a_file_from_the_page(self, spring: Round, alice: User) -> None:
        met = get(signed_in(alice), "council_actions_pdf", spring.pk)
        assert met["Content-Type"] == "application/pdf"
        assert 'filename="actions-spring.pdf"' in met["Content-Disposition"]
