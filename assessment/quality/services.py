"""Judges the questions of a framework on released rounds, and keeps what was found."""

from __future__ import annotations

import datetime
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from assessment import audit
from assessment.frameworks.specs import framework_spec
from assessment.models import Action, Council, Framework, InstrumentReading, User
from assessment.quality import selectors
from assessment.quality.readings import bands_by_place, beside
from assessment.quality.statistics import instrument_quality
from assessment.refused import Refused


class TooFew(Refused):
    """Fewer participants than the questions can be judged on."""


class FromWithin(Refused):
    """The reader is HR or a participant of the council that the figures would be about."""


class NothingNew(Refused):
    """No figure may be shown anew: too few participants came in since."""


@transaction.atomic
def take_reading(
    *, framework: Framework, council: Council | None, by: User, at: datetime.datetime
) -> InstrumentReading:
    """Work out the quality of every question from a council's released reports, or from all.

    A figure is made anew only where it differs by 30 participants from every one that was shown
    of the same reports; else the last one is kept. Raises TooFew under 30 participants,
    FromWithin for somebody of the only council, and NothingNew where no figure would change.
    """
    # One reading at a time: two at once would not know of each other.
    locked = Framework.objects.select_for_update().get(pk=framework.pk)
    reports = selectors.pool(locked, council)
    own = selectors.known_from_within(by)
    if reports and not any(report.council not in own for report in reports):
        raise FromWithin(selectors.why_not_shown())
    quality = instrument_quality(framework_spec(locked), reports)
    if quality is None:
        raise TooFew(_too_few())
    before = selectors.parts_of(selectors.last(locked, council))
    shown, new = beside(bands_by_place(quality), before, selectors.readings_shown(locked, council))
    if not new:
        raise NothingNew(_nothing_new())
    reading = InstrumentReading.objects.create(
        framework=locked,
        council=council,
        read_at=at,
        read_by=by,
        parts=[asdict(part) for part in shown],
    )
    audit.record(
        action=Action.FRAMEWORK_QUALITY_READ,
        subject=locked,
        council=council,
        by=by,
        at=at,
        figures=new,
    )
    return reading


def _too_few() -> str:
    return _(
        "The questions can be judged once released reports of at least %s participants show how "
        "others rated them."
    ) % (selectors.MINIMUM,)


def _nothing_new() -> str:
    return _(
        "No figure can be made anew yet. Each waits until at least %s more participants are behind "
        "it, so that nobody can work out the few that were added."
    ) % (selectors.MINIMUM,)
