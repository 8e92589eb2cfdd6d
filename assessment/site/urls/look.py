"""What belongs to every page."""

from django.urls import path, register_converter

from assessment.site.views import brand, languages, session


class ColourConverter:
    """A colour of six hexadecimal digits."""

    regex = "[0-9a-f]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ColourConverter, "colour")

urlpatterns = [
    path("language/", languages.choose, name="language"),
    path("session/", session.session, name="session"),
    path("brand/<colour:colour>.css", brand.brand, name="brand"),
]
