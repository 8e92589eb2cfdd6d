"""Tasks that a worker takes up at a later moment."""

from __future__ import annotations

import datetime
from typing import Any


def run_later(what: Any, moment: datetime.datetime, *arguments: str) -> None:
    """Queue a task for a moment. Where tasks are done at once nothing comes later."""
    if what.get_backend().supports_defer:
        what.using(run_after=moment).enqueue(*arguments)
