"""A withheld figure is in no corner of a PDF or of the file of one's own data.

Pages, sheets and emails are compared in tests/attacks/test_outputs.py; here is what their text
does not show: descriptions, attributes, links and the drawing itself.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping

import pikepdf
import pytest
from django.db import transaction
from django.urls import reverse

from assessment.models import Council, Framework, Person, RaterGroup, Round, User
from reports import pdf, services
from tests.cast import (
    add_participant,
    add_rater,
    answer,
    make_participant_account,
    make_person,
    signed_in,
)
from tests.plugins.renders import identifiers
from tests.reports import pdfua
from tests.reports.people import closed_round, released

pytestmark = pytest.mark.one_database

OWN_NAMES = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{64}|D:\d{14}")
HIDDEN = "A few words that nobody may read"
Levels = Mapping[RaterGroup, list[int]]


def everything(council: Council, framework: Framework, by: User, levels: Levels) -> dict[str, str]:
    """What is made about Carol when her raters gave these levels; then it never was."""
    with transaction.atomic(), identifiers(2):  # one PDF where the worlds look alike
        person = make_person(council, "Carol", "carol@reports.example.gov.uk")
        account = make_participant_account(person)
        round = closed_round(council, framework, by)
        _answers(round, person, levels)
        [report] = released(round, by)
        html = services.html_of(services.content_of(report))
        found = {
            "source": html,
            "drawing": pdf.render(OWN_NAMES.sub("…", html)).decode("latin-1"),
            "tree": "\n".join(_strings(services.pdf_of(report).body)),
            "own data": signed_in(account).post(reverse("my_data_file")).content.decode(),
        }
        transaction.set_rollback(True)
    return {name: OWN_NAMES.sub("…", text) for name, text in found.items()}


def _answers(round: Round, person: Person, levels: Levels) -> None:
    """Everybody writes; None as the first level means that the first statement was not seen."""
    participant = add_participant(round, person)
    answer(participant.raters.get(), 3)
    for group, given in levels.items():
        for number, level in enumerate(given):
            email = f"{group}{number}@example.gov.uk"
            rater = add_rater(
                participant, make_person(round.council, f"{group} {number}", email), group
            )
            unseen = {"communication-1": None} if number == 0 else {}
            text = {"communication": f"{HIDDEN} {level}"} if group != RaterGroup.MANAGER else {}
            answer(rater, level, levels=unseen, comments=text)


def _strings(body: bytes) -> Iterator[str]:
    """The text, and every string of the file: attributes, alternatives, links, bookmarks."""
    yield pdfua.reading_order(body)
    with pikepdf.open(io.BytesIO(body)) as file:
        for element in pdfua.elements(file):
            yield pdfua.kind(element)
            yield from (str(element.get(key, "")) for key in ("/Alt", "/ActualText", "/T"))
        for page in file.pages:
            yield from (str(each.get("/Contents", "")) for each in page.get("/Annots", []))
        yield str(file.docinfo)


class TestTwoWorlds:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({RaterGroup.PEER: [1, 2]}, {RaterGroup.PEER: [5, 4]}),
            (
                {RaterGroup.PEER: [1], RaterGroup.REPORT: [1]},
                {RaterGroup.PEER: [5], RaterGroup.REPORT: [2]},
            ),
            ({RaterGroup.PARTNER: [5, 5]}, {RaterGroup.PARTNER: [1, 3]}),
        ],
        ids=["two peers", "one each of two groups", "two partners"],
    )
    def test_look_alike_where_they_differ_in_hidden_answers(
        self, one: Levels, other: Levels, ashford: Council, framework: Framework, alice: User
    ) -> None:
        manager = {RaterGroup.MANAGER: [4]}
        first = everything(ashford, framework, alice, {**manager, **one})
        second = everything(ashford, framework, alice, {**manager, **other})
        for name, text in first.items():
            assert text == second[name], name
            assert HIDDEN not in text, name

    def test_differ_where_answers_are_shown(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        """The comparison can fail."""
        first, second = (
            everything(ashford, framework, alice, {RaterGroup.PEER: levels})
            for levels in ([2, 3, 4, 4, 4], [4, 4, 5, 5, 5])
        )
        assert {name for name, text in first.items() if text != second[name]} == set(first)
        assert all(HIDDEN in first[name] for name in ("source", "tree", "own data"))
