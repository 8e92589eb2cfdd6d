"""System checks: are the front-end files there, is the database ready, who can read the files?"""

import logging
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register
from django.core.mail.backends import smtp
from django.db import Error as DatabaseError
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from assessment import catalogues

log = logging.getLogger(__name__)

# Below static/, put there by `manage.py fetch_assets`
ASSETS = ("vendor/govuk-frontend.min.css", "vendor/govuk-frontend.min.js")
# The typeface of the PDF reports: Latin, and its extension with the Welsh ŵ and ŷ
FONTS = tuple(
    f"vendor/fonts/source-sans-3-{script}-{weight}-normal.woff2"
    for script in ("latin", "latin-ext")
    for weight in (400, 600)
)


@register()
def front_end_assets(**kwargs: Any) -> list[CheckMessage]:
    """assessment.E001, or W001 in development: pages would come without their style."""
    lacking = [name for name in (*ASSETS, *FONTS) if finders.find(name) is None]
    if not lacking:
        return []
    kind, code = (Warning, "W001") if settings.DEBUG else (Error, "E001")
    return [
        kind(
            f"Front-end files are missing: {', '.join(lacking)}.",
            hint="Run: manage.py fetch_assets",
            id=f"assessment.{code}",
        )
    ]


@register()
def catalogues_are_compiled(**kwargs: Any) -> list[CheckMessage]:
    """assessment.E003, or W003 in development: whoever reads Welsh would get English pages."""
    old = [each for each in catalogues.files() if not catalogues.is_compiled(each)]
    if not old:
        return []
    kind, code = (Warning, "W003") if settings.DEBUG else (Error, "E003")
    names = ", ".join(each.parent.parent.name for each in old)
    return [
        kind(
            f"The interface is not compiled in: {names}.",
            hint="Run: manage.py compile_catalogues",
            id=f"assessment.{code}",
        )
    ]


def lacking_in_database(alias: str) -> list[str]:
    """A sentence for each thing that `migrate` makes and that is not there."""
    connection = connections[alias]
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        wait = "1 migration waits" if len(waiting) == 1 else f"{len(waiting)} migrations wait"
        return [f"The database is not up to date: {wait}."]
    there = set(connection.introspection.table_names())
    return [
        f"The table {each['LOCATION']}, where wrong passwords are counted, is missing."
        for each in settings.CACHES.values()
        if each["BACKEND"].endswith("DatabaseCache") and each["LOCATION"] not in there
    ]


def lacking_at_start() -> list[str]:
    """What a process must not start without, each with the way to mend it.

    Nothing while the database does not answer, which is logged: it may come back, pages with it.
    """
    try:
        return [f"{each} Run: manage.py migrate" for each in lacking_in_database("default")]
    except DatabaseError as error:
        log.error("The database does not answer: %s", str(error).strip())
        return []
    finally:
        connections.close_all()  # a web server may share what is open here among its processes


# Not without deploy: `migrate` asks the other checks of databases before it mends anything.
@register(Tags.database, deploy=True)
def database_is_ready(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """assessment.E002: pages would open, and the first person to sign in would see an error."""
    return [
        Error(sentence, hint="Run: manage.py migrate", id="assessment.E002")
        for alias in databases or ()
        for sentence in lacking_in_database(alias)
    ]


@register(deploy=True)
def emails_leave(**kwargs: Any) -> list[CheckMessage]:
    """assessment.W002: a choice that is fit for trying things out."""
    if issubclass(import_string(settings.EMAIL_BACKEND), smtp.EmailBackend):
        return []
    return [
        Warning(
            "Emails do not leave this machine, so nobody is invited.",
            hint="Set EMAIL=smtp and EMAIL_URL.",
            id="assessment.W002",
        )
    ]


@register(deploy=True)
def files_are_private(**kwargs: Any) -> list[CheckMessage]:
    """assessment.I001: what an earlier version made readable for every account of the machine."""
    folder = Path(settings.VAR_DIR)
    if not folder.exists() or not folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return []
    return [
        Info(
            f"Other accounts of this machine can look into {folder}, where personal data are.",
            hint=f"Run: chmod -R go= {folder}",
            id="assessment.I001",
        )
    ]
