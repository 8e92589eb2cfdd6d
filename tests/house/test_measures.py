"""A measure is declared once: whatever writes its figures reads the declaration."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assessment.measures import MEASURES, ValueFormat
from assessment.release.selectors import figures
from assessment.scoring.values import Figure, Group, Kind, Measure, Quadrant, RoleTarget
from reports.columns import printed_value
from tests.scoring.builders import carol, champion, scored


def in_the_sheets(figure: Figure) -> str:
    return str(printed_value(figure))


def in_the_copy(figure: Figure) -> str:
    return str(figures._row(figure, {None: ""}, 3)["value"])


def some_figures() -> list[Figure]:
    """Of a skill and of a focus, with and without a number."""
    answers = {Group.SELF: [4], Group.MANAGER: [3], Group.PEER: [1, 2, 4, 5, 5, 3]}
    spoken = {Group.MANAGER: ["Listens."]}
    ranged = champion(asked=RoleTarget(range_low=Fraction(2), range_high=Fraction(3)))
    return [
        *scored(carol(answers, comments=spoken)),
        *scored(carol(answers, roles=(ranged,), kind=Kind.FOCUS)),
    ]


def test_every_measure_is_declared_in_the_order_of_figures() -> None:
    assert list(MEASURES) == list(Measure)
    assert all(str(facts.name) for facts in MEASURES.values())


@pytest.mark.parametrize(
    "measure", [m for m in Measure if MEASURES[m].value_format is ValueFormat.WHOLE]
)
def test_a_count_is_whole_wherever_it_is_written(measure: Measure) -> None:
    figure = Figure(measure, value=Fraction(7))
    assert (in_the_sheets(figure), in_the_copy(figure)) == ("7", "7")


@pytest.mark.parametrize(
    "measure", [m for m in Measure if MEASURES[m].value_format is ValueFormat.TENTHS]
)
def test_a_mean_has_one_decimal_wherever_it_is_written(measure: Measure) -> None:
    figure = Figure(measure, value=Fraction(13, 4))
    assert (in_the_sheets(figure), in_the_copy(figure)) == ("3.3", "3.3")


def test_a_measure_in_words_has_a_word_or_a_text_and_no_number() -> None:
    figure = Figure(Measure.QUADRANT, code=Quadrant.BLIND_SPOT)
    assert (in_the_sheets(figure), in_the_copy(figure)) == ("None", "blind spot")


def test_scoring_gives_each_measure_what_is_declared_of_it() -> None:
    shown = [figure for figure in some_figures() if figure.withheld is None]
    assert {MEASURES[figure.measure].value_format for figure in shown} == set(ValueFormat)
    for figure in shown:
        written = MEASURES[figure.measure].value_format
        assert (figure.value is None) == (written is ValueFormat.WORDS), figure
        if written is ValueFormat.WHOLE:
            assert figure.value is not None
            assert figure.value.denominator == 1, figure
