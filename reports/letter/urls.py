"""Where the letter is."""

from django.urls import path

from reports.letter import views

urlpatterns = [
    path("rounds/<uuid:told_round_id>/letter.pdf", views.council_letter, name="council_letter"),
]
