"""LibreOffice Calc, where this machine has it: what a pivot table makes of a workbook."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

CALC = shutil.which("soffice")
REASON = "LibreOffice is not here: apt-get install libreoffice-calc-nogui"
MACRO = Path(__file__).with_name("Pivot.bas")
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<library:library xmlns:library="http://openoffice.org/2000/library"
 library:name="Standard" library:readonly="false" library:passwordprotected="false">
<library:element library:name="Results"/></library:library>"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Results"
 script:language="StarBasic">{}</script:module>"""

needed = pytest.mark.skipif(CALC is None, reason=REASON)


def pivoted(workbook: bytes) -> bytes:
    """The workbook as Calc saves it, with a sheet *Pivot* that Pivot.bas describes."""
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        given, made = home / "given.xlsx", home / "made.xlsx"
        given.write_bytes(workbook)
        _calc(home, "--terminate_after_init")  # makes the profile that the macro is put into
        _install(home / "profile/user/basic/Standard")
        _calc(home, f'macro:///Standard.Results.Pivot("{given.as_uri()}","{made.as_uri()}")')
        return made.read_bytes()


def _calc(home: Path, order: str) -> None:
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    command = [str(CALC), profile, "--headless", "--norestore", order]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def _install(library: Path) -> None:
    (library / "script.xlb").write_text(LIBRARY)
    (library / "Results.xba").write_text(MODULE.format(escape(MACRO.read_text())))
