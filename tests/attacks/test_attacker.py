"""The attacker's tools, each proved on what it must find and on what it must leave alone."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.scoring.values import Group
from tests.attacks.algebra import Contradiction, Ledger
from tests.attacks.attacker import attack, exact_sum, subtract_releases
from tests.attacks.explain import unexplained
from tests.attacks.multisets import Together, candidates, forced, multisets, word_for
from tests.attacks.seen import Seen, look, printed
from tests.scoring.builders import Rows, carol, scored


def item(mean: str, n: int, *, bound: str = "", decimals: int | None = None) -> Seen:
    return Seen(
        "carol",
        "item_mean",
        "communication",
        "communication1",
        "peer",
        value=Fraction(mean),
        n=n,
        bound=bound,
        decimals=decimals,
    )


class TestTheLedger:
    def test_solves_what_is_determined_and_nothing_else(self) -> None:
        ledger = Ledger()
        ledger.learn({"a": 1, "b": 1, "c": 1}, 12)
        ledger.learn({"a": 1}, 3)
        assert ledger.tells({"a": 1}) == 3
        assert ledger.tells({"b": 1, "c": 1}) == 9
        assert ledger.tells({"b": 1}) is None
        ledger.learn({"b": 2, "c": 1}, 14)
        assert (ledger.tells({"b": 1}), ledger.tells({"c": 1})) == (Fraction(5), Fraction(4))

    def test_takes_the_same_equation_twice(self) -> None:
        ledger = Ledger()
        ledger.learn({"a": 1, "b": 2}, 5)
        ledger.learn({"a": 2, "b": 4}, 10)
        assert ledger.tells({"a": 1}) is None

    def test_refuses_a_contradiction(self) -> None:
        ledger = Ledger()
        ledger.learn({"a": 1}, 5)
        with pytest.raises(Contradiction):
            ledger.learn({"a": 2}, 11)


class TestReading:
    @pytest.mark.parametrize(
        ("exact", "shown"), [("17/4", "4.3"), ("-1/4", "-0.3"), ("4.24", "4.2"), ("3", "3")]
    )
    def test_knows_how_figures_are_rounded(self, exact: str, shown: str) -> None:
        assert printed(Fraction(exact), 1) == Fraction(shown)

    def test_finds_the_one_sum_behind_a_rounded_mean(self) -> None:
        assert exact_sum(item("4.2", 5, decimals=1)) == 21
        assert exact_sum(item("3.3", 3, decimals=1)) == 10

    def test_does_not_pretend_when_there_are_several(self) -> None:
        assert exact_sum(item("4.2", 40, decimals=1)) is None
        assert exact_sum(item("1.5", 3, bound="or_lower")) is None


class TestEnumeration:
    def test_knows_every_way_to_rate(self) -> None:
        assert len(multisets(5, 5)) == 126
        assert set(multisets(2, 3)) == {
            (2, 0, 0), (0, 2, 0), (0, 0, 2), (1, 1, 0), (1, 0, 1), (0, 1, 1),
        }  # fmt: skip

    def test_knows_what_a_bound_leaves_open(self) -> None:
        low = candidates(item("1.5", 3, bound="or_lower"), 5)
        assert set(low) == {(3, 0, 0, 0, 0), (2, 1, 0, 0, 0)}
        high = candidates(item("14/3", 3, bound="or_higher"), 5)
        assert set(high) == {(0, 0, 0, 0, 3), (0, 0, 0, 1, 2)}
        rounded = candidates(item("4.7", 3, bound="or_higher", decimals=1), 5)
        assert set(rounded) == set(high)

    def test_finds_a_unanimous_lowest_and_highest_and_nothing_between(self) -> None:
        for mean, level in (("1", 1), ("5", 5)):
            assert forced({"a": item(mean, 3)}, 5) == {"a": level}
        for mean in ("2", "3", "4", "14/3"):
            assert forced({"a": item(mean, 3)}, 5) == {}

    def test_finds_what_a_distribution_gives_away(self) -> None:
        items = {"a": item("4", 5), "b": item("21/5", 5)}
        assert forced(items, 5) == {}
        pooled = Together(frozenset("ab"), (0, 0, 0, 9, 1))
        assert forced(items, 5, pooled) == {"a": 4}
        wider = Together(frozenset("ab"), (0, 0, 1, 7, 2))
        assert forced(items, 5, wider) == {}

    def test_finds_what_words_give_away(self) -> None:
        # on three levels six ratings with mean 2 are "similar views" only when all are 2
        words = Together(worded=frozenset("a"), word="similar_views")
        assert forced({"a": item("2", 6)}, 3, words) == {"a": 2}
        assert forced({"a": item("2", 6)}, 5, words) == {}

    def test_finds_what_words_and_a_distribution_give_away_together(self) -> None:
        items = {"a": item("3", 6), "b": item("7/2", 6), "c": item("10/3", 6)}
        counts = (0, 0, 7, 5, 0)
        pool = Together(frozenset("bc"), counts)
        assert forced(items, 3 + 2, pool) == {}
        assert word_for(Fraction(3, 5), 5) == "similar_views"
        # variances .3 and .27 are known from the pool; three indicators are worded
        told = replace(pool, worded=frozenset("abc"), word="similar_views")
        assert forced(items, 5, told) == {}
        narrow = {"a": item("2", 6), "b": item("3/2", 6), "c": item("3/2", 6)}
        told = Together(frozenset("bc"), (6, 6, 0), frozenset("abc"), "similar_views")
        assert forced(narrow, 3, replace(told, word="")) == {}
        assert forced(narrow, 3, told) == {"a": 2}


class TestExplaining:
    def test_accepts_what_the_public_rules_make(self) -> None:
        answers = {Group.SELF: [4], Group.MANAGER: [3], Group.PEER: [4, 4, 5, 2]}
        figures = scored(carol(answers))
        assert unexplained(look(figures)) == []
        assert unexplained(look(figures, decimals=1)) == []

    @pytest.mark.parametrize(
        ("measure", "by"),
        [("score", "1/7"), ("gap", "1/7"), ("priority", "1/7"), ("perception_gap", "1/7"),
         ("rank", "1"), ("gap_self", "1/7")],
    )  # fmt: skip
    def test_points_at_a_figure_that_carries_more(self, measure: str, by: str) -> None:
        answers = {Group.SELF: [4], Group.MANAGER: [3], Group.PEER: [4, 4, 5, 2]}
        seen = look(scored(carol(answers)))
        changed = [
            replace(f, value=(f.value or 0) + Fraction(by)) if f.measure == measure else f
            for f in seen
        ]
        assert {f.measure for f in unexplained(changed)} >= {measure}

    def test_points_at_a_word_that_does_not_follow(self) -> None:
        seen = look(scored(carol({Group.SELF: [4], Group.PEER: [3, 3, 3]})))
        for measure in ("quadrant", "agreement"):
            changed = [replace(f, code="x") if f.measure == measure else f for f in seen]
            assert [f.measure for f in unexplained(changed)] == [measure]


class TestTheAttack:
    def test_finds_a_group_that_was_merged_and_is_shown_apart_as_well(self) -> None:
        answers = {Group.PEER: [4, 4, 5, 3], Group.REPORT: [2]}
        seen = look(scored(carol(answers)))
        assert attack(seen, k=3, highest=5) == []
        apart = [*seen, replace(item("4", 4))]
        told = [leak.told for leak in attack(apart, k=3, highest=5)]
        assert "1 people gave 2 together" in told

    def test_finds_the_item_that_a_score_was_made_of_and_that_is_withheld(self) -> None:
        peers: Rows = [[4, 2], [5, 3], [4, None]]
        seen = look(scored(carol({Group.PEER: peers}, indicators=2)))
        score = Seen("carol", "score", "communication", group="peer", value=Fraction(41, 12), n=3)
        others = [f for f in seen if f.indicator == "communication2"]
        assert others
        told = [leak.told for leak in attack([*seen, score, *others], k=3, highest=5)]
        assert "the hidden mean is 5/2" not in told  # nothing says that there is a second one
        shown = Seen("carol", "item_mean", "communication", "communication2", "self",
                     value=Fraction(3), n=1)  # fmt: skip
        told = [leak.told for leak in attack([*seen, score, shown], k=3, highest=5)]
        assert "the hidden mean is 5/2" in told

    def test_finds_that_nobody_could_observe(self) -> None:
        seen = look(scored(carol({Group.PEER: [4, 4, 3]})))
        count = Seen("carol", "not_observed", "communication", "x", "peer", value=Fraction(3))
        found = [leak.attack for leak in attack([*seen, count], k=3, highest=5)]
        assert found == ["not observed"]


class TestKnownLimits:
    """What no release of means can prevent; the help text and docs/adr/0010 say so."""

    def test_two_of_three_who_share_their_answers_work_out_the_third(self) -> None:
        seen = look(scored(carol({Group.PEER: [4, 4, 2]})))
        (mean,) = (f for f in seen if f.measure == "item_mean" and f.group == "peer")
        assert (exact_sum(mean) or 0) - 4 - 4 == 2

    def test_two_rounds_tell_a_newcomer_if_nobody_else_changed_an_answer(self) -> None:
        rounds = [carol({Group.PEER: peers}) for peers in ([4, 4, 4, 4, 5], [4, 4, 4, 4, 5, 3])]
        first, second = (
            next(f for f in look(scored(each), decimals=1) if f.group == "peer" and f.n)
            for each in rounds
        )
        leak = subtract_releases(first, second)
        assert leak is not None
        assert leak.told == "1 new gave 3"
