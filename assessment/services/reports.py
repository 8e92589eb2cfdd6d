"""What is written about a report after its release: who took it away."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping

from django.db import transaction

from assessment.models import Report, Round, User
from assessment.services import audit


def record_download(
    *, report: Report, kind: str, sha256: str, by: User, at: datetime.datetime
) -> None:
    """Keep that a file of this report was handed out, and the hash that it is known again by."""
    audit.record(
        action="report.downloaded",
        subject=report,
        council=report.council,
        by=by,
        at=at,
        kind=kind,
        sha256=sha256,
    )


def record_export(*, round: Round, kind: str, by: User, at: datetime.datetime) -> None:
    """Keep that the results of a whole round were handed out as a spreadsheet."""
    audit.record(
        action="round.exported", subject=round, council=round.council, by=by, at=at, kind=kind
    )


def record_bundle_request(*, round: Round, reports: int, by: User, at: datetime.datetime) -> None:
    """Keep that all reports of a round were asked for as one ZIP; `reports` are to be made."""
    audit.record(
        action="round.reports_asked",
        subject=round,
        council=round.council,
        by=by,
        at=at,
        reports=reports,
    )


@transaction.atomic
def record_bundle_download(
    *, round: Round, hashes: Mapping[uuid.UUID, str], by: User, at: datetime.datetime
) -> None:
    """Keep that a ZIP was handed out, and of each report in it the same as for a single one.

    `hashes` has the SHA-256 of each file by its report.
    """
    audit.record(
        action="round.reports_downloaded",
        subject=round,
        council=round.council,
        by=by,
        at=at,
        reports=len(hashes),
    )
    audit.record_each(
        action="report.downloaded",
        model=Report,
        details={key: {"kind": "zip", "sha256": sha256} for key, sha256 in hashes.items()},
        council=round.council,
        by=by,
        at=at,
    )
