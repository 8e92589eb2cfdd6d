"""What every process of the service does first: the web server's, the worker's, a command's."""

import os

from config.production import NotReady

# What these write is part of the product, and often installed by another account than runs it.
FOR_EVERYBODY = {
    "collectstatic",
    "compilemessages",
    "fetch_assets",
    "makemessages",
    "makemigrations",
}


def keep_files_private(command: str = "") -> None:
    """From now on nobody but their owner reads the files that this process makes."""
    if command not in FOR_EVERYBODY:
        os.umask(0o077)


def require_database() -> None:
    """Raise NotReady where the database lacks what the first visitor would need.

    Not for development, whose pages say for themselves what is wrong.
    """
    from assessment.checks import lacking_at_start
    from config.env import ENV

    if not ENV.debug and (lacking := lacking_at_start()):
        raise NotReady(lacking)
