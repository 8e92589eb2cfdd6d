from django.apps import AppConfig
from django.conf import settings


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Gap reports"

    def ready(self) -> None:
        import reports.checks  # noqa: F401 - registers them
        from reports.native import declare_fonts

        declare_fonts(settings.REPORT_FONTS, settings.VAR_DIR)
