"""Everything that leaves a release, compared between two worlds that differ only in what is hidden.

If a page, a PDF, a sheet or an email depended on a withheld rating in any way – a value, an order,
a colour, a mark, an attribute – the two would differ somewhere.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from assessment.models import Council, Framework, Person, RaterGroup, Report, User
from assessment.release.services import release
from assessment.scoring.values import ANONYMOUS
from tests.attacks.clock import SESSION
from tests.cast import NOW, add_participant, add_rater, answer, make_person, make_round, signed_in
from tests.plugins.renders import identifiers

pytestmark = [pytest.mark.usefixtures("same_identifiers"), pytest.mark.one_database]

IDS = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}"
    r"|\b[0-9a-f]{8}\b"  # a report's short reference
    rf'|name="csrfmiddlewaretoken" value="[^"]+"|{SESSION}'
)
Outputs = dict[str, str]
World = Callable[..., Outputs]


class Apart(Exception):
    """Takes a world back, so that the next one is made in its place."""


@pytest.fixture
def world(ashford: Council, framework: Framework, alice: User, carol: Person) -> World:
    def make(levels: dict[str, list[int | None]], *, compare_readers: bool = False) -> Outputs:
        found: Outputs = {}
        try:
            with transaction.atomic(), identifiers(2):  # one PDF where the worlds are the same
                found = _released(ashford, framework, alice, carol, levels, compare_readers)
                raise Apart
        except Apart:
            return found

    return make


def _released(
    council: Council,
    framework: Framework,
    by: User,
    carol: Person,
    levels: dict[str, list[int | None]],
    compare_readers: bool,
) -> Outputs:
    round = make_round(council, framework, by=by, state="closed")
    participant = add_participant(round, carol)
    answer(participant.raters.get(group=RaterGroup.SELF), 4)
    for group, given in levels.items():
        for number, level in enumerate(given):
            rater = add_rater(participant, make_person(council, f"{group} {number}"), group)
            answer(rater, level, comments={"communication": f"Words of {level}."})
    release.release(round=round, by=by, at=NOW)
    report = Report.objects.get(participant=participant)
    assert carol.user is not None
    readers = {"participant": signed_in(carol.user), "hr": signed_in(by)}
    outputs: Outputs = {}
    page, pdf = (reverse(name, args=[report.pk]) for name in ["report_page", "report_pdf"])
    for who, client in readers.items():
        outputs[f"page {who}"] = client.get(page).content.decode()
    outputs["pdf"] = pdf_words(readers["hr"].get(pdf).content)
    talk = reverse("report_conversation", args=[report.pk])
    outputs["conversation"] = pdf_words(readers["hr"].get(talk).content)
    if compare_readers:
        outputs["pdf participant"] = pdf_words(readers["participant"].get(pdf).content)
    outputs["home"] = readers["participant"].get(reverse("home")).content.decode()
    outputs["own data"] = readers["participant"].get(reverse("my_data")).content.decode()
    for kind in ["csv", "xlsx", "comments_csv", "comments_xlsx"]:
        sheet = readers["hr"].get(reverse(f"round_results_{kind}", args=[round.pk]))
        content = sheet.getvalue()
        outputs[kind] = content.decode() if kind.endswith("csv") else cells(content)
    outputs["emails"] = "".join(str(each.body) for each in mail.outbox)
    return {name: IDS.sub("·", text) for name, text in outputs.items()}


def pdf_words(content: bytes) -> str:
    """The text layer, and every alternative text and drawing instruction by its length."""
    reader = PdfReader(io.BytesIO(content))
    drawn = [len(drawn.get_data()) for page in reader.pages if (drawn := page.get_contents())]
    return "\n".join(page.extract_text() for page in reader.pages) + f"\n{drawn}"


def cells(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content))
    return "\n".join(str(row) for sheet in book for row in sheet.iter_rows(values_only=True))


HIDDEN = {
    "two direct reports and nobody to join them": ("report", [1, 1], [5, 4]),
    "two peers": ("peer", [1, 5], [4, 4]),
    **{f"one {group.label}": (group.value, [2], [5]) for group in RaterGroup if group in ANONYMOUS},
}


class TestEveryOutput:
    @pytest.mark.parametrize("case", sorted(HIDDEN))
    def test_is_the_same_whatever_a_hidden_group_answered(self, world: World, case: str) -> None:
        group, some, other = HIDDEN[case]
        one = world({"manager": [4], group: list(some)})
        two = world({"manager": [4], group: list(other)})
        assert {name for name in one if one[name] != two[name]} == set()

    def test_is_the_same_for_all_lowest_and_nearly_all_lowest(self, world: World) -> None:
        one = world({"peer": [1, 1, 1]})
        two = world({"peer": [1, 1, 2]})
        same = {name for name in one if one[name] == two[name]}
        assert same >= {"page hr", "pdf", "csv", "xlsx", "own data"}

    def test_differs_where_a_shown_group_differs(self, world: World) -> None:
        """The comparison can fail: a group that is shown moves every report."""
        one = world({"peer": [2, 3, 4]}, compare_readers=True)
        two = world({"peer": [4, 4, 5]})
        differing = {name for name in two if one[name] != two[name]}
        assert differing >= {"page participant", "page hr", "pdf", "conversation", "csv", "xlsx"}
        # One PDF for both readers, so the other tests look at one.
        assert one["pdf participant"] == one["pdf"]
