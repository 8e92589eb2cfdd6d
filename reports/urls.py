"""The site map of the reports."""

urlpatterns: list[object] = []
