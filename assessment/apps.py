from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig
from django.core.management import call_command
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


def _install_frozen_rules(using: str, **kwargs: Any) -> None:
    from assessment.models import frozen

    frozen.install(using=using)


def _make_cache_table(using: str, **kwargs: Any) -> None:
    """Where the cache is in the database; does nothing where it is not, or is there."""
    call_command("createcachetable", database=using, verbosity=0)


def _teach_order_of_names(connection: Any, **kwargs: Any) -> None:
    from assessment import name_order

    name_order.teach_database(connection)


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = "Skills assessment"

    def ready(self) -> None:
        import assessment.checks  # noqa: F401 - registers them

        # After every migration, because SQLite drops a table's triggers when it alters the table.
        post_migrate.connect(_install_frozen_rules, sender=self)
        post_migrate.connect(_make_cache_table, sender=self)
        connection_created.connect(_teach_order_of_names)


class AssessmentAdminConfig(SimpleAdminConfig):
    """Only the product's own pages: those of other packages ask no permission table."""

    default_site = "assessment.admin.site.AssessmentAdminSite"

    def ready(self) -> None:
        super().ready()
        import_module("assessment.admin.pages")
