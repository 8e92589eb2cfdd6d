"""The site map of the assessment: one file for each kind of visitor."""

from django.urls import include, path

from assessment.views import home

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("assessment.urls.rounds")),
    path("", include("assessment.urls.look")),
    path("", include("assessment.urls.help")),
    path("", include("assessment.urls.data_protection")),
    path("", include("assessment.urls.answering")),
    path("", include("assessment.urls.preview")),
]
