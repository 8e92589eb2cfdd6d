"""A draft framework as raters would meet it, for editors."""

from django.urls import path

from assessment.views import preview

urlpatterns = [
    path("preview/<uuid:framework_id>/", preview.overview, name="framework_preview"),
    path(
        "preview/<uuid:framework_id>/questions/<slug:dimension_key>/",
        preview.questions,
        name="framework_preview_questions",
    ),
]
