"""Weaken services on purpose: an attack on what they leave must notice every time.

That it is the weakening which is noticed, and not the code as it is, test_served says.
"""

import pytest

from tests.attacks.mutations_of_services import SERVED
from tests.attacks.planting import Check, Mutation, catches, name_of, planted

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PAIRS = [(mutation, check) for mutation in SERVED for check in mutation.caught_by]


class TestEveryWeakening:
    @pytest.mark.parametrize(
        ("mutation", "check"), PAIRS, ids=[f"{m.name} – {name_of(c)}" for m, c in PAIRS]
    )
    def test_is_caught(self, mutation: Mutation, check: Check) -> None:
        with planted(mutation):
            assert catches(check)

    def test_has_a_name_and_a_test_of_its_own(self) -> None:
        assert all(mutation.caught_by for mutation in SERVED)
        assert len({mutation.name for mutation in SERVED}) == len(SERVED)
