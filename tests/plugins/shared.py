"""The folder that all processes of a run have in common."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """It is that of the first process, which ends last and removes it."""
    node.workerinput["shared"] = str(settings.TEMPORARY)


def shared_folder(config: pytest.Config) -> Path:
    return Path(getattr(config, "workerinput", {}).get("shared", settings.TEMPORARY))
