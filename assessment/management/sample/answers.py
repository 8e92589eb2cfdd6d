"""What the sample raters answer, drawn around what each participant is like."""

from __future__ import annotations

import random
import uuid

from assessment.closing_questions import ClosingQuestion
from assessment.management.sample.people import LAST_WORDS, REMARKS, SampleParticipant
from assessment.models import Dimension, Indicator, Kind, RaterGroup

NOT_OBSERVED = 0.05
UNSEEN = 0.85
REMARK = 0.35


def levels(
    sitter: SampleParticipant,
    dimension: Dimension,
    indicators: list[Indicator],
    *,
    group: str,
    leaning: float,
    draw: random.Random,
) -> dict[Indicator, int | None]:
    """One rater's levels for one dimension; `leaning` is how kindly this rater rates."""
    own = group == RaterGroup.SELF
    centre = _centre(sitter, dimension) + (sitter.self_offset if own else leaning)
    unseen = UNSEEN if dimension.key in sitter.unseen else NOT_OBSERVED
    top = dimension.framework.scale_top
    return {
        indicator: None
        if not own and draw.random() < unseen
        else min(top, max(1, round(draw.gauss(centre, 0.6))))
        for indicator in indicators
    }


def remark(dimension: Dimension, draw: random.Random) -> str:
    """A comment, more often none."""
    remarks = REMARKS.get(dimension.key, [])
    return draw.choice(remarks) if remarks and draw.random() < REMARK else ""


def _centre(sitter: SampleParticipant, dimension: Dimension) -> float:
    if dimension.kind == Kind.MANDATE:
        return sitter.mandate
    if dimension.kind == Kind.FOCUS:
        return sitter.focus
    return sitter.skills[dimension.position % len(sitter.skills)]


def last_words(draw: random.Random) -> dict[ClosingQuestion, str]:
    """What a rater writes in answer to the closing questions, where they do."""
    return {
        question: draw.choice(words)
        for question, words in LAST_WORDS.items()
        if draw.random() < REMARK
    }


def marks(dimensions: list[Dimension], draw: random.Random) -> frozenset[uuid.UUID]:
    """Up to two skills that matter most, more often the first ones."""
    skills = [each.pk for each in dimensions if each.kind == Kind.SKILL]
    weights = range(len(skills), 0, -1)
    return frozenset(draw.choices(skills, weights, k=2)) if skills else frozenset()
