"""The life of a framework: draft → published → retired. Each step is for ever."""

from __future__ import annotations

import datetime

from django.db import transaction

from assessment import audit
from assessment.frameworks import selectors
from assessment.frameworks.services.refusals import (
    DraftIncomplete,
    HalfTranslated,
    NotADraft,
    NotPublished,
)
from assessment.models import Action, Framework, User


def lock_draft(framework: Framework) -> Framework:
    """The draft, held against every other editor until the transaction ends; raises NotADraft.

    Whoever changes a part of a draft holds it, so nobody publishes it in between.
    """
    held = _held(framework)
    if not held.is_draft:
        raise NotADraft(held)
    return held


@transaction.atomic
def publish(
    *, framework: Framework, by: User | None, at: datetime.datetime, with_gaps: bool = False
) -> Framework:
    """Freeze a complete draft for ever; raises Incomplete with every problem, or NotADraft.

    A language that is begun but not whole raises HalfTranslated, unless somebody has decided to
    publish `with_gaps`: where a translation is missing, people then read English.
    """
    held = lock_draft(framework)
    content = selectors.read_content(held)
    if problems := [finding for finding in selectors.check(content) if finding.blocks]:
        raise DraftIncomplete(problems)
    if not with_gaps and (gaps := selectors.untranslated(content)):
        raise HalfTranslated(gaps)
    held.state, held.published_at, held.published_by = Framework.State.PUBLISHED, at, by
    held.save(update_fields=["state", "published_at", "published_by"])
    audit.record(
        action=Action.FRAMEWORK_PUBLISHED,
        subject=held,
        council=held.council,
        by=by,
        at=at,
        version=held.version,
    )
    return held


@transaction.atomic
def retire(*, framework: Framework, by: User, at: datetime.datetime) -> Framework:
    """Offer a published framework to no new round; rounds that have it keep it.

    Raises NotPublished.
    """
    held = _held(framework)
    if held.state != Framework.State.PUBLISHED:
        raise NotPublished(held)
    held.state, held.retired_at, held.retired_by = Framework.State.RETIRED, at, by
    held.save(update_fields=["state", "retired_at", "retired_by"])
    audit.record(
        action=Action.FRAMEWORK_RETIRED,
        subject=held,
        council=held.council,
        by=by,
        at=at,
        version=held.version,
    )
    return held


def _held(framework: Framework) -> Framework:
    return Framework.objects.select_for_update(of=("self",)).get(pk=framework.pk)
