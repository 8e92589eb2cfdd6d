"""The site map of previews as reports and PDFs."""

from django.urls import path

from reports.previews import views

urlpatterns = [
    path("<uuid:framework_id>/report/", views.report, name="sample_report"),
    path("<uuid:framework_id>/report.pdf", views.report_pdf, name="sample_report_pdf"),
    path(
        "<uuid:framework_id>/questionnaire-<slug:whose>.pdf",
        views.questionnaire,
        name="blank_questionnaire",
    ),
]
