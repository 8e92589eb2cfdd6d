"""One council as it is served: the sponsor's pages, the letter, and reports put together."""

from __future__ import annotations

import io
import re
from fractions import Fraction
from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from pypdf import PdfReader

from assessment.council.told.services.told import make_letter
from assessment.models import Person, Report, Result, Round, User
from assessment.scoring import told
from assessment.scoring.values import Measure, Released
from tests.attacks.told import LIMIT
from tests.cast import signed_in
from tests.council.told.world import LATER, large

__all__ = ["large"]

pytestmark = [pytest.mark.usefixtures("same_identifiers"), pytest.mark.one_database]

NUMBER = re.compile(r"\d+\.\d+")
STEP = Fraction(1, 100)


def served(user: User, round: Round) -> tuple[str, str]:
    """The page in words, and the letter."""
    client = signed_in(user)
    page = client.get(reverse("council_told", args=[round.pk])).content.decode()
    pdf = client.get(reverse("council_letter", args=[round.pk])).content
    text = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages)
    main = page[page.index("<main") : page.index("</main>")]
    return unescape(" ".join(strip_tags(main).split())), " ".join(text.split())


def scores_of_others(round: Round) -> dict[str, dict[str, Fraction]]:
    """By dimension and person, as their reports have them, exactly."""
    found: dict[str, dict[str, Fraction]] = {}
    rows = Result.objects.filter(
        report__participant__round=round,
        measure=Measure.SCORE,
        group="others",
        value__isnull=False,
    )
    names = rows.values_list("dimension__name", "report__participant__person__name", "value")
    for dimension, name, value in names:
        found.setdefault(dimension, {})[name] = Fraction(value or 0)
    return found


@pytest.fixture
def read(large: Round, alice: User, susan: User) -> tuple[str, str]:
    make_letter(round=large, by=alice, at=LATER)
    return served(susan, large)


class TestWhatTheSponsorReads:
    def test_leaves_carols_score_open_to_all_others_together(
        self, read: tuple[str, str], large: Round, carol: Person
    ) -> None:
        page, _letter = read
        for dimension, scores in scores_of_others(large).items():
            shown = re.search(rf"{dimension} (\d\.\d)( or lower| or higher)?", page)
            assert shown, dimension
            others = [value for name, value in scores.items() if name != carol.name]
            possible = [
                score
                for score in (1 + STEP * n for n in range(401))
                if self.as_shown([*others, score]) == shown.group(0).removeprefix(f"{dimension} ")
            ]
            assert scores[carol.name] >= possible[0]
            assert scores[carol.name] <= possible[-1]
            assert possible[-1] - possible[0] + STEP >= LIMIT

    @staticmethod
    def as_shown(scores: list[Fraction]) -> str:
        """The figure as the page would print it, by the rules that anybody may read."""
        found = told.told_mean([Released(each, 4) for each in scores], 5)
        said = {"": "", "or_lower": " or lower", "or_higher": " or higher"}[found.bound]
        return f"{float(found.value):.1f}{said}"

    def test_names_nobody(self, read: tuple[str, str]) -> None:
        names = set(Person.objects.values_list("name", flat=True))
        for text in read:
            assert [name for name in names if name in text] == []

    def test_has_no_number_of_a_report_in_the_letter(
        self, read: tuple[str, str], large: Round
    ) -> None:
        _page, letter = read
        assert NUMBER.findall(letter) == []
        assert Report.objects.filter(participant__round=large).count() == 6
