"""What release writes once reports are out: who read and took away which."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assessment.release.services import downloads

if TYPE_CHECKING:
    from tests.writes import Stage

HASH = "0" * 64

WRITES_OF_RELEASE: dict[str, tuple[Callable[[Stage], object], list[str]]] = {
    "release.downloads.record_bundle_download": (
        lambda s: downloads.record_bundle_download(
            round=s.round, hashes={s.round.pk: HASH}, **s.by_alice
        ),
        ["round.reports_downloaded"],
    ),
    "release.downloads.record_council_file": (
        lambda s: downloads.record_council_file(
            round=s.round, kind="pdf", sha256=HASH, **s.by_alice
        ),
        ["council.report_downloaded"],
    ),
    "release.downloads.record_council_reading": (
        lambda s: downloads.record_council_reading(round=s.round, **s.by_alice),
        ["council.report_read"],
    ),
}
