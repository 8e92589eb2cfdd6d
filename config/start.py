"""What every process of the service does first: the web server's, the worker's, a command's."""

import logging
import os

from config.production import NotReady

log = logging.getLogger(__name__)

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

    A database that does not answer is logged only: it may come back, and pages with it. Not for
    development, whose pages say for themselves what is wrong.
    """
    from django.db import Error, connections

    from assessment.checks import lacking_in_database
    from config.env import ENV

    if ENV.debug:
        return
    try:
        lacking = lacking_in_database("default")
    except Error as error:
        log.error("The database does not answer: %s", str(error).strip())
        return
    finally:
        connections.close_all()  # a web server may share what is open here among its processes
    if lacking:
        raise NotReady([f"{each} Run: manage.py migrate" for each in lacking])
