from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Gap reports"

    def ready(self) -> None:
        import reports.checks  # noqa: F401 - registers them
