"""Weaken disclosure control on purpose: some test must notice every time."""

import pytest

from assessment.scoring import disclosure, sheet
from assessment.scoring.values import Group, Measure
from tests.attacks.mutations import MUTATIONS
from tests.attacks.planting import Check, Mutation, catches, name_of, planted
from tests.scoring.builders import carol, only, scored

PAIRS = [(mutation, check) for mutation in MUTATIONS for check in mutation.caught_by]


class TestEveryWeakening:
    @pytest.mark.parametrize(
        ("mutation", "check"), PAIRS, ids=[f"{m.name} – {name_of(c)}" for m, c in PAIRS]
    )
    def test_is_caught(self, mutation: Mutation, check: Check) -> None:
        with planted(mutation):
            assert catches(check)

    @pytest.mark.parametrize("check", {name_of(c): c for _, c in PAIRS}.values(), ids=name_of)
    def test_is_what_was_caught_and_not_the_code_as_it_is(self, check: Check) -> None:
        assert not catches(check)

    def test_is_one_of_many_and_has_a_test_of_its_own(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert len(MUTATIONS) >= 10
        assert all(mutation.caught_by for mutation in MUTATIONS)
        assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS)
        with capsys.disabled():
            print()  # noqa: T201
            for mutation in MUTATIONS:
                print(f"{mutation.name}: {'; '.join(map(name_of, mutation.caught_by))}")  # noqa: T201


class TestPlanting:
    weak = Mutation("the floor is left out", disclosure, "if mean < floor:", "if False:", ())
    alone = carol({Group.PEER: [1, 1, 1]})

    def mean(self) -> str:
        return only(scored(self.alone), Measure.ITEM_MEAN, Group.PEER).bound

    def test_changes_what_is_released_and_changes_it_back(self) -> None:
        with planted(self.weak):
            assert self.mean() == ""
        assert self.mean() == "or_lower"

    def test_changes_it_back_after_a_failure(self) -> None:
        with pytest.raises(RuntimeError), planted(self.weak):
            raise RuntimeError
        assert self.mean() == "or_lower"

    def test_refuses_a_weakening_that_is_nowhere_in_the_source(self) -> None:
        with pytest.raises(LookupError), planted(Mutation("none", sheet, "if nothing:", "", ())):
            pass
