"""What is written about a report after its release: who took it away."""

from __future__ import annotations

import datetime

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
