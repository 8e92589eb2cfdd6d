"""What a framework holds and lacks, with the way to each page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from assessment.models import Framework
from assessment.selectors import frameworks as selectors


def dimension_pages(framework: Framework) -> dict[str, str]:
    """The address of each dimension, by key."""
    return {
        dimension.key: reverse("admin:assessment_dimension_change", args=[dimension.pk])
        for dimension in framework.dimensions.all()
    }


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
