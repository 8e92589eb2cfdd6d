"""A council's rounds beside each other, from figures written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import pytest

from assessment.scoring.change import SameWords, mean_trend, trend
from assessment.scoring.council_holders import RoleHolder
from assessment.scoring.council_parts import council_picture
from assessment.scoring.council_years import (
    CouncilStep,
    CouncilYear,
    MeanShift,
    RoleMove,
    YearsApart,
)
from assessment.scoring.council_years_parts import council_years
from assessment.scoring.values import (
    DimensionSpec,
    Figure,
    FrameworkSpec,
    Group,
    Kind,
    Measure,
    Position,
    Reason,
    RoleSpec,
    RoleTarget,
    Trend,
)

KINDS = {"talk": Kind.SKILL, "mandate": Kind.MANDATE, "focus": Kind.FOCUS}
TALK = {"talk": RoleTarget(Fraction(4), 2)}
BOTH = ("champion", "head")
Who = Mapping[str, tuple[str, ...]]


def key(year: int, slug: str) -> str:
    """Identifiers are others in every version of a framework."""
    return f"{year}:{slug}"


def year(
    number: int,
    held: Who,
    *,
    figures: Iterable[tuple[str, Figure]] = (),
    roles: Mapping[str, Mapping[str, RoleTarget]] = {"champion": TALK, "head": TALK},
    same: Mapping[str, tuple[int, int]] | None = None,
    compared: bool = True,
    highest: int = 5,
) -> CouncilYear:
    dimensions = tuple(DimensionSpec(key(number, s), kind, ()) for s, kind in KINDS.items())
    framework = FrameworkSpec(
        dimensions,
        highest=highest,
        standard_deviation=Fraction(6, 10),
        single_rater_reliability=Fraction(37, 100),
    )
    asked = [
        RoleSpec(key(number, role), {key(number, d): target for d, target in targets.items()})
        for role, targets in roles.items()
    ]
    given = list(figures)
    holders = [
        RoleHolder(
            key(number, person),
            tuple(key(number, role) for role in roles_held),
            tuple(figure for who, figure in given if who == person),
            person,
        )
        for person, roles_held in held.items()
    ]
    picture = council_picture(
        framework,
        asked,
        holders,
        k=3,
        slugs={key(number, slug): slug for slug in (*KINDS, *roles)},
    )
    words = dict.fromkeys(KINDS, (5, 5)) | dict(same or {})
    return CouncilYear(
        str(number),
        picture,
        {s: SameWords(s, s, count, of, of) for s, (count, of) in words.items()},
        frozenset(each.key for each in holders) if compared else frozenset(),
    )


def score(number: int, value: float, dimension: str = "talk", n: int = 8) -> Figure:
    exact = Fraction(str(value))
    return Figure(Measure.SCORE, key(number, dimension), group=Group.OTHERS, value=exact, n=n)


def moved(
    number: int, then: float, shift: float, trend: Trend = Trend.UNCLEAR, dimension: str = "talk"
) -> list[Figure]:
    place = {"dimension": key(number, dimension), "group": Group.OTHERS, "n": 8}
    return [
        Figure(Measure.THEN, value=Fraction(str(then)), **place),  # type: ignore[arg-type]
        Figure(Measure.CHANGE, value=Fraction(str(shift)), code=trend, **place),  # type: ignore[arg-type]
    ]


def step(then: CouncilYear, now: CouncilYear) -> CouncilStep:
    return council_years([then, now]).steps[0]


def moves(before: Who, after: Who) -> dict[str, RoleMove]:
    return {each.role: each.move for each in step(year(1, before), year(2, after)).roles}


class TestARole:
    @pytest.mark.parametrize(
        ("before", "after", "champion", "head"),
        [
            ({"ada": BOTH}, {"ada": BOTH}, RoleMove.KEPT, RoleMove.KEPT),
            (
                {"ada": BOTH},
                {"ada": ("head",), "ben": ("champion",)},
                RoleMove.SPLIT,
                RoleMove.SPLIT,
            ),
            (
                {"ada": BOTH},
                {"cyd": ("head",), "ben": ("champion",)},
                RoleMove.SPLIT,
                RoleMove.SPLIT,
            ),
            (
                {"ada": ("head",), "ben": ("champion",)},
                {"ben": BOTH},
                RoleMove.JOINED,
                RoleMove.JOINED,
            ),
            ({"ada": BOTH}, {"ada": ("head",)}, RoleMove.GIVEN_UP, RoleMove.KEPT),
            ({"ada": ("head",)}, {"ada": BOTH}, RoleMove.TAKEN, RoleMove.KEPT),
            ({"ada": ("head",)}, {"ben": ("head",)}, RoleMove.VACANT, RoleMove.HANDED_ON),
            (
                {"ada": ("head",), "ben": ("head",)},
                {"ben": ("head",)},
                RoleMove.VACANT,
                RoleMove.OTHER_HOLDERS,
            ),
            ({"ada": BOTH}, {"ada": BOTH, "ben": ("head",)}, RoleMove.KEPT, RoleMove.OTHER_HOLDERS),
        ],
    )
    def test_is_said_to_have_moved_as_it_has(
        self, before: Who, after: Who, champion: RoleMove, head: RoleMove
    ) -> None:
        assert moves(before, after) == {"champion": champion, "head": head}

    def test_split_in_two_names_the_other_half(self) -> None:
        found = step(year(1, {"ada": BOTH}), year(2, {"ada": ("head",), "ben": ("champion",)}))
        split = [each for each in found.roles if each.move is RoleMove.SPLIT]
        assert [(each.role, each.together) for each in split] == [
            ("champion", ("head",)),
            ("head", ("champion",)),
        ]

    def test_is_new_or_gone_with_the_version_of_the_framework(self) -> None:
        then = year(1, {"ada": ("head",)}, roles={"head": TALK, "clerk": TALK})
        now = year(2, {"ada": ("head",)}, roles={"head": TALK, "lead": TALK})
        assert {each.role: each.move for each in step(then, now).roles} == {
            "head": RoleMove.KEPT,
            "lead": RoleMove.NEW,
            "clerk": RoleMove.GONE,
        }

    def test_taken_and_given_up_is_said_of_its_holder(self) -> None:
        found = step(year(1, {"ada": ("head",)}), year(2, {"ada": ("champion",)})).stayed[0]
        assert (found.taken, found.given) == (("champion",), ("head",))

    def test_of_people_who_came_and_went_is_theirs(self) -> None:
        found = step(year(1, {"ada": BOTH, "ben": BOTH}), year(2, {"ben": BOTH, "cyd": BOTH}))
        assert (found.joined, found.left) == (("2:cyd",), ("1:ada",))
        assert [each.person for each in found.stayed] == ["ben"]


class TestATarget:
    HIGHER: Mapping[str, RoleTarget] = {"talk": RoleTarget(Fraction(9, 2), 2)}

    def test_that_changed_is_named_with_both_levels(self) -> None:
        held: Who = {"ada": BOTH}
        roles = {"champion": self.HIGHER, "head": TALK}
        found = step(year(1, held), year(2, held, roles=roles)).targets
        assert [
            (t.role, t.dimension, t.then.level, t.now.level) for t in found if t.then and t.now
        ] == [("champion", "talk", 4, Fraction(9, 2))]

    def test_that_was_not_asked_before_has_none_then(self) -> None:
        held: Who = {"ada": BOTH}
        found = step(year(1, held, roles={"champion": {}, "head": TALK}), year(2, held)).targets
        assert [(each.role, each.then) for each in found] == [("champion", None)]

    def test_makes_coverage_then_and_now_not_comparable(self) -> None:
        held: Who = {"ada": BOTH}
        roles = {"champion": self.HIGHER, "head": TALK}
        coverage = step(year(1, held), year(2, held, roles=roles)).coverage
        assert {each.role: each.is_comparable for each in coverage} == {
            "champion": False,
            "head": True,
        }


class TestAHolder:
    HELD: Who = {"ada": BOTH}

    def shifts(self, then: CouncilYear, now: CouncilYear) -> list[tuple[object, ...]]:
        found = step(then, now).stayed[0].shifts
        return [(s.dimension, s.then, s.now, s.trend, s.withheld) for s in found]

    def test_in_both_rounds_has_the_change_of_the_own_report(self) -> None:
        now = year(2, self.HELD, figures=[("ada", f) for f in moved(2, 3.04, 0.9, Trend.UP)])
        assert self.shifts(year(1, self.HELD), now) == [
            ("talk", 3, Fraction("3.9"), Trend.UP, None)
        ]

    def test_whose_change_is_withheld_has_the_reason_and_no_word(self) -> None:
        change = Figure(
            Measure.CHANGE, key(2, "talk"), group=Group.OTHERS, withheld=Reason.NOT_COMPARABLE
        )
        now = year(2, self.HELD, figures=[("ada", change)])
        assert self.shifts(year(1, self.HELD), now) == [
            ("talk", None, None, None, Reason.NOT_COMPARABLE)
        ]

    def test_whose_report_counts_from_another_round_has_none(self) -> None:
        figures = [("ada", f) for f in moved(2, 3, 1, Trend.UP)]
        now = year(2, self.HELD, figures=figures, compared=False)
        found = step(year(1, self.HELD), now).stayed[0]
        assert (found.is_compared, found.shifts) == (False, ())

    def test_has_the_place_of_attention_then_and_now_for_a_role_held_both_times(self) -> None:
        span = RoleTarget(range_low=Fraction(3), range_high=Fraction(4))
        roles = {"champion": {**TALK, "focus": span}, "head": TALK}
        then, now = (
            year(n, self.HELD, roles=roles, figures=[("ada", score(n, value, "focus"))])
            for n, value in ((1, 3.5), (2, 2.1))
        )
        found = step(then, now).stayed[0].focus
        assert [(each.role, each.then, each.now) for each in found] == [
            ("champion", Position.WITHIN, Position.BELOW)
        ]


class TestAllParticipants:
    FIVE: Who = dict.fromkeys(("ada", "ben", "cyd", "dot", "eve"), BOTH)

    def years(
        self, count: int = 5, *, shift: float = 0.5, **more: object
    ) -> tuple[CouncilYear, CouncilYear]:
        held = dict(list(self.FIVE.items())[:count])
        now = [(who, f) for who in held for f in (score(2, 3.5), *moved(2, 3.0, shift))]
        return (
            year(1, held, figures=[(who, score(1, 3.0)) for who in held]),
            year(2, held, figures=now, **more),  # type: ignore[arg-type]
        )

    def talk(self, then: CouncilYear, now: CouncilYear) -> tuple[object, MeanShift]:
        found = next(d for d in step(then, now).dimensions if d.dimension == "talk")
        return found.apart, found.both

    def test_who_are_five_in_both_have_a_mean_change_with_its_word(self) -> None:
        apart, both = self.talk(*self.years())
        assert apart is None
        assert (both.people, both.then, both.change, both.trend) == (
            5,
            3,
            Fraction(1, 2),
            Trend.UP,
        )

    def test_whose_mean_moved_little_have_no_clear_change(self) -> None:
        assert self.talk(*self.years(shift=0.1))[1].trend is Trend.UNCLEAR

    def test_who_are_four_have_none(self) -> None:
        assert self.talk(*self.years(4)) == (
            YearsApart.FEW,
            MeanShift(4, apart=YearsApart.FEW_IN_BOTH),
        )

    def test_who_are_five_each_time_and_four_in_both_have_means_and_no_change(self) -> None:
        then, _ = self.years()
        held: Who = {**dict.fromkeys(("ada", "ben", "cyd", "dot"), BOTH), "flo": BOTH}
        figures = [(who, f) for who in held for f in (score(2, 3.5), *moved(2, 3, 1))]
        assert self.talk(then, year(2, held, figures=figures)) == (
            None,
            MeanShift(4, apart=YearsApart.FEW_IN_BOTH),
        )

    def test_asked_some_statements_in_other_words_have_a_change_and_no_two_means(self) -> None:
        apart, both = self.talk(*self.years(same={"talk": (3, 5)}))
        assert (apart, both.trend) == (YearsApart.WORDS, Trend.UP)

    def test_asked_most_statements_in_other_words_have_neither(self) -> None:
        assert self.talk(*self.years(same={"talk": (2, 5)})) == (
            YearsApart.WORDS,
            MeanShift(0, apart=YearsApart.WORDS),
        )

    def test_on_another_scale_have_neither(self) -> None:
        assert self.talk(*self.years(highest=4)) == (
            YearsApart.SCALE,
            MeanShift(0, apart=YearsApart.SCALE),
        )


class TestTheMeanOfChanges:
    SD, SINGLE = Fraction(6, 10), Fraction(37, 100)

    def test_of_more_people_is_clear_sooner(self) -> None:
        shift = Fraction(2, 5)
        assert mean_trend(shift, [8], self.SD, self.SINGLE) is Trend.UNCLEAR
        assert mean_trend(shift, [8] * 5, self.SD, self.SINGLE) is Trend.UP
        assert mean_trend(-shift, [8] * 5, self.SD, self.SINGLE) is Trend.DOWN

    def test_of_one_is_that_of_the_own_report(self) -> None:
        for tenths in range(-20, 21):
            shift = Fraction(tenths, 10)
            for n in (1, 3, 8):
                assert mean_trend(shift, [n], self.SD, self.SINGLE) is trend(
                    shift, n, self.SD, self.SINGLE
                )


class TestASeries:
    def test_of_one_round_has_no_step(self) -> None:
        found = council_years([year(1, {"ada": BOTH})])
        assert (found.steps, found.last) == ((), None)

    def test_of_three_rounds_has_two_steps_and_a_mean_for_each_year(self) -> None:
        held = TestAllParticipants.FIVE
        years = [
            year(n, held, figures=[(who, score(n, 2.5 + n / 2)) for who in held]) for n in (1, 2, 3)
        ]
        found = council_years(years)
        assert [(s.then, s.now) for s in found.steps] == [("1", "2"), ("2", "3")]
        assert [each.mean for each in found.means("talk") if each] == [3, Fraction(7, 2), 4]
        assert found.means("unheard-of") == [None, None, None]
        assert found.year("2").key == "2"
