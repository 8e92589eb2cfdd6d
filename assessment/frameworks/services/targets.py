"""Writes the targets of a draft."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction

from assessment import audit
from assessment.frameworks import selectors
from assessment.frameworks.selectors.content import TargetContent
from assessment.frameworks.services.publishing import lock_draft
from assessment.models import Action, Framework, Target, User


@transaction.atomic
def set_targets(
    *,
    framework: Framework,
    targets: Sequence[TargetContent],
    by: User,
    at: datetime.datetime,
) -> None:
    """Make these the targets of a draft; a role × dimension that is not named has none.

    Levels and ranges are points of the scale, 1 to `scale_top`. Raises NotADraft, or KeyError
    for a role or a dimension that the framework does not have.
    """
    draft = lock_draft(framework)
    old = {(t.role, t.dimension): t for t in selectors.read_content(draft).targets}
    new = {(t.role, t.dimension): t for t in targets}
    changed = sorted(pair for pair in old.keys() | new.keys() if old.get(pair) != new.get(pair))
    if not changed:
        return
    roles = {role.key: role for role in draft.roles.all()}
    dimensions = {dimension.key: dimension for dimension in draft.dimensions.all()}
    for role, dimension in changed:
        Target.objects.filter(role=roles[role], dimension=dimensions[dimension]).delete()
    Target.objects.bulk_create(
        Target(
            role=roles[target.role],
            dimension=dimensions[target.dimension],
            level=target.level,
            importance=target.importance,
            range_low=target.range_low,
            range_high=target.range_high,
        )
        for pair, target in new.items()
        if pair in changed
    )
    audit.record(
        action=Action.FRAMEWORK_TARGETS_CHANGED,
        subject=draft,
        council=draft.council,
        by=by,
        at=at,
        targets=[f"{role} × {dimension}" for role, dimension in changed],
    )
