"""The attacker breaks what naive services leave, and does not break what ours leave."""

import pytest

from tests.attacks.served_scenarios import SERVED_SCENARIOS
from tests.attacks.table import table

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_stand_beside_the_naive_ones_in_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    printed = table(SERVED_SCENARIOS)
    with capsys.disabled():
        print(f"\n{printed}")  # noqa: T201
    for told in ("12 participants of 12", " on Carol: ", "figures of the 4 who are in one only"):
        assert told in printed
    assert "LEAK" not in printed
