"""Which browser the suite drives: asked by set-up and by the suite."""

import shutil

SMALL = "chromium-headless-shell"
"""Without its windows it takes half of the work."""
NAMES = (SMALL, "chromium", "chromium-browser", "google-chrome")


def path() -> str | None:
    """Of the first that this machine has."""
    return next(filter(None, map(shutil.which, NAMES)), None)
