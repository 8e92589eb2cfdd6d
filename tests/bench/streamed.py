"""Makes a round's sheet in a process of its own and prints what that took.

`python -m tests.bench.streamed csv ROUND K`: apart from the tests, because a process that has
made a hundred thousand rows has memory to spare in which growth would not show.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from pathlib import Path

STATUS = Path("/proc/self/status")


def held(line: str) -> float:
    """Megabytes by a line of the kernel's account: VmRSS now, VmHWM at most."""
    return int(STATUS.read_text().split(f"{line}:")[1].split()[0]) * 1024 / 1_000_000


def main(kind: str, round_id: str, k: str) -> None:
    import django

    django.setup()
    from reports import sheets

    sheets.whole_file(kind, uuid.UUID(int=0), int(k)).close()  # without rows: all is imported
    idle = held("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # forget the highest mark
    began, worked = time.monotonic(), time.process_time()
    with sheets.whole_file(kind, uuid.UUID(round_id), int(k)) as file:
        size = file.seek(0, 2)
    taken = time.monotonic() - began, time.process_time() - worked
    print(json.dumps([held("VmHWM") - idle, *taken, size]))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
