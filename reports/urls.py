"""The site map of the reports."""

import uuid

from django.urls import converters, path, register_converter

from reports import views
from reports.content import Edition


class EmailedReport(converters.UUIDConverter):
    """A report's id as mail clients pass it on: brackets, quotes, dots and invisible characters of
    the text around a link end up in it."""

    regex = rf"{converters.UUIDConverter.regex}(?:=20|[^0-9A-Za-z])*"

    def to_python(self, value: str) -> uuid.UUID:
        return super().to_python(value[:36])

    def to_url(self, value: uuid.UUID | str) -> str:
        return f"{super().to_url(value)}/"


register_converter(EmailedReport, "emailed_report")

FILES = {
    "csv": "results.csv",
    "xlsx": "results.xlsx",
    "comments_csv": "comments.csv",
    "comments_xlsx": "comments.xlsx",
}
ROUND = "rounds/<uuid:released_round_id>"

urlpatterns = [
    path("<emailed_report:report_id>", views.page, name="report_page"),
    path("<uuid:report_id>/goals/", views.goals, name="report_goals"),
    path("<uuid:report_id>.pdf", views.download, name="report_pdf"),
    path(
        "<uuid:report_id>/conversation.pdf",
        views.download,
        {"edition": Edition.CONVERSATION},
        name="report_conversation",
    ),
    *(
        path(f"{ROUND}/{address}", view, {"kind": kind}, name=f"{name}_{kind}")
        for kind, file in FILES.items()
        for address, view, name in (
            (file, views.results, "round_results"),
            (f"{kind.replace('_', '-')}/", views.sheet, "round"),
        )
    ),
    path(f"{ROUND}/zip/", views.bundle, name="round_bundle"),
    path(f"{ROUND}/reports.zip", views.bundle_zip, name="round_bundle_zip"),
]
