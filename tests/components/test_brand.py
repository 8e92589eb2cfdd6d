"""The council's colour: whatever it is, what stands on it can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from assessment.components.brand import contrast, edge, ink_on, stylesheet
from assessment.models import Council

COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
PAGE, SURFACE = "#ffffff", "#f4f5f6"


def properties(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", css))


def product_css() -> str:
    path = finders.find("css/product.css")
    assert isinstance(path, str)
    return Path(path).read_text(encoding="utf-8")


class TestContrast:
    def test_is_what_the_guidelines_say(self) -> None:
        assert contrast("#000000", "#ffffff") == pytest.approx(21)
        assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
        assert contrast("#1d4f5c", "#1d4f5c") == 1

    @given(COLOURS)
    def test_of_text_on_a_councils_colour_is_enough(self, colour: str) -> None:
        assert contrast(ink_on(colour), colour) >= 4.5

    @given(COLOURS)
    def test_of_text_on_a_button_under_the_mouse_is_enough(self, colour: str) -> None:
        found = properties(stylesheet(colour))
        assert contrast(found["on-brand"], found["brand-hover"]) >= 4.5

    @given(COLOURS)
    def test_of_a_line_in_a_councils_colour_is_enough(self, colour: str) -> None:
        assert contrast(edge(colour), PAGE) >= 3


class TestOwnColours:
    @pytest.mark.parametrize("ground", [PAGE, SURFACE])
    @pytest.mark.parametrize("name", ["link", "link-visited", "link-hover"])
    def test_of_links_can_be_read(self, name: str, ground: str) -> None:
        colour = properties(product_css())[f"govuk-{name}-colour"]
        assert contrast(colour, ground) >= 4.5

    def test_of_edges_can_be_seen(self) -> None:
        found = properties(product_css())
        assert contrast(found["govuk-surface-border-colour"], SURFACE) >= 3
        assert contrast(found["govuk-success-colour"], PAGE) >= 4.5

    def test_start_with_the_colour_that_councils_start_with(self) -> None:
        own, theirs = product_css(), stylesheet(Council().brand_colour)
        assert properties(own).items() >= properties(theirs).items()


class TestStylesheet:
    def test_is_open_to_everybody_and_kept(self) -> None:
        response = Client().get("/brand/8a1538.css")
        assert response["Content-Type"] == "text/css; charset=utf-8"
        assert "immutable" in response["Cache-Control"]
        assert response.content.decode() == stylesheet("#8a1538")

    @pytest.mark.django_db
    @pytest.mark.parametrize("colour", ["8A1538", "red", "8a153", "8a1538;}"])
    def test_of_no_colour_is_not_found(self, colour: str) -> None:
        assert Client().get(f"/brand/{colour}.css").status_code == 404

    def test_takes_no_post(self) -> None:
        assert Client().post("/brand/8a1538.css").status_code == 405
