"""What WeasyPrint needs from the operating system.

Standard library only: scripts/bootstrap.py asks before any package is installed. Importing
WeasyPrint instead would end in a traceback without Pango, and in a crash without any font.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

FONTS = Path(__file__).parent / "style" / "fonts.conf"
"""What fontconfig may see when a report is drawn: the declared fonts, not what else is there."""

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


def missing_packages() -> Missing:
    """The packages that this machine lacks; none where packages have other names than Debian's."""
    if sys.platform != "linux":
        return Missing((), ())
    required = _unloadable(_REQUIRED)
    if shutil.which("fc-list") is None:
        required.append("fontconfig")
    if "DejaVu Sans" not in _listed("%{family}\n", FONTS):
        required.append("fonts-dejavu-core")
    wanted = _unloadable(_FASTER)
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


def declare_fonts(folders: Sequence[str], place: Path) -> None:
    """Hide every other font from this process and those that it starts.

    Beside what FONTS names they see what lies in the folders. To be called before Pango is loaded;
    the folder `place` keeps what fontconfig is told.
    """
    if sys.platform == "linux":
        os.environ["FONTCONFIG_FILE"] = str(_extended(folders, place) if folders else FONTS)


def _extended(folders: Sequence[str], place: Path) -> Path:
    more = "".join(
        f"<dir>{each}</dir><selectfont><acceptfont><glob>{each}/*</glob></acceptfont></selectfont>"
        for each in (escape(str(Path(folder).resolve())) for folder in folders)
    )
    head = '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
    text = f"{head}<fontconfig><include>{escape(str(FONTS))}</include>{more}</fontconfig>\n"
    target = place / "fonts.conf"
    if not target.exists() or target.read_text() != text:
        unfinished = target.with_suffix(f".{os.getpid()}")
        unfinished.write_text(text)
        unfinished.replace(target)
    return target


def families() -> set[str]:
    """The names of the fonts that this process may see."""
    names = _listed("%{family}\n").replace("\n", ",").split(",")
    return {name.strip() for name in names if name.strip()}


def font_files() -> list[str]:
    """The files of the fonts that this process may see."""
    return sorted(set(_listed("%{file}\n").splitlines()))


def charsets() -> tuple[tuple[int, int], ...]:
    """The code points that these fonts can draw, as sorted ranges that do not overlap."""
    found = set(_listed("%{charset}\n").split())
    ranges: list[tuple[int, int]] = []
    for part in sorted(found, key=lambda part: int(part.split("-")[0], 16)):
        start, _, end = part.partition("-")
        first, last = int(start, 16), int(end or start, 16)
        if ranges and first <= ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], max(last, ranges[-1][1]))
        else:
            ranges.append((first, last))
    return tuple(ranges)


def _listed(pattern: str, declared: Path | None = None) -> str:
    """What fontconfig tells of each font; nothing where the tool that lists them is missing."""
    tool = shutil.which("fc-list")
    if tool is None:
        return ""
    surroundings = {**os.environ, **({"FONTCONFIG_FILE": str(declared)} if declared else {})}
    done = subprocess.run(  # noqa: S603
        [tool, "--format", pattern], capture_output=True, text=True, check=False, env=surroundings
    )
    return done.stdout
