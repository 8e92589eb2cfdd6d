"""What a framework holds and lacks, with the way to each page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.frameworks import selectors
from assessment.models import Framework


def dimension_pages(framework: Framework) -> dict[str, str]:
    """The address of each dimension, by key."""
    return {
        dimension.key: reverse("admin:assessment_dimension_change", args=[dimension.pk])
        for dimension in framework.dimensions.all()
    }


@dataclass(frozen=True)
class PublishingStep:
    """A step on the way to a published framework; `left` counts what is still to mend there."""

    name: str
    page: str
    left: int | None = None


def steps(
    framework: Framework, content: selectors.Content, findings: list[selectors.Finding]
) -> list[PublishingStep]:
    """The way from an empty draft to a published framework, in order."""
    blocking = [finding for finding in findings if finding.blocks]
    targets = sum(finding.is_target for finding in blocking)
    texts = sum(bool(f.dimension) and not f.is_target for f in blocking)
    pages = dimension_pages(framework)
    unfinished = [f.dimension for f in blocking if f.dimension in pages and not f.is_target]
    first = next(iter([*unfinished, *(each.key for each in content.dimensions)]), "")

    def at(name: str) -> str:
        return reverse(name, args=[framework.pk])

    return [
        PublishingStep(
            _("Roles and dimensions, below"), "#roles-group", len(blocking) - targets - texts
        ),
        PublishingStep(_("Levels, indicators and suggestions"), pages.get(first, ""), texts),
        PublishingStep(_("Targets"), at("admin:assessment_framework_targets"), targets),
        PublishingStep(_("Preview"), at("framework_preview")),
        PublishingStep(_("Check and publish"), at("admin:assessment_framework_publish")),
    ]


def overview(framework: Framework, content: selectors.Content) -> list[dict[str, Any]]:
    """Each dimension with the address of its page."""
    pages = dimension_pages(framework)
    return [{"dimension": each, "page": pages[each.key]} for each in content.dimensions]


def linked(
    framework: Framework, findings: list[selectors.Finding], *, blocks: bool
) -> list[tuple[selectors.Finding, str]]:
    """Each finding with the address of the page where it can be mended."""
    pages = dimension_pages(framework)
    targets = reverse("admin:assessment_framework_targets", args=[framework.pk])

    def page(finding: selectors.Finding) -> str:
        if finding.language:
            return _texts(framework, finding)
        return targets if finding.is_target else pages.get(finding.dimension, "")

    return [(finding, page(finding)) for finding in findings if finding.blocks is blocks]


def _texts(framework: Framework, finding: selectors.Finding) -> str:
    args = [framework.pk, finding.language]
    if finding.dimension:
        args = [*args, finding.dimension]
        return reverse("admin:assessment_framework_texts_of_dimension", args=args)
    return reverse("admin:assessment_framework_texts", args=args)
