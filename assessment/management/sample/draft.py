"""A draft of the next version: what an editor meets in the middle of the work."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

from assessment.frameworks import services as frameworks
from assessment.frameworks.selectors import read_content
from assessment.models import Framework, Indicator, User

REWORDED = "Explained a technical matter with an example from the listener's own job"
REWORDED_FOR_SELF = "I explained a technical matter with an example from the listener's own job"
NEW = "Checked that people understood and answered their questions"
NEW_FOR_SELF = "I checked that people understood and answered their questions"


def build_draft(framework: Framework, *, by: User, at: datetime.datetime) -> Framework:
    """Version 2.1 of the first framework: a few changes of each sort, with something to mend."""
    draft = frameworks.new_draft(
        framework=framework, council=None, version="2.1", name=framework.name, by=by, at=at
    )
    communication = draft.dimensions.get(key="communication")
    first, *others = communication.indicators.order_by("position")
    first.text, first.self_text = REWORDED, REWORDED_FOR_SELF
    first.save()
    others[1].delete()
    Indicator.objects.create(
        dimension=communication,
        key=frameworks.free_key(NEW, ()),
        text=NEW,
        self_text=NEW_FOR_SELF,
        position=len(others) + 2,
    )
    frameworks.reorder(part=communication, up=False, by=by, at=at)
    targets = [
        replace(each, level=Decimal(4)) if each.dimension == "customer-service" else each
        for each in read_content(draft).targets
    ]
    frameworks.set_targets(framework=draft, targets=targets, by=by, at=at)
    return draft
