"""What WeasyPrint needs from the operating system.

Standard library only: config/bootstrap.py asks before any package is installed. Importing
WeasyPrint instead would end in a traceback without Pango, and in a crash without any font.
"""

import ctypes
import shutil
import subprocess
import sys
from dataclasses import dataclass

# Shared library → the package of Debian and Ubuntu that holds it
_REQUIRED = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
}
_FASTER = {"libharfbuzz-subset.so.0": "libharfbuzz-subset0"}


@dataclass(frozen=True)
class Missing:
    """Packages without which no PDF can be made, and packages that make it better."""

    required: tuple[str, ...]
    wanted: tuple[str, ...]


def missing() -> Missing:
    """The packages that this machine lacks; none where packages have other names than Debian's."""
    if sys.platform != "linux":
        return Missing((), ())
    fonts = families()
    required = _unloadable(_REQUIRED)
    if fonts is None:
        required.append("fontconfig")
    if not fonts:
        required.append("fonts-dejavu-core")
    wanted = _unloadable(_FASTER)
    if fonts and "DejaVu Sans" not in fonts:
        wanted.append("fonts-dejavu-core")
    return Missing(tuple(required), tuple(wanted))


def _unloadable(libraries: dict[str, str]) -> list[str]:
    return [package for name, package in libraries.items() if not loads(name)]


def loads(name: str) -> bool:
    """Whether this machine has the shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def families() -> str | None:
    """The names of the installed fonts; None when the tool that lists them is missing."""
    tool = shutil.which("fc-list")
    if tool is None:
        return None
    done = subprocess.run([tool, ":", "family"], capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout


def charsets() -> tuple[tuple[int, int], ...]:
    """The code points that the installed fonts can draw, as sorted ranges that do not overlap."""
    tool = shutil.which("fc-list")
    if tool is None:
        return ()
    command = [tool, "--format", "%{charset}\n"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    ranges: list[tuple[int, int]] = []
    for part in sorted(set(done.stdout.split()), key=lambda part: int(part.split("-")[0], 16)):
        start, _, end = part.partition("-")
        first, last = int(start, 16), int(end or start, 16)
        if ranges and first <= ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], max(last, ranges[-1][1]))
        else:
            ranges.append((first, last))
    return tuple(ranges)
