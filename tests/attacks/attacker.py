"""The attacker: from released figures alone, whose rating follows?

`attack` takes what an audience sees and lists every anonymous rating, and every sum of fewer
than k anonymous people, that is determined; and every figure that cannot be made of the released
item means, for such a figure carries something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from tests.attacks.algebra import Contradiction, Ledger
from tests.attacks.explain import unexplained
from tests.attacks.multisets import Together, candidates, forced
from tests.attacks.seen import ANONYMOUS, ASKED_APART, Seen

DISTRIBUTION_MINIMUM, SPREAD_MINIMUM = 5, 6
COMMENT_AUTHORS, COMMENT_RESPONSES = 3, 5
CLOSING = ("keep_doing", "do_differently")
MARKS_EACH, MARKS_RESPONSES = 2, 5


@dataclass(frozen=True, slots=True)
class Leak:
    """What the attacker knows now: about whom, and how many people that is."""

    attack: str
    where: str
    told: str
    people: int

    def __str__(self) -> str:
        return f"{self.attack} ({self.where}): {self.told}"


def attack(seen: Iterable[Seen], *, k: int, highest: int) -> list[Leak]:
    """Every leak in what is seen, of one participant or of several together."""
    by_participant: dict[str, list[Seen]] = defaultdict(list)
    for figure in seen:
        by_participant[figure.participant].append(figure)
    return [
        leak
        for participant, figures in by_participant.items()
        for leak in _attack_one(Known(participant, figures, k, highest))
    ]


class Known:
    """What is seen of one participant, sorted for the attacks."""

    def __init__(self, participant: str, figures: Sequence[Seen], k: int, highest: int) -> None:
        self.participant, self.k, self.highest = participant, k, highest
        self.figures = [f for f in figures if not f.withheld]
        self.completed = {
            f.group or "": f.value or Fraction(0) for f in self.figures if f.measure == "completed"
        }
        self.merged = [f.group or "" for f in self.figures if f.measure == "merged"]
        self.completed |= self._inside_colleagues()
        self.unexplained = unexplained(self.figures)

    def _inside_colleagues(self) -> dict[str, Fraction]:
        """Of every group in it: those that are shown after all, the rest in equal parts."""
        found = {group: self.completed[group] for group in self.merged if group in self.completed}
        for figure in self.of("item_mean"):
            group = figure.group or ""
            if group in self.merged and group not in self.completed:
                found[group] = max(found.get(group, Fraction(0)), Fraction(figure.n or 0))
        rest = [group for group in self.merged if group not in found]
        left = self.completed.get("colleagues", Fraction(0)) - sum(found.values(), Fraction(0))
        return found | {group: left / len(rest) for group in rest}

    def of(self, *measures: str) -> list[Seen]:
        return [f for f in self.figures if f.measure in measures]

    def atoms(self, group: str) -> list[str]:
        """The groups of people whose ratings stand in a group's figures."""
        if group == "colleagues":
            return self.merged
        if group == "others":
            return [g for g, n in self.completed.items() if n and g not in ("self", "colleagues")]
        return [group]


def _attack_one(known: Known) -> Iterator[Leak]:
    yield from small_groups(known)
    yield from sums(known)
    yield from missing_items(known)
    yield from unanimous_groups(known)
    yield from nobody_observed(known)
    yield from few_raters(known)
    yield from authors(known)
    yield from marks(known)
    for figure in known.unexplained:
        yield Leak("unexplained figure", _place(figure), f"{figure.measure} carries more", 0)


def _place(figure: Seen) -> str:
    parts = (figure.participant, figure.dimension, figure.indicator, figure.group)
    return " ".join(part for part in parts if part)


def small_groups(known: Known) -> Iterator[Leak]:
    """Any figure of an anonymous group of fewer than k people."""
    for figure in known.of("item_mean", "score", "distribution", "spread"):
        if figure.group not in ANONYMOUS:
            continue
        people = [int(known.completed.get(figure.group, known.k))]
        if figure.measure in ("item_mean", "score") and figure.n is not None:
            people.append(figure.n)
        if min(people) < known.k:
            value = figure.value if figure.value is not None else figure.code
            yield Leak("small group", _place(figure), f"{figure.measure} {value}", min(people))


def sums(known: Known) -> Iterator[Leak]:
    """Linear algebra over the sums of each indicator."""
    items: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for figure in known.of("item_mean", "second_total"):
        items[figure.dimension or "", figure.indicator or ""].append(figure)
    for place, figures in items.items():
        ledger, people = Ledger(), {g: n for g, n in known.completed.items() if g in ANONYMOUS}
        for figure in figures:
            with suppress(Contradiction):  # the figure is about other people than was thought
                _learn(ledger, people, known, figure)
        for group, total, number in _determined(ledger, people, known.k):
            where = f"{known.participant} {place[1]} {group}"
            yield Leak("sums", where, f"{number} people gave {total} together", number)


def _learn(ledger: Ledger, people: dict[str, Fraction], known: Known, figure: Seen) -> None:
    group = figure.group or ""
    if figure.measure == "second_total":
        atoms = known.atoms("others")
        sizes = {"manager": known.completed.get("manager", 0), **people}
        weights = {atom: Fraction(1, len(atoms) * sizes[atom]) for atom in atoms}
        ledger.learn(weights, figure.value or 0)
        return
    if group == "self" or (group == "others" and figure not in known.unexplained):
        return
    total = exact_sum(figure)
    if total is not None:
        ledger.learn(dict.fromkeys(known.atoms(group), 1), total)
        if group in people and figure.n is not None:
            people[group] = Fraction(figure.n)


def exact_sum(figure: Seen) -> int | None:
    """The sum of ratings behind a mean, where what is printed leaves only one."""
    assert figure.n is not None
    assert figure.value is not None
    if figure.bound:
        return None
    near = round(figure.value * figure.n)
    wide = int(figure.margin * figure.n) + 1
    fitting = [
        total
        for total in range(max(0, near - wide), near + wide + 1)
        if figure.may_be(Fraction(total, figure.n))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _determined(
    ledger: Ledger, people: Mapping[str, Fraction], k: int
) -> Iterator[tuple[str, Fraction, int]]:
    groups = [group for group, n in people.items() if n and group != "colleagues"]
    for size in range(1, len(groups) + 1):
        for chosen in combinations(groups, size):
            number = int(sum(people[group] for group in chosen))
            total = ledger.tells(dict.fromkeys(chosen, 1)) if number < k else None
            if total is not None:
                yield "+".join(chosen), total, number


def missing_items(known: Known) -> Iterator[Leak]:
    """A score over all indicators less the item means that are shown gives the hidden ones."""
    for score in known.of("score"):
        if score not in known.unexplained or score.group not in ANONYMOUS:
            continue
        shown = [
            f.value or Fraction(0)
            for f in known.of("item_mean")
            if (f.dimension, f.group) == (score.dimension, score.group)
        ]
        hidden = len(_indicators(known, score.dimension)) - len(shown)
        if hidden == 1 and score.value is not None:
            mean = score.value * (len(shown) + 1) - sum(shown)
            yield Leak("missing item", _place(score), f"the hidden mean is {mean}", known.k - 1)


def _indicators(known: Known, dimension: str | None) -> set[str | None]:
    return {f.indicator for f in known.of("item_mean") if f.dimension == dimension}


def unanimous_groups(known: Known) -> Iterator[Leak]:
    """Enumeration: everybody in a group must have given one and the same level."""
    items: dict[tuple[str, str], dict[str, Seen]] = defaultdict(dict)
    for figure in known.of("item_mean"):
        if figure.group in ANONYMOUS:
            items[figure.dimension or "", figure.group][figure.indicator or ""] = figure
    for (dimension, group), seen in items.items():
        readings = _together(known, dimension, group, seen)
        found = [forced(seen, known.highest, reading) for reading in readings]
        for key, level in found[0].items():
            if all(each.get(key) == level for each in found):
                where = f"{known.participant} {key} {group}"
                people = seen[key].n or 0
                yield Leak("enumeration", where, f"every one of {people} gave {level}", people)


def _together(
    known: Known, dimension: str, group: str, items: Mapping[str, Seen]
) -> list[Together]:
    """What distribution and words say, once for every set of indicators they may be about."""
    here = [f for f in known.figures if (f.dimension, f.group) == (dimension, group)]
    levels = {f.level: int(f.value or 0) for f in here if f.measure == "distribution"}
    counts = tuple(levels.get(level, 0) for level in range(1, known.highest + 1))
    word = next((f.code for f in here if f.measure == "spread"), "")
    worded = _worded(items, known.highest) if word else frozenset()
    if not levels:
        return [Together(worded=worded, word=word)]
    return [
        Together(pool, counts, worded, word) for pool in _pools(items, sum(counts), known.highest)
    ] or [Together(worded=worded, word=word)]


def is_open(item: Seen, highest: int) -> bool:
    """Whether the mean, as seen, rules out that all gave one level."""
    return not any(max(counts) == item.n for counts in candidates(item, highest))


def _worded(items: Mapping[str, Seen], highest: int) -> frozenset[str]:
    """By the public rule the open ones; where those are too few it was another rule: all."""
    chosen = frozenset(key for key, item in items.items() if is_open(item, highest))
    return chosen if len(chosen) > 1 else frozenset(items)


def _pools(items: Mapping[str, Seen], n: int, highest: int) -> list[frozenset[str]]:
    """The sets of indicators that a distribution of n ratings may have been pooled over.

    The public rule's set if its n fits, else with every choice of the doubtful ones, else all.
    """
    large = {key for key, item in items.items() if (item.n or 0) >= DISTRIBUTION_MINIMUM}
    sure = frozenset(key for key in large if is_open(items[key], highest))
    doubtful = sorted(
        key for key in large - sure if not items[key].bound and items[key].decimals is not None
    )
    choices = [
        sure | set(chosen)
        for size in range(len(doubtful) + 1)
        for chosen in combinations(doubtful, size)
    ]
    fallbacks = [frozenset(large), frozenset(items)]
    fitting = [pool for pool in choices if _ratings(items, pool) == n]
    return fitting or [pool for pool in fallbacks if _ratings(items, pool) == n][:1]


def _ratings(items: Mapping[str, Seen], pool: Iterable[str]) -> int:
    return sum(items[key].n or 0 for key in pool)


def nobody_observed(known: Known) -> Iterator[Leak]:
    """That every member of a group could not observe is everybody's answer."""
    for figure in known.of("not_observed"):
        people = int(known.completed.get(figure.group or "", 0))
        if figure.group in ANONYMOUS and people and figure.value == people:
            yield Leak("not observed", _place(figure), "nobody could observe", people)


def few_raters(known: Known) -> Iterator[Leak]:
    """So few people behind a score that what is said of it is said of each of them."""
    for figure in known.of("raters"):
        people = int(figure.value or 0)
        if figure.group in ANONYMOUS and people < known.k:
            yield Leak("few raters", _place(figure), f"{people} are behind the score", people)


def authors(known: Known) -> Iterator[Leak]:
    """Comments of so few that style or a guess gives the author."""
    answered = sum(known.completed.get(group, 0) for group in ASKED_APART)
    texts: dict[str, int] = defaultdict(int)
    for figure in known.of("comment", *CLOSING):
        if figure.group in ANONYMOUS:
            texts[figure.dimension or figure.measure] += 1
    for dimension, number in texts.items():
        if number < COMMENT_AUTHORS or answered < COMMENT_RESPONSES:
            where = f"{known.participant} {dimension}"
            yield Leak("authors", where, f"{number} wrote, {answered} answered", number)


def marks(known: Known) -> Iterator[Leak]:
    """Counts of so few that a guess gives the marker, and skills that everybody or nobody of the
    others marked: for an outsider, and for one who answered and knows their own marks."""
    lows, highs = (
        {f.dimension or "": f for f in known.of(measure) if f.group in ANONYMOUS}
        for measure in ("marked_low", "marked_high")
    )
    people = min((f.n or 0 for f in lows.values()), default=0)
    if lows and people < max(MARKS_RESPONSES, known.k):
        yield Leak("marks", known.participant, f"{people} answered", people)
    counts = {key: (int(f.value or 0), int(highs[key].value or 0)) for key, f in lows.items()}
    if not counts:
        return
    insiders = [own for size in range(MARKS_EACH + 1) for own in combinations(counts, size)]
    for own in (None, *insiders):
        for key, said in _marked_by_all_or_none(counts, people, own):
            yield Leak("marks", f"{known.participant} {key}", said, people)


def _marked_by_all_or_none(
    counts: Mapping[str, tuple[int, int]], people: int, own: Sequence[str] | None
) -> Iterator[tuple[str, str]]:
    """`own` are the marks of one who answered; None is an outsider."""
    others = people if own is None else people - 1
    left = {
        key: (max(0, low - (key in (own or ()))), min(others, high - (key in (own or ()))))
        for key, (low, high) in counts.items()
    }
    taken = sum(low for low, _high in left.values())
    if taken > MARKS_EACH * others or any(low > high for low, high in left.values()):
        return  # nobody can have marked these
    for key, (low, high) in left.items():
        most = min(high, MARKS_EACH * others - (taken - low))
        if most == 0 or low == others:
            yield key, f"{'none' if most == 0 else 'all'} of {others} marked it"


def subtract_releases(first: Seen, second: Seen, *, ratings_each: int = 1) -> Leak | None:
    """A5, A6: one figure released twice; the difference is what the newcomers gave.

    Also what two rounds tell somebody who knows that nobody changed an answer. n counts
    ratings, of which everybody gave `ratings_each`.
    """
    if first.value is None or second.value is None or not first.n or not second.n:
        return None
    before, after = exact_sum(first), exact_sum(second)
    newcomers = (second.n - first.n) // ratings_each
    if before is None or after is None or newcomers <= 0:
        return None
    told = f"{newcomers} new gave {after - before}"
    return Leak("two releases", _place(second), told, newcomers)
