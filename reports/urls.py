"""The site map of the reports."""

from django.urls import path

from reports import views

ROUND = "rounds/<uuid:released_round_id>"

urlpatterns = [
    path("<uuid:report_id>/", views.page, name="report_page"),
    path("<uuid:report_id>/goals/", views.goals, name="report_goals"),
    path("<uuid:report_id>.pdf", views.download, name="report_pdf"),
    path(f"{ROUND}/results.csv", views.results_csv, name="round_results_csv"),
    path(f"{ROUND}/results.xlsx", views.results_xlsx, name="round_results_xlsx"),
    path(f"{ROUND}/zip/", views.bundle, name="round_bundle"),
    path(f"{ROUND}/reports.zip", views.bundle_zip, name="round_bundle_zip"),
]
