"""The site map of the reports."""

from django.urls import path

from reports import views

urlpatterns = [
    path("<uuid:report_id>/", views.page, name="report_page"),
    path("<uuid:report_id>.pdf", views.download, name="report_pdf"),
]
