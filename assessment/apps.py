from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig
from django.db.models.signals import post_migrate


def _install_frozen_rules(using: str, **kwargs: Any) -> None:
    from assessment.models import frozen

    frozen.install(using=using)


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = "Skills assessment"

    def ready(self) -> None:
        import assessment.checks  # noqa: F401 - registers them

        # After every migration, because SQLite drops a table's triggers when it alters the table.
        post_migrate.connect(_install_frozen_rules, sender=self)


class AssessmentAdminConfig(SimpleAdminConfig):
    """Only the product's own pages: those of other packages ask no permission table."""

    default_site = "assessment.admin.site.AssessmentAdminSite"

    def ready(self) -> None:
        super().ready()
        import_module("assessment.admin.pages")
