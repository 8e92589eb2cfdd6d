"""A round only goes forward, whoever asks and however."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assessment.models import (
    Council,
    Framework,
    Round,
    User,
)
from tests.cast import NOW, make_framework, make_round
from tests.models.ways import (
    refused,
    sql,
)

STATES = ["draft", "open", "closed", "released"]
FORWARD = {("draft", "open"), ("open", "closed"), ("closed", "released")}


def stamps(state: str, by: User) -> dict[str, Any]:
    """The dates and people that the check constraints ask of a state."""
    reached = STATES.index(state)
    steps = ["opened", "closed", "released"]
    return {
        "state": state,
        **{f"{s}_at": NOW if n < reached else None for n, s in enumerate(steps)},
        **{f"{s}_by": by if n < reached else None for n, s in enumerate(steps)},
    }


@pytest.fixture
def round_at(ashford: Council, framework: Framework, alice: User) -> Callable[[str], Round]:
    def make(state: str) -> Round:
        round = make_round(ashford, framework, by=alice)
        for step in STATES[: STATES.index(state) + 1]:
            Round.objects.update(**stamps(step, alice))
        round.refresh_from_db()
        return round

    return make


class TestRound:
    @pytest.mark.parametrize("old", STATES)
    @pytest.mark.parametrize("new", STATES)
    def test_only_goes_one_step_forward(
        self, round_at: Callable[[str], Round], alice: User, old: str, new: str
    ) -> None:
        round_at(old)
        allowed = old == new or (old, new) in FORWARD
        assert refused(lambda: Round.objects.update(**stamps(new, alice))) is not allowed
        assert Round.objects.get().state == (new if allowed else old)

    def test_does_not_go_back_by_save_or_raw_sql(
        self, round_at: Callable[[str], Round], alice: User
    ) -> None:
        round = round_at("closed")
        for name, value in stamps("open", alice).items():
            setattr(round, name, value)
        assert refused(round.save)
        back = "UPDATE assessment_round SET state = 'open', closed_at = NULL, closed_by_id = NULL"
        assert refused(lambda: sql(back))

    @pytest.mark.parametrize("state", ["open", "closed", "released"])
    def test_keeps_its_terms_once_open(self, round_at: Callable[[str], Round], state: str) -> None:
        round_at(state)
        other = make_framework(version="2.0")
        assert refused(lambda: Round.objects.update(min_group_size=5))
        assert refused(lambda: Round.objects.update(framework=other))

    def test_may_change_its_terms_as_a_draft(self, round_at: Callable[[str], Round]) -> None:
        round_at("draft")
        Round.objects.update(min_group_size=5)
        assert Round.objects.get().min_group_size == 5
