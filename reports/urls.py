"""The site map of the reports."""

from django.urls import path

from reports import views

ROUND = "rounds/<uuid:released_round_id>"

urlpatterns = [
    path("<uuid:report_id>/", views.page, name="report_page"),
    path("<uuid:report_id>/goals/", views.goals, name="report_goals"),
    path("<uuid:report_id>.pdf", views.download, name="report_pdf"),
    *(
        path(f"{ROUND}/{address}", view, {"kind": kind}, name=f"{name}_{kind}")
        for kind in ("csv", "xlsx")
        for address, view, name in (
            (f"results.{kind}", views.results, "round_results"),
            (f"{kind}/", views.sheet, "round"),
        )
    ),
    path(f"{ROUND}/zip/", views.bundle, name="round_bundle"),
    path(f"{ROUND}/reports.zip", views.bundle_zip, name="round_bundle_zip"),
]
