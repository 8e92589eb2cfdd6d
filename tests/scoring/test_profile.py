"""One entry, one flat tuple: what it holds, in which order, and what it refuses."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.scoring.values import (
    Assessment,
    FrameworkSpec,
    Group,
    Kind,
    Measure,
    RaterResponse,
    RoleSpec,
    RoleTarget,
)
from tests.scoring.builders import carol, champion, find, only, responses, scored, skill, target

ICT = "head-of-ict"


def both_roles(champion_asks: RoleTarget, ict_asks: RoleTarget) -> tuple[RoleSpec, ...]:
    return (champion(asked=champion_asks), RoleSpec(ICT, {"communication": ict_asks}))


class TestACombinedRoleHolder:
    answers = {Group.MANAGER: [3], Group.PEER: [3, 3, 3]}

    def test_has_the_higher_target_and_the_higher_importance(self) -> None:
        roles = both_roles(target(4, 1), target(3.5, 2))
        figures = scored(carol(self.answers, roles=roles))
        assert only(figures, Measure.TARGET).value == 4
        assert only(figures, Measure.IMPORTANCE).value == 2
        assert only(figures, Measure.GAP).value == 1
        assert only(figures, Measure.PRIORITY).value == 2

    def test_sees_what_each_role_asks(self) -> None:
        roles = both_roles(target(4, 1), target("2.5", 2))
        figures = scored(carol(self.answers, roles=roles))
        by_role = {
            measure: {f.role: f.value for f in find(figures, measure)}
            for measure in (Measure.ROLE_TARGET, Measure.ROLE_IMPORTANCE, Measure.ROLE_GAP)
        }
        assert by_role == {
            Measure.ROLE_TARGET: {"e-champion": 4, ICT: Fraction(5, 2)},
            Measure.ROLE_IMPORTANCE: {"e-champion": 1, ICT: 2},
            Measure.ROLE_GAP: {"e-champion": 1, ICT: Fraction(-1, 2)},
        }

    def test_takes_the_target_of_the_one_role_that_has_any(self) -> None:
        roles = both_roles(target(4, 1), RoleTarget())
        figures = scored(carol(self.answers, roles=roles))
        assert only(figures, Measure.TARGET).value == 4
        assert [f.role for f in find(figures, Measure.ROLE_TARGET)] == ["e-champion"]

    def test_has_a_position_of_the_focus_for_each_role(self) -> None:
        def ranged(low: int, high: int) -> RoleTarget:
            return RoleTarget(range_low=Fraction(low), range_high=Fraction(high))

        roles = both_roles(ranged(4, 5), ranged(2, 3))
        answers = {Group.SELF: [4], Group.MANAGER: [3]}
        figures = scored(carol(answers, roles=roles, kind=Kind.FOCUS))
        positions = {(f.role, f.group): f.code for f in find(figures, Measure.POSITION)}
        assert positions == {
            ("e-champion", Group.SELF): "within",
            ("e-champion", Group.OTHERS): "below",
            (ICT, Group.SELF): "above",
            (ICT, Group.OTHERS): "within",
        }
        assert [f.value for f in find(figures, Measure.RANGE_LOW)] == [4, 2]


class TestAHolderOfOneRole:
    def test_has_no_figures_by_role(self) -> None:
        figures = scored(carol({Group.MANAGER: [3]}))
        assert not [f for f in figures if f.role]

    def test_has_no_priority_without_a_weight(self) -> None:
        roles = [champion(asked=target(4, None))]
        figures = scored(carol({Group.MANAGER: [3]}, roles=roles))
        assert only(figures, Measure.GAP).value == 1
        assert find(figures, Measure.PRIORITY) == find(figures, Measure.RANK) == []

    def test_has_no_gap_without_a_target(self) -> None:
        figures = scored(carol({Group.SELF: [4], Group.PEER: [3, 3, 3]}, roles=[]))
        assert find(figures, Measure.GAP) == find(figures, Measure.QUADRANT) == []
        assert only(figures, Measure.AGREEMENT).code == "over"


class TestSeveralDimensions:
    def assessment(self) -> Assessment:
        skills = [skill(key=key) for key in ("communication", "leadership", "service", "strategy")]
        role = RoleSpec("e-champion", {each.key: target(4, 2) for each in skills})
        ratings = {"communication1": 3, "leadership1": 2, "service1": None, "strategy1": 4}
        peers = tuple(RaterResponse(f"peer {n}", Group.PEER, ratings) for n in range(3))
        return Assessment(FrameworkSpec(tuple(skills)), (role,), peers, {}, 3)

    def test_come_in_the_order_of_the_framework(self) -> None:
        figures = scored(self.assessment())
        order = list(dict.fromkeys(f.dimension for f in figures))
        assert order == [None, "communication", "leadership", "service", "strategy"]

    def test_are_ranked_by_priority_where_they_are_below_the_target(self) -> None:
        figures = scored(self.assessment())
        ranks = {f.dimension: f.value for f in find(figures, Measure.RANK)}
        assert ranks == {"leadership": 1, "communication": 2}


class TestCounts:
    def test_are_of_self_of_the_manager_and_of_the_groups_shown(self) -> None:
        answers = {Group.SELF: [3], Group.PEER: [4, 4, 3, 5]}
        figures = scored(carol(answers, invited={Group.SELF: 1, Group.PEER: 6}))
        counts = {f.group: f.value for f in find(figures, Measure.COMPLETED)}
        assert counts == {Group.SELF: 1, Group.MANAGER: 0, Group.PEER: 4}

    def test_never_say_how_many_were_asked(self) -> None:
        figures = scored(carol({Group.PEER: [4, 4, 3, 5]}, invited={Group.PEER: 6}))
        assert find(figures, Measure.INVITED) == []

    def test_look_alike_when_nobody_answered_and_when_too_few_did(self) -> None:
        invited = {Group.PEER: 4, Group.PARTNER: 1}
        nobody, two = (
            scored(carol({Group.PEER: [4] * n}, indicators=2, invited=invited)) for n in (0, 2)
        )
        assert nobody == two

    def test_are_all_there_is_when_nobody_was_asked(self) -> None:
        figures = scored(carol({}, indicators=2))
        shown = {f.measure for f in figures if not f.withheld}
        assert shown == {Measure.COMPLETED, Measure.TARGET, Measure.IMPORTANCE}


class TestAWithheldFigure:
    def test_holds_its_place_and_its_reason_and_nothing_else(self) -> None:
        figures = scored(carol({Group.PEER: [4, 4]}, comments={Group.PEER: ["a", "b"]}))
        withheld = [f for f in figures if f.withheld]
        assert len(withheld) == 12
        for f in withheld:
            assert (f.value, f.n, f.level, f.bound, f.code, f.text) == (
                None, None, None, "", "", "",
            )  # fmt: skip


class TestImpossibleInput:
    good = carol({Group.PEER: [4, 4, 4]})

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"k": 0}, "never below 3"),
            ({"framework": FrameworkSpec((skill(),), highest=2)}, "3 to 7 levels"),
            ({"framework": FrameworkSpec((skill(),), highest=8)}, "3 to 7 levels"),
            ({"framework": FrameworkSpec((skill(), skill()))}, "same key"),
            ({"framework": FrameworkSpec((skill(key="x"),))}, "does not have"),
            ({"responses": good.responses * 2}, "two responses"),
            ({"responses": responses(skill(), {Group.PEER: [6]})}, "not a level"),
            ({"responses": responses(skill(), {Group.PEER: [0]})}, "not a level"),
            ({"responses": responses(skill(), {Group.OTHERS: [4]})}, "Nobody rates as others"),
            ({"responses": responses(skill(), {Group.COLLEAGUES: [4]})}, "Nobody rates"),
            ({"responses": responses(skill(), {Group.SELF: [4, 4]})}, "two self-assessments"),
        ],
    )
    def test_is_refused_with_a_sentence(self, changes: dict[str, object], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            scored(replace(self.good, **changes))  # type: ignore[arg-type]
