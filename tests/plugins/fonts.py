"""Which fonts a run found on the machine beside the declared ones, which no report may use."""

import os
import subprocess

import pytest

from reports.native import font_files


def beside() -> list[str]:
    """The names of the fonts that reports do not see; none where they cannot be listed."""
    surroundings = {k: v for k, v in os.environ.items() if k != "FONTCONFIG_FILE"}
    command = ["fc-list", "--format", "%{file}\t%{family[0]}\n"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=surroundings)
    except FileNotFoundError:
        return []
    declared = set(font_files())
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    known = {family for file, family in rows if file in declared}
    return sorted(
        {
            f"{family} (more styles)" if family in known else family
            for file, family in rows
            if file not in declared
        }
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    names = ", ".join(beside()) or "none"
    terminalreporter.write_line(f"Fonts on this machine that no report is drawn with: {names}.")
