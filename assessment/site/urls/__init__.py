"""The site map of the assessment: one file for each kind of visitor."""

from django.urls import include, path

from assessment.site.views import home, hr

urlpatterns = [
    path("", home.home, name="home"),
    path("hr/", hr.hr_home, name="hr_home"),
    path("", include("assessment.rounds.urls")),
    path("", include("assessment.release.urls")),
    path("", include("assessment.council.actions.urls")),
    path("", include("assessment.council.told.urls")),
    path("", include("assessment.check_ins.urls")),
    path("", include("assessment.site.urls.look")),
    path("", include("assessment.site.urls.help")),
    path("", include("assessment.council.benchmark.urls")),
    path("", include("assessment.data_protection.urls")),
    path("", include("assessment.answering.urls")),
]
