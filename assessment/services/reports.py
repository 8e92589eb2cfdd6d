"""What is written about a report after its release: who took it away."""

from __future__ import annotations

import datetime

from assessment.models import Report, User
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
