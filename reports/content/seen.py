"""How others see one skill against what the role asks for, in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessment.release.selectors.results import Basis, DimensionTexts, Group
from reports.content.book import Book


def seen_at(book: Book, each: DimensionTexts, others: str) -> str:
    """`others` is their score as it is printed; without a gap nothing is said of the target."""
    alone, gap = book.basis(each) is Basis.MANAGER, book.gap_words(each)
    if gap:
        text = _("Others see you at {others}, your role asks for {target}: {gap}.")
        if alone:
            text = _("Seen by your {manager} alone: {others}; your role asks for {target}: {gap}.")
    else:
        text = _("Others see you at {others}.")
        if alone:
            text = _("Seen by your {manager} alone: {others}.")
    manager = book.name(Group.MANAGER)
    return text.format(manager=manager, others=others, target=book.asked(each), gap=gap)
