"""Which figures are not a function of the released item means? Recomputed from the public rules.

Written apart from the product: from the method page, with intervals where figures were rounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from tests.attacks.seen import Seen, printed

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Span:
    """Where an exact value may lie, ends included."""

    low: Fraction
    high: Fraction

    def plus(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def minus(self, other: Span) -> Span:
        return Span(self.low - other.high, self.high - other.low)

    def times(self, factor: Fraction | int) -> Span:
        return Span(self.low * factor, self.high * factor)

    def meets(self, other: Span) -> bool:
        return self.low <= other.high and other.low <= self.high


def span(figure: Seen) -> Span:
    value = figure.value or Fraction(0)
    return Span(value - figure.margin, value + figure.margin)


def weighted(spans: Sequence[tuple[Span, int]]) -> Span:
    n = sum(weight for _, weight in spans)
    low = sum((each.low * weight for each, weight in spans), Fraction(0))
    high = sum((each.high * weight for each, weight in spans), Fraction(0))
    return Span(low / n, high / n)


@dataclass
class Public:
    """The figures that the rest is recomputed from."""

    items: dict[tuple[str, str], dict[str, Seen]] = field(
        default_factory=lambda: defaultdict(dict)
    )  # (dimension, indicator) → group → item mean
    scores: dict[tuple[str, str], Seen] = field(default_factory=dict)  # (dimension, group)
    answered: dict[str, int] = field(default_factory=dict)
    raters: dict[tuple[str, str], int] = field(default_factory=dict)  # (dimension, group)
    then: dict[tuple[str, str], Span] = field(default_factory=dict)  # (dimension, group)
    asked: dict[tuple[str, str, str], Span] = field(default_factory=dict)
    weight: dict[str, Fraction] = field(default_factory=dict)

    def add(self, figure: Seen) -> None:
        dimension, value = figure.dimension or "", figure.value
        if figure.measure == "item_mean":
            self.items[dimension, figure.indicator or ""][figure.group or ""] = figure
        elif figure.measure == "completed" and value is not None:
            self.answered[figure.group or ""] = int(value)
        elif figure.measure == "raters" and value is not None:
            self.raters[dimension, figure.group or ""] = int(value)
        elif figure.measure == "then":
            self.then[dimension, figure.group or ""] = span(figure)
        elif figure.measure == "score":
            self.scores[dimension, figure.group or ""] = figure
        elif figure.measure in ("target", "role_target", "range_low", "range_high"):
            self.asked[figure.measure, dimension, figure.role or ""] = span(figure)
        elif figure.measure == "importance" and value is not None:
            self.weight[dimension] = value


def unexplained(figures: Iterable[Seen]) -> list[Seen]:
    """The figures that cannot be what the public rules make of the released item means."""
    listed = [figure for figure in figures if not figure.withheld]
    public = Public()
    for figure in listed:
        public.add(figure)
    found = [figure for figure in listed if not _explained(figure, public)]
    return found + _misplaced(listed, public)


def _explained(figure: Seen, public: Public) -> bool:
    dimension = figure.dimension or ""
    if figure.measure == "item_mean" and figure.group == "others":
        return _others(figure, public.items[dimension, figure.indicator or ""])
    if figure.measure == "score":
        means = [
            (span(groups[figure.group or ""]), 1)
            for (where, _), groups in public.items.items()
            if where == dimension and (figure.group or "") in groups
        ]
        return bool(means) and weighted(means).meets(span(figure))
    if figure.measure == "raters":
        return _raters(figure, public)
    if figure.measure == "change":
        return _change(figure, public)
    expected = _expected(figure, public)
    if expected is not None:
        return expected.meets(span(figure))
    if figure.measure in ("agreement", "quadrant", "position") and figure.decimals is None:
        return _code(figure, public) == figure.code
    return figure.measure != "second_total"


def _others(figure: Seen, groups: Mapping[str, Seen]) -> bool:
    shown = [(span(item), item.n or 0) for g, item in groups.items() if g not in ("self", "others")]
    if not shown or sum(n for _, n in shown) != figure.n:
        return False
    return weighted(shown).meets(span(figure))


def _raters(figure: Seen, public: Public) -> bool:
    """As many as rated the statements shown, who may be the same people on each or different ones.

    More of them, or fewer, would be of statements that are withheld.
    """
    dimension, group = figure.dimension or "", figure.group or ""
    if group != "others":
        least, most = _people(dimension, group, public)
        return least <= (figure.value or 0) <= most
    ends = [
        (public.raters[dimension, each],) * 2
        if (dimension, each) in public.raters
        else _people(dimension, each, public)
        for each in _rating(dimension, public)
    ]
    return sum(low for low, _ in ends) <= (figure.value or 0) <= sum(high for _, high in ends)


def _change(figure: Seen, public: Public) -> bool:
    """Then and the change make the mean of some of the statements shown now."""
    dimension, group = figure.dimension or "", figure.group or ""
    if (dimension, group) not in public.then:
        return False
    now = public.then[dimension, group].plus(span(figure))
    means = [
        (span(groups[group]), 1)
        for (where, _), groups in public.items.items()
        if where == dimension and group in groups
    ]
    return any(
        weighted(some).meets(now)
        for count in range(1, len(means) + 1)
        for some in combinations(means, count)
    )


def _rating(dimension: str, public: Public) -> set[str]:
    found = {g for (where, _), groups in public.items.items() if where == dimension for g in groups}
    return found - {"self", "others"}


def _people(dimension: str, group: str, public: Public) -> tuple[int, int]:
    """Of how many people the ratings of a group's statements can be, at least and at most."""
    counts = [
        groups[group].n or 0
        for (where, _), groups in public.items.items()
        if where == dimension and group in groups
    ]
    if not counts:
        return 0, 0
    return max(counts), min(sum(counts), public.answered.get(group, sum(counts)))


def _expected(figure: Seen, public: Public) -> Span | None:
    dimension, role = figure.dimension or "", figure.role or ""
    others, own = public.scores.get((dimension, "others")), public.scores.get((dimension, "self"))
    if figure.measure == "role_gap" and others:
        return public.asked["role_target", dimension, role].minus(span(others))
    if figure.measure == "gap_self" and own:
        return public.asked["target", dimension, ""].minus(span(own))
    if figure.measure == "gap" and others:
        return public.asked["target", dimension, ""].minus(span(others))
    if figure.measure == "margin" and others:
        return Span(*[_margin(others)] * 2)
    if figure.measure == "priority" and others:
        gap = _tenth(public.asked["target", dimension, ""].low) - _tenth(others.value)
        value = gap * public.weight[dimension] if gap > _margin(others) else Fraction(0)
        return Span(value, value)
    return _perception(dimension, public) if figure.measure == "perception_gap" else None


def _tenth(value: Fraction | None) -> Fraction:
    return printed(value or Fraction(0), 1)


def _margin(others: Seen) -> Fraction:
    """The method's SD · √(1 − r), with the shipped .60 and .37."""
    n = others.n or 1
    error = 0.6 * (1 - 0.37 * n / (1 + 0.37 * (n - 1))) ** 0.5
    return printed(Fraction(error), 1)


def _perception(dimension: str, public: Public) -> Span:
    common = [
        (span(groups["self"]).minus(span(groups["others"])), 1)
        for (where, _), groups in public.items.items()
        if where == dimension and {"self", "others"} <= groups.keys()
    ]
    return weighted(common)


def _code(figure: Seen, public: Public) -> str:
    dimension = figure.dimension or ""
    if figure.measure == "position":
        score = _tenth(public.scores[dimension, figure.group or ""].value)
        if score < public.asked["range_low", dimension, figure.role or ""].low:
            return "below"
        high = public.asked["range_high", dimension, figure.role or ""].low
        return "above" if score > high else "within"
    own = public.scores[dimension, "self"].value or Fraction(0)
    others = public.scores[dimension, "others"]
    d = _perception(dimension, public).low
    d = _tenth(own) - _tenth(others.value) if d == own - (others.value or 0) else _tenth(d)
    if figure.measure == "agreement":
        return "over" if d >= HALF else "under" if d <= -HALF else "in_agreement"
    target = _tenth(public.asked["target", dimension, ""].low)
    over = _tenth(others.value) - target
    return _where(_tenth(own) >= target, over, _margin(others), d)


def _where(own: bool, over: Fraction, margin: Fraction, d: Fraction) -> str:
    below, above = over < -margin, over > margin
    if d >= HALF:
        return "blind_spot" if own and below else "self_higher"
    if d <= -HALF:
        return "hidden_strength" if above and not own else "self_lower"
    if own and above:
        return "open_strength"
    return "known_need" if below and not own else "aligned"


def _misplaced(figures: Sequence[Seen], public: Public) -> list[Seen]:
    """Ranks that do not follow from the printed priorities."""
    if any(figure.decimals is not None for figure in figures):
        return []
    order: list[str] = list(dict.fromkeys(figure.dimension or "" for figure in figures))
    priority = {f.dimension or "": f.value for f in figures if f.measure == "priority" and f.value}
    gap = {f.dimension or "": _tenth(f.value) for f in figures if f.measure == "gap"}
    ranked = sorted(
        priority,
        key=lambda d: (
            *(-priority[d], -gap[d], _tenth(public.scores[d, "others"].value)),
            order.index(d),
        ),
    )
    ranks = [f for f in figures if f.measure == "rank"]
    places = {dimension: place for place, dimension in enumerate(ranked, 1)}
    return [f for f in ranks if f.value != places.get(f.dimension or "")]
