"""What a framework still lacks before it can be published, and what an editor should look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessment.frameworks.selectors.asking import frequency_faults, question_faults
from assessment.frameworks.selectors.content import (
    Content,
    DimensionContent,
    TargetContent,
    read_content,
)
from assessment.frameworks.selectors.languages import count_gaps, languages, untranslated
from assessment.frameworks.selectors.wording import remarks
from assessment.models import Framework, Kind, RaterGroup
from assessment.rater_groups import asked_groups, asks

MOST_INDICATORS = 37
"""About 15 minutes of answering."""
FEWEST_INDICATORS = 3
"""Below three indicators a dimension's mean says little about the dimension."""


FEWEST_ASKED = 4
"""Of a dimension for a group that is not asked all of it: with fewer its view is unsteady."""


@dataclass(frozen=True)
class Finding:
    """One thing to mend. It blocks publishing, or it is advice."""

    where: str
    message: str
    blocks: bool = True
    dimension: str = ""
    is_target: bool = False
    language: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def problems(framework: Framework) -> list[Finding]:
    """Everything that must be mended before publishing, in the order of the framework."""
    return [finding for finding in check(read_content(framework)) if finding.blocks]


def check(content: Content) -> list[Finding]:
    """Everything that is missing, wrong or worth a second look, all at once."""
    findings = list(_whole(content))
    for dimension in content.dimensions:
        findings += _of_dimension(dimension, content.scale_top)
    findings += _of_targets(content)
    findings += _of_ranges(content)
    findings += _of_languages(content)
    return findings


def _whole(content: Content) -> Iterator[Finding]:
    if not content.roles:
        yield Finding(_("Roles"), _("There is no role. Add at least one."))
    if not any(dimension.kind == Kind.SKILL for dimension in content.dimensions):
        yield Finding(
            _("Dimensions"), _("There is no skill. Add at least one dimension of the kind skill.")
        )
    for message in question_faults(content):
        yield Finding(_("Framework"), message)
    if content.indicator_count > MOST_INDICATORS:
        message = _(
            "There are %(count)s indicators. More than %(most)s take longer than 15 minutes to "
            "answer, and fewer raters finish."
        ) % {"count": content.indicator_count, "most": MOST_INDICATORS}
        yield Finding(_("Indicators"), message, blocks=False)
    indicators = [i for d in content.dimensions for i in d.indicators]
    for group in asked_groups() if indicators else []:
        if not any(asks(indicator.seen_by, group) for indicator in indicators):
            message = _("%s are asked nothing, so rounds can ask nobody in this group.")
            yield Finding(_("Indicators"), message % _as_begun(group), blocks=False)
    texts = [i.text.casefold() for d in content.dimensions for i in d.indicators]
    for text in sorted({text for text in texts if texts.count(text) > 1}):
        yield Finding(_("Indicators"), _("“%s” is asked twice.") % text, blocks=False)


def _of_dimension(dimension: DimensionContent, top: int) -> Iterator[Finding]:
    for message in [*question_faults(dimension), *frequency_faults(dimension)]:
        yield Finding(dimension.name, message, dimension=dimension.key)
    for message in _levels(dimension, top):
        yield Finding(dimension.name, message, dimension=dimension.key)
    for message in _suggestions(dimension, top):
        yield Finding(dimension.name, message, dimension=dimension.key)
    for message in _who_is_asked(dimension):
        yield Finding(dimension.name, message, dimension=dimension.key)
    count = len(dimension.indicators)
    if count == 0:
        yield Finding(dimension.name, _("There is no indicator."), dimension=dimension.key)
    elif count < FEWEST_INDICATORS:
        message = _("There are fewer than %s indicators, so the result will be unsteady.")
        yield Finding(dimension.name, message % FEWEST_INDICATORS, False, dimension.key)
    for indicator in dimension.indicators:
        for remark in remarks(indicator.text, indicator.self_text, dimension.kind):
            place = f"{dimension.name}, “{indicator.text}”"
            yield Finding(place, remark.message, remark.blocks, dimension.key)


def _who_is_asked(dimension: DimensionContent) -> Iterator[str]:
    for indicator in dimension.indicators:
        if unknown := sorted(set(indicator.seen_by) - set(RaterGroup.values)):
            yield _("“%(text)s” is asked of groups that nobody knows: %(groups)s.") % {
                "text": indicator.text,
                "groups": ", ".join(unknown),
            }
        if not any(asks(indicator.seen_by, group) for group in asked_groups()):
            yield _("“%s” is asked of nobody but the participant.") % indicator.text
    for group in asked_groups():
        count = sum(asks(indicator.seen_by, group) for indicator in dimension.indicators)
        if 0 < count < min(FEWEST_ASKED, len(dimension.indicators)):
            yield _(
                "%(group)s are asked %(count)s of the statements. Ask them at least %(least)s, "
                "or none."
            ) % {"group": _as_begun(group), "count": count, "least": FEWEST_ASKED}


def _as_begun(group: RaterGroup) -> str:
    """The plural, as a sentence begins."""
    name = str(group.facts.plural)
    return name[:1].upper() + name[1:]


def _levels(dimension: DimensionContent, top: int) -> Iterator[str]:
    values = {level.value for level in dimension.levels}
    if lacking := sorted(set(range(1, top + 1)) - values):
        yield _("Levels are missing: %s.") % _numbers(lacking)
    if beyond := sorted(value for value in values if value > top):
        yield _("Levels are above the top of the scale (%(top)s): %(levels)s.") % {
            "top": top,
            "levels": _numbers(beyond),
        }
    for level in dimension.levels:
        if not level.label:
            yield _("Level %s has no label.") % level.value
        if not level.anchor:
            yield _("Level %s has no anchor.") % level.value
    labels = [level.label.casefold() for level in dimension.levels if level.label]
    if len(set(labels)) < len(labels):
        yield _("Two levels have the same label.")


def _suggestions(dimension: DimensionContent, top: int) -> Iterator[str]:
    # Both ends of a focus can be too far; the top of the other kinds has no next level.
    last = top if dimension.kind == Kind.FOCUS else top - 1
    given = {suggestion.from_level for suggestion in dimension.suggestions if suggestion.text}
    if lacking := sorted(set(range(1, last + 1)) - given):
        yield _("Development suggestions are missing for level: %s.") % _numbers(lacking)
    if beyond := sorted(value for value in given if value > top):
        yield _("Development suggestions are above the top of the scale: %s.") % _numbers(beyond)


def _numbers(values: list[int]) -> str:
    return ", ".join(str(value) for value in values)


def _of_targets(content: Content) -> Iterator[Finding]:
    targets = {(target.role, target.dimension): target for target in content.targets}
    for role in content.roles:
        for dimension in content.dimensions:
            target = targets.get((role.key, dimension.key))
            place = f"{role.name} × {dimension.name}"
            for message in _target(target, dimension.kind, content.scale_top):
                yield Finding(place, message, is_target=True)


def _target(target: TargetContent | None, kind: str, top: int) -> Iterator[str]:
    if kind == Kind.MANDATE:
        if target is not None:
            yield _("A mandate has no target: it is never a fault of the person.")
    elif kind == Kind.SKILL:
        yield from _skill_target(target, top)
    else:
        yield from _focus_target(target, top)


def _skill_target(target: TargetContent | None, top: int) -> Iterator[str]:
    if target is None or target.level is None or target.importance is None:
        yield _("The target level and its importance are missing.")
    elif not 1 <= target.level <= top:
        yield _("The target is off the scale of 1 to %s.") % top
    if target is not None and (target.range_low is not None or target.range_high is not None):
        yield _("A skill has a target level, not an expected range.")


def _focus_target(target: TargetContent | None, top: int) -> Iterator[str]:
    if target is None or target.range_low is None or target.range_high is None:
        yield _("The expected range is missing.")
    elif not 1 <= target.range_low < target.range_high <= top:
        yield _("The expected range must rise and lie between 1 and %s.") % top
    if target is not None and (target.level is not None or target.importance is not None):
        yield _("A focus has an expected range, not a target level.")


def _of_ranges(content: Content) -> Iterator[Finding]:
    """Somebody who holds two roles whose ranges do not meet could never be within both."""
    for dimension in content.dimensions:
        ranges = [
            (t.range_low, t.range_high)
            for t in content.targets
            if t.dimension == dimension.key and t.range_low is not None and t.range_high is not None
        ]
        lows, highs = [low for low, _high in ranges], [high for _low, high in ranges]
        if ranges and max(lows, default=Decimal(0)) > min(highs, default=Decimal(0)):
            message = _(
                "The expected ranges of the roles do not meet. Nobody can hold two of them."
            )
            yield Finding(dimension.name, message, blocks=False, is_target=True)


def _of_languages(content: Content) -> Iterator[Finding]:
    """What a language lacks, a line for each dimension; nothing where it was never begun."""
    names = {"": _("Framework and roles")} | {d.key: d.name for d in content.dimensions}
    for language, lacking in untranslated(content).items():
        for key, name in names.items():
            found = count_gaps(line for line in lacking if line.dimension == key)
            if found.texts:
                message = _("%(language)s texts: %(missing)s missing, %(stale)s out of date.") % {
                    "language": languages()[language],
                    "missing": found.missing,
                    "stale": found.stale,
                }
                yield Finding(name, message, blocks=False, dimension=key, language=language)
