"""Help and the pages that the law asks for: open to everybody."""

from django.urls import path

from assessment.site.views import help

urlpatterns = [
    path("help/", help.index, name="help"),
    path("help/participants/", help.participants, name="help_participants"),
    path("help/raters/", help.raters, name="help_raters"),
    path("help/hr/", help.hr, name="help_hr"),
    path("help/sponsor/", help.sponsor, name="help_sponsor"),
    path("accessibility/", help.accessibility, name="accessibility"),
    path("privacy/", help.privacy, name="privacy"),
    path("cookies/", help.cookies, name="cookies"),
]
