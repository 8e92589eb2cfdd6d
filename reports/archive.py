"""Files become a ZIP while it is sent: no more than one file is ever in memory."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator


class _Pipe(io.RawIOBase):
    """Keeps what is written until it is taken. Cannot go back, so the ZIP is made in one pass."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._pieces.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def zipped(files: Iterable[tuple[str, bytes]], day: datetime.date) -> Iterator[bytes]:
    """The ZIP in pieces; the same files and day give the same bytes.

    PDFs are stored as they are: they are compressed inside.
    """
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for name, body in files:
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, body)
            yield pipe.take()
    yield pipe.take()
