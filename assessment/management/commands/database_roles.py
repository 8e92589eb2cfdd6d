"""manage.py database_roles ROLE: the rights of the PostgreSQL role that serves pages, as SQL."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessment.models.roles import grants


class Command(BaseCommand):
    help = (
        "Prints the SQL that gives a PostgreSQL role what serving pages needs and no right to "
        "change what is frozen. Run it as the role that owns the tables, after each upgrade."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", help="the role that serves pages, which must exist")

    def handle(self, *args: Any, **options: Any) -> None:
        role = options["role"]
        if re.fullmatch("[a-z_][a-z0-9_]{0,62}", role) is None:
            raise CommandError(
                f"{role!r} is no name for a role: use small letters, digits and underscores."
            )
        for statement in grants(role):
            self.stdout.write(f"{statement};")
