"""The figures that a reading stands on, in words: whose, of what, with how many raters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext as _

from assessment.release.selectors.results import Figure, Group, Measure
from assessment.scoring.council_rules import CouncilReading
from reports.content import words
from reports.council.book import MOST_NAMES, CouncilBook


def evidence_in_words(book: CouncilBook, reading: CouncilReading) -> tuple[str, ...]:
    """The lines while they are few; then how many more there are."""
    lines = all_evidence(book, reading)
    if len(lines) <= MOST_NAMES:
        return tuple(lines)
    more = len(lines) - MOST_NAMES + 1
    rest = _("{count} more like these, in the tables of this report.").format(count=more)
    return (*lines[: MOST_NAMES - 1], rest)


def all_evidence(book: CouncilBook, reading: CouncilReading) -> list[str]:
    """A line for each holder, in their order."""
    found: dict[str, dict[str, list[Figure]]] = {}
    for each in reading.evidence:
        of_holder = found.setdefault(each.holder, {})
        of_holder.setdefault(each.figure.dimension or "", []).append(each.figure)
    return [
        _("{name}: {figures}.").format(
            name=words.brief_name(book.name(holder)),
            figures="; ".join(_of_dimension(book, holder, *each) for each in found[holder].items()),
        )
        for holder in book.ordered(found)
    ]


def _of_dimension(book: CouncilBook, holder: str, dimension: str, figures: list[Figure]) -> str:
    """“customer service: others 2.3 (10), target 3.5, margin ±0.3”."""
    said = [text for each in figures if (text := _figure(book, holder, each))]
    return _("{dimension} {figures}").format(
        dimension=book.skill(dimension), figures=", ".join([*said, *_ranges(book, figures)])
    )


def _figure(book: CouncilBook, holder: str, figure: Figure) -> str:
    say = _SAYS.get(figure.measure)
    return say(book, holder, figure) if say and figure.value is not None else ""


def _score(book: CouncilBook, holder: str, figure: Figure) -> str:
    if figure.group is Group.SELF:
        return _("own view {score}").format(score=words.shown(figure))
    if figure.group is Group.MANAGER:
        return _("managers {score}").format(score=words.with_n(figure))
    behind = book.behind(holder, figure.dimension or "")
    score = words.with_raters(figure, behind) if behind else words.shown(figure)
    return _("others {score}").format(score=score)


def _target(_book: CouncilBook, _holder: str, figure: Figure) -> str:
    return _("target {target}").format(target=words.target(figure))


def _role_target(book: CouncilBook, _holder: str, figure: Figure) -> str:
    return _("{target} asked as {role}").format(
        target=words.target(figure), role=book.role(figure.role or "")
    )


def _margin(_book: CouncilBook, _holder: str, figure: Figure) -> str:
    return _("margin {margin}").format(margin=words.plus_minus(words.value_of(figure)))


def _statement(book: CouncilBook, _holder: str, figure: Figure) -> str:
    if figure.group is not Group.SELF:  # beside the holder's own answer to the same statement
        return _("others {score}").format(score=words.with_n(figure))
    texts = {each.key: each.text for each in book.dimension(figure.dimension or "").indicators}
    return _("“{statement}”, own view {score}").format(
        statement=texts[figure.indicator or ""], score=words.shown(figure)
    )


def _then(_book: CouncilBook, _holder: str, figure: Figure) -> str:
    return _("{score} in the last round").format(score=words.shown(figure))


def _change(_book: CouncilBook, _holder: str, figure: Figure) -> str:
    return _("change {change}").format(change=words.signed(figure))


_SAYS: Mapping[Measure, Callable[[CouncilBook, str, Figure], str]] = {
    Measure.SCORE: _score,
    Measure.TARGET: _target,
    Measure.ROLE_TARGET: _role_target,
    Measure.MARGIN: _margin,
    Measure.ITEM_MEAN: _statement,
    Measure.THEN: _then,
    Measure.CHANGE: _change,
}


def _ranges(book: CouncilBook, figures: list[Figure]) -> Iterator[str]:
    """Both ends of a range in one: “2.5–4.5 expected as e-champion”."""
    lows = {each.role: each for each in figures if each.measure is Measure.RANGE_LOW}
    for high in figures:
        low = lows.get(high.role)
        if high.measure is Measure.RANGE_HIGH and low is not None:
            yield _("{range} expected as {role}").format(
                range=f"{words.target(low)}–{words.target(high)}", role=book.role(high.role or "")
            )
