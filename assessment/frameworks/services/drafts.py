"""Makes drafts: from a file's data, or as a copy of another framework."""

from __future__ import annotations

import datetime

from django.db import transaction

from assessment import audit
from assessment.frameworks import selectors
from assessment.frameworks.selectors.content import Content, DimensionContent
from assessment.frameworks.services import format as exchange
from assessment.frameworks.services.refusals import VersionTaken
from assessment.frameworks.services.translation_digests import translated_from
from assessment.models import (
    Action,
    Council,
    Dimension,
    Framework,
    Indicator,
    Level,
    Role,
    Suggestion,
    Target,
    User,
)


@transaction.atomic
def import_draft(
    *, data: object, council: Council | None, by: User | None, at: datetime.datetime
) -> Framework:
    """Make a draft from the data of a JSON file, shared where no council is given.

    Raises BadFile with every problem and its place, or VersionTaken.
    """
    content = exchange.parse(data)
    return bring_in(
        content=content,
        name=content.name,
        version=content.version,
        council=council,
        by=by,
        at=at,
    )


@transaction.atomic
def bring_in(
    *,
    content: Content,
    name: str,
    version: str,
    council: Council | None,
    by: User | None,
    at: datetime.datetime,
) -> Framework:
    """Make a draft of what a file holds, under this name and version; raises VersionTaken."""
    framework = _write(content, council=council, version=version, name=name)
    _record(Action.FRAMEWORK_LOADED, framework, content, by=by, at=at)
    return framework


@transaction.atomic
def new_draft(
    *,
    framework: Framework,
    council: Council | None,
    version: str,
    name: str,
    by: User,
    at: datetime.datetime,
) -> Framework:
    """Copy a framework in any state into a draft of the council; every key stays the same.

    The keys are what connects the two versions in later comparisons. Raises VersionTaken.
    """
    content = selectors.read_content(framework)
    draft = _write(content, council=council, version=version, name=name, made_from=framework)
    _record(Action.FRAMEWORK_DRAFTED, draft, content, by=by, at=at, made_from=str(framework.pk))
    return draft


def _record(
    action: Action,
    framework: Framework,
    content: Content,
    *,
    by: User | None,
    at: datetime.datetime,
    **detail: str,
) -> None:
    audit.record(
        action=action,
        subject=framework,
        council=framework.council,
        by=by,
        at=at,
        version=framework.version,
        dimensions=len(content.dimensions),
        indicators=content.indicator_count,
        **detail,
    )


def _write(
    content: Content,
    *,
    council: Council | None,
    version: str = "",
    name: str = "",
    made_from: Framework | None = None,
) -> Framework:
    version, name = version or content.version, name or content.name
    if Framework.objects.filter(council=council, key=content.key, version=version).exists():
        raise VersionTaken(name, version)
    framework = Framework.objects.create(
        council=council,
        key=content.key,
        name=name,
        version=version,
        description=content.description,
        question=content.question,
        self_question=content.self_question,
        scale_top=content.scale_top,
        standard_deviation=content.standard_deviation,
        single_rater_reliability=content.single_rater_reliability,
        made_from=made_from,
        translations=content.translations,
        translated_from=translated_from(content),
    )
    write_parts(framework, content)
    return framework


def write_parts(framework: Framework, content: Content) -> None:
    """Fill an empty draft with roles, dimensions and targets, in a constant number of queries."""
    roles = {
        role.key: Role(
            framework=framework,
            key=role.key,
            name=role.name,
            purpose=role.purpose,
            position=number,
            translations=role.translations,
            translated_from=translated_from(role),
        )
        for number, role in enumerate(content.roles, start=1)
    }
    dimensions = {
        each.key: Dimension(
            framework=framework,
            key=each.key,
            kind=each.kind,
            name=each.name,
            description=each.description,
            question=each.question,
            self_question=each.self_question,
            position=number,
            translations=each.translations,
            translated_from=translated_from(each),
        )
        for number, each in enumerate(content.dimensions, start=1)
    }
    Role.objects.bulk_create(roles.values())
    Dimension.objects.bulk_create(dimensions.values())
    _write_below(content.dimensions, dimensions)
    Target.objects.bulk_create(
        Target(
            role=roles[target.role],
            dimension=dimensions[target.dimension],
            level=target.level,
            importance=target.importance,
            range_low=target.range_low,
            range_high=target.range_high,
        )
        for target in content.targets
    )


def _write_below(contents: tuple[DimensionContent, ...], rows: dict[str, Dimension]) -> None:
    Level.objects.bulk_create(
        Level(
            dimension=rows[each.key],
            value=level.value,
            label=level.label,
            anchor=level.anchor,
            frequency=level.frequency,
            translations=level.translations,
            translated_from=translated_from(level),
        )
        for each in contents
        for level in each.levels
    )
    Indicator.objects.bulk_create(
        Indicator(
            dimension=rows[each.key],
            key=indicator.key,
            text=indicator.text,
            self_text=indicator.self_text,
            seen_by=list(indicator.seen_by),
            position=number,
            translations=indicator.translations,
            translated_from=translated_from(indicator),
        )
        for each in contents
        for number, indicator in enumerate(each.indicators, start=1)
    )
    Suggestion.objects.bulk_create(
        Suggestion(
            dimension=rows[each.key],
            from_level=suggestion.from_level,
            text=suggestion.text,
            position=number,
            translations=suggestion.translations,
            translated_from=translated_from(suggestion),
        )
        for each in contents
        for number, suggestion in enumerate(each.suggestions, start=1)
    )
