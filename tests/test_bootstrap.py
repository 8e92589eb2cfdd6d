"""What a new user sees when `make run` cannot go on: one line, never a traceback."""

import socket
import subprocess
import sys

import pytest

from tests.house.source import ROOT


def said(*command: str) -> list[str]:
    """The lines of a command that must fail."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    return [*done.stdout.splitlines(), *done.stderr.splitlines()]


def run(port: str) -> list[str]:
    return said(sys.executable, "-B", "scripts/bootstrap.py", "run", "--port", port)


class TestMakeRun:
    @pytest.mark.parametrize("port", ["eight", "80", "65536", ""])
    def test_says_that_this_is_no_port(self, port: str) -> None:
        (line,) = run(port)
        assert line == (
            f"PORT={port} is not a port between 1024 and 65535. Try: make run PORT=8123"
        )

    def test_says_that_the_port_is_taken(self) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            (line,) = run(str(other.getsockname()[1]))
        assert line.endswith("is not free. Try another: make run PORT=8123")

    def test_says_which_python_it_needs(self) -> None:
        (line,) = said("make", "--no-print-directory", "PYTHON=", "run")
        assert "Python 3.11 or later is needed" in line
