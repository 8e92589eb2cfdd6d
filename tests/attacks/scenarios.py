"""The attacks of disclosure control, each on a naive release and on ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from assessment.scoring import audiences, benchmark
from assessment.scoring.values import Assessment, Figure, Group, Measure
from tests.attacks import naive
from tests.attacks.attacker import Leak, attack, subtract_releases
from tests.attacks.seen import Seen, look
from tests.scoring.builders import SKILL, Answer, carol, find, only, scored

K, HIGHEST = 3, 5
MANAGER, PEER, REPORT, PARTNER = Group.MANAGER, Group.PEER, Group.REPORT, Group.PARTNER
SEEN_BY_ALL_BUT_ONE: list[Answer] = [[3, 4], [4, 5], [4, 3], [5, None]]
ONE_RELEASE = "one release; late answers are refused, so there is nothing to subtract"


@dataclass(frozen=True, slots=True)
class Scenario:
    """`leak` attacks the naive release; `shown` attacks ours and says what it shows."""

    number: str
    data: str
    leak: Callable[[], list[Leak]]
    shown: Callable[[], tuple[list[Leak], str]]


def naive_leaks(
    assessment: Assessment, *, hides_small_groups: bool = True, second_total: bool = False
) -> list[Leak]:
    seen = naive.release(
        assessment, hides_small_groups=hides_small_groups, second_total=second_total
    )
    return [
        leak
        for leak in attack(seen, k=assessment.k, highest=HIGHEST)
        if leak.attack in ("small group", "sums", "enumeration", "authors")
    ]


def ours(assessment: Assessment, said: str = "") -> tuple[list[Leak], str]:
    figures = scored(assessment)
    return attack(look(figures), k=assessment.k, highest=HIGHEST), said or _in_words(figures)


def _in_words(figures: Sequence[Figure]) -> str:
    words = []
    for figure in figures:
        if figure.measure is Measure.ITEM_MEAN and figure.group is not Group.SELF:
            if figure.value is None:
                words.append(f"{figure.group} withheld ({figure.withheld})")
            else:
                bound = figure.bound.replace("_", " ")
                value = f"{float(figure.value):.2f} {bound}".strip()
                words.append(f"{figure.group} {value} (n={figure.n})")
    return ", ".join(words)


def simple(
    number: str,
    data: str,
    answers: Mapping[Group, list[Answer]],
    *,
    hides_small_groups: bool = True,
    second_total: bool = False,
    invited: Mapping[Group, int] | None = None,
    k: int = K,
) -> Scenario:
    indicators = max(len(a) if isinstance(a, Sequence) else 1 for a in chain(*answers.values()))
    assessment = carol(answers, invited=invited, k=k, indicators=indicators)
    return Scenario(
        number,
        data,
        lambda: naive_leaks(
            assessment, hides_small_groups=hides_small_groups, second_total=second_total
        ),
        lambda: ours(assessment),
    )


def twice(number: str, data: str, peers: list[Answer], newcomer: Answer, decimals: int) -> Scenario:
    """A release, one more answer, and a second release with the figure to one decimal or two."""
    indicators = len(newcomer) if isinstance(newcomer, Sequence) else 1
    first = carol({PEER: peers}, indicators=indicators)
    second = carol({PEER: [*peers, newcomer]}, indicators=indicators)

    def leak() -> list[Leak]:
        before, after = (_pooled(each, decimals) for each in (first, second))
        found = subtract_releases(before, after, ratings_each=indicators)
        return [found] if found else []

    return Scenario(number, data, leak, lambda: ours(first, ONE_RELEASE))


def _pooled(assessment: Assessment, decimals: int) -> Seen:
    """The mean of all of a group's ratings in a dimension, as a naive page prints it."""
    levels = [level for r in assessment.responses for level in r.ratings.values() if level]
    mean = Fraction(sum(levels), len(levels))
    value = Fraction(round(mean * 10**decimals), 10**decimals)
    return Seen(
        "carol", "score", SKILL, group="peer", value=value, n=len(levels), decimals=decimals
    )


def council(number: str, data: str, ratings: Sequence[Mapping[str, int]]) -> Scenario:
    """A council figure for the public; `ratings` has one mapping of raters per participant."""
    score = Figure(Measure.SCORE, SKILL, group=Group.OTHERS, value=Fraction(3), n=4)
    members = [audiences.Member((score,), {SKILL: each}) for each in ratings]

    def shown() -> tuple[list[Leak], str]:
        framework = carol({}).framework
        figures = audiences.council_figures(framework, members, opens_reports=False)
        (figure,) = find(figures, Measure.SCORE)
        leaks = [] if figure.withheld else _one_rater(ratings)
        return leaks, f"council figure withheld ({figure.withheld})"

    return Scenario(number, data, lambda: _one_rater(ratings), shown)


def _one_rater(ratings: Sequence[Mapping[str, int]]) -> list[Leak]:
    """What a mean of 3 tells about whoever gave the most of its ratings."""
    given: dict[str, int] = {}
    for each in ratings:
        for rater, number in each.items():
            given[rater] = given.get(rater, 0) + number
    most, everything = max(given.values()), sum(given.values())
    rest = everything - most
    low = max(Fraction(1), Fraction(3 * everything - HIGHEST * rest, most))
    high = min(Fraction(HIGHEST), Fraction(3 * everything - rest, most))
    if high - low > Fraction(HIGHEST - 1, 2):
        return []
    told = f"one rater's mean is {float(low):.1f}" + (f" to {float(high):.1f}" * (low < high))
    return [Leak("council", f"{len(given)} raters", told, 1)]


def compared(number: str, data: str, scores: Sequence[str], own: int = 0) -> Scenario:
    """A benchmark of these councils, read by the one whose figure stands at `own`."""
    values = [Fraction(score) for score in scores]

    def leak() -> list[Leak]:
        rest = sum(values) - values[own]
        told = f"the other council's figure is {float(rest):.2f}"
        return [Leak("benchmark", "other councils", told, 1)] if len(values) == 2 else []

    def shown() -> tuple[list[Leak], str]:
        figures = benchmark.benchmark_figures(
            benchmark.ComparedPlace(SKILL), values, highest=HIGHEST
        )
        figure = only(figures, Measure.BENCHMARK_MEDIAN)
        return [] if figure.withheld else leak(), f"benchmark withheld ({figure.withheld})"

    return Scenario(number, data, leak, shown)


def lone_comment() -> Scenario:
    answers: dict[Group, list[Answer]] = {PEER: [4, 4, 3, 4, 3]}
    assessment = carol(answers, comments={PEER: ["Frank's own words"]})
    figure = only(scored(assessment), Measure.COMMENT)
    return Scenario(
        "A20",
        "five ratings, comments by one rater",
        lambda: naive_leaks(assessment),
        lambda: ours(assessment, f"comments withheld ({figure.withheld})"),
    )


SCENARIOS: tuple[Scenario, ...] = (
    simple("A1", "peers 4, 3 (n=2)", {PEER: [4, 3]}, hides_small_groups=False),
    simple(
        "A2",
        "manager 3; peers 4.00 (4); reports (2); total 3.57 (7)",
        {MANAGER: [3], PEER: [4, 5, 4, 3], REPORT: [2, 4]},
    ),
    simple(
        "A3",
        "A2 and one partner; a second, equal-weight total",
        {MANAGER: [3], PEER: [4, 5, 4, 3], REPORT: [2, 4], PARTNER: [5]},
        second_total=True,
    ),
    simple(
        "A4",
        "manager 4; peers shown (4); 1 report, 1 partner",
        {MANAGER: [4], PEER: [4, 3, 4, 4], REPORT: [2], PARTNER: [5]},
    ),
    twice("A5", "peers 4.2 (5), then 4.0 (6)", [4, 4, 4, 4, 5], 3, 1),
    twice(
        "A6",
        "a 5-item dimension 3.80 (3), then 3.35 (4)",
        [[4, 4, 4, 4, 4], [4, 4, 4, 4, 4], [4, 3, 3, 4, 3]],
        [2, 2, 2, 2, 2],
        2,
    ),
    simple("A11", "all three peers rate 1", {PEER: [1, 1, 1]}),
    simple("A11 top", "all three peers rate 5", {PEER: [5, 5, 5]}),
    council("A17", "12 ratings by 1 distinct rater", [{"frank": 1}] * 12),
    council(
        "A17",
        "15 ratings of which one rater gave 10",
        [{"frank": 2, f"peer {n}": 1} for n in range(5)],
    ),
    lone_comment(),
    simple(
        "A23",
        "3 peers invited, one declined: 4, 3",
        {PEER: [4, 3]},
        hides_small_groups=False,
        invited={PEER: 3},
    ),
    compared("A25", "benchmark of 2 councils 3.60, own 3.80", ["3.8", "3.4"]),
    simple("A26", "k=4: four peers, one statement seen by three", {PEER: SEEN_BY_ALL_BUT_ONE}, k=4),
    simple(
        "A26",
        "k=5: five peers, one statement seen by four",
        {PEER: [*SEEN_BY_ALL_BUT_ONE, [4, 2]]},
        k=5,
    ),
)
