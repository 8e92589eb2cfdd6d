"""The preview of a framework, complete and not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assessment.models import Framework, Indicator, Kind, RaterGroup, Role, User
from tests.cast import PASSWORD, add_dimension, make_framework
from tests.journeys.visits import Visit, World

NOT_PAGES = {
    "sample_report_pdf": "a PDF to download",
    "blank_questionnaire": "a PDF to download",
}


def world() -> World:
    erin = User.objects.create_user(
        "erin@preview.example.gov.uk", PASSWORD, name="Erin", is_editor=True
    )
    draft = make_framework(name="Preview framework", published=False, indicators=5)
    without_partners(draft, "leadership-5")
    unfinished = make_framework(name="Unfinished framework", published=False, version="2.0")
    Role.objects.filter(framework=unfinished).delete()
    empty = Framework.objects.create(key="empty", name="Empty framework", version="1.0")
    seven = Framework.objects.create(key="seven", name="Seven levels", version="1.0", scale_top=7)
    return {
        "erin": erin,
        "draft": draft,
        "unfinished": unfinished,
        "empty": empty,
        "seven": with_seven_levels(seven),
    }


def without_partners(framework: Framework, *keys: str) -> None:
    asked = [group for group in RaterGroup.values if group != RaterGroup.PARTNER]
    Indicator.objects.filter(dimension__framework=framework, key__in=keys).update(seen_by=asked)


def with_seven_levels(framework: Framework) -> Framework:
    add_dimension(framework, "communication", Kind.SKILL, 6)
    return framework


def of(key: str, *more: str) -> Callable[[World], list[Any]]:
    return lambda world: [world[key].pk, *more]


VISITS = [
    Visit("framework_preview", args=of("draft"), who="erin"),
    Visit("framework_preview", "something missing", args=of("unfinished"), who="erin"),
    Visit("framework_preview", "empty", args=of("empty"), who="erin"),
    Visit("framework_preview_questions", args=of("draft", "leadership"), who="erin"),
    Visit(
        "framework_preview_questions",
        "own view",
        args=of("draft", "mandate"),
        query="?as=self",
        who="erin",
    ),
    Visit(
        "framework_preview_questions",
        "as a group",
        args=of("draft", "leadership"),
        query="?as=partner",
        who="erin",
    ),
    Visit(
        "framework_preview_questions",
        "seven levels",
        args=of("seven", "communication"),
        who="erin",
    ),
    Visit("framework_preview_closing", args=of("draft"), who="erin"),
    Visit("framework_preview_closing", "own view", args=of("draft"), query="?as=self", who="erin"),
    Visit("sample_report", args=of("draft"), who="erin"),
]
