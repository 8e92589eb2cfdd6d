"""The counts of a report as they are shown, whichever version of the product released it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assessment.scoring.values import ANONYMOUS, IDENTIFIED, Figure, Group, Measure, Reason

COUNTS = (Measure.INVITED, Measure.COMPLETED, Measure.MERGED)


def is_count(figure: Figure) -> bool:
    """Whether this says how many people did something; these stand first in a report."""
    return figure.measure in COUNTS


def counts_as_shown(counts: Sequence[Figure], k: int) -> Iterator[Figure]:
    """The counts of one report without what tells who answered.

    Earlier releases stored how many were asked and answered in every group, also in those put
    together or withheld. These rows are frozen: they stay, and nobody reads them.
    """
    asked = {f.group for f in counts if f.measure is Measure.INVITED and f.value}
    if not any(figure.measure is Measure.INVITED for figure in counts):
        yield from counts
        return
    answered = {f.group: f for f in counts if f.measure is Measure.COMPLETED}
    merged = {f.group for f in counts if f.measure is Measure.MERGED}
    silent = {group for group in ANONYMOUS if group in asked and not answered[group].value}
    if merged:
        merged |= silent
    yield from (answered[group] for group in IDENTIFIED if group in answered)
    for group in ANONYMOUS:
        if group in merged:
            yield Figure(Measure.MERGED, group=group, code=Group.COLLEAGUES)
    for group in (*ANONYMOUS, Group.COLLEAGUES):
        if group in asked | {Group.COLLEAGUES} and group in answered and group not in merged:
            yield _or_too_few(answered[group], k)


def _or_too_few(count: Figure, k: int) -> Figure:
    if count.value is not None and count.value >= k:
        return count
    return Figure(Measure.COMPLETED, group=count.group, withheld=Reason.GROUP_TOO_SMALL)
