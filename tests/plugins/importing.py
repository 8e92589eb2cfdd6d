"""Workers do not all compile the same test at the same moment.

In a new clone each test is rewritten and compiled, which takes longer than all else of collecting
it. So each worker begins with a part of its own, and finds the others' compiled when it gets there.
"""

import importlib
import os
from pathlib import Path

import pytest


def own_first(files: list[Path], worker: int, workers: int) -> list[Path]:
    """All of them, begun where no other worker begins."""
    begin = len(files) * worker // workers
    return files[begin:] + files[:begin]


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    name = os.environ.get("PYTEST_XDIST_WORKER")
    if not name or session.config.args != session.config.getini("testpaths"):
        return
    root = session.config.rootpath
    files = sorted(path.relative_to(root) for path in root.glob("tests/**/test_*.py"))
    workers = int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    for file in own_first(files, int(name.removeprefix("gw")), workers):
        importlib.import_module(".".join(file.with_suffix("").parts))
