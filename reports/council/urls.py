"""The addresses of the council report."""

from django.urls import path

from reports.council import views

ROUND = "rounds/<uuid:released_round_id>"

urlpatterns = [
    path(f"{ROUND}/council/", views.page, name="council_report"),
    path(f"{ROUND}/council.pdf", views.file, {"kind": "pdf"}, name="council_report_pdf"),
    path(f"{ROUND}/council.xlsx", views.file, {"kind": "xlsx"}, name="council_report_xlsx"),
]
