"""What is wrong with the questions above the statements, and with what levels mean in time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessment.frameworks.headings import NAME
from assessment.frameworks.selectors.content import Content, DimensionContent

_PLACE = re.compile(r"\{[^{}]*\}|[{}]")


def question_faults(part: Content | DimensionContent) -> Iterator[str]:
    """What blocks publishing: every language is read, since all have the same marks."""
    if bool(part.question) != bool(part.self_question):
        yield _("A question is needed for raters and in the first person, or neither.")
    texts = [part.translations[each] for each in sorted(part.translations)]
    spoken = [{"question": part.question, "self_question": part.self_question}, *texts]
    for said in spoken:
        for_raters, own = said.get("question", ""), said.get("self_question", "")
        for text in filter(None, [for_raters, own]):
            if not text.endswith("?"):
                yield _("“%s” should be a question that ends with “?”.") % text
        if for_raters and _PLACE.findall(for_raters) != [NAME]:
            yield _("“%(text)s” needs %(name)s once, and no other braces.") % {
                "text": for_raters,
                "name": NAME,
            }
        if own and _PLACE.search(own):
            yield _("“%s” is read by the participant, so it has no name in braces.") % own


def frequency_faults(dimension: DimensionContent) -> Iterator[str]:
    """Raters read the anchors in time only where every level has one."""
    given = [level for level in dimension.levels if level.frequency]
    if given and len(given) < len(dimension.levels):
        lacking = [str(each.value) for each in dimension.levels if not each.frequency]
        yield _("How often that is: said of some levels, but not of %s.") % ", ".join(lacking)
