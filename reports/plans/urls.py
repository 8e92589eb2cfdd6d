"""The site map of the plan of actions as a file."""

from django.urls import path

from reports.plans import views

urlpatterns = [
    path(
        "rounds/<uuid:released_round_id>/actions.pdf",
        views.council_actions_pdf,
        name="council_actions_pdf",
    ),
]
