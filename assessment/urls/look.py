"""What belongs to every page."""

from django.urls import re_path

from assessment.views import brand

urlpatterns = [
    re_path(r"^brand/(?P<colour>[0-9a-f]{6})\.css$", brand.brand, name="brand"),
]
