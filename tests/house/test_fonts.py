"""Reports are drawn with the declared fonts, whatever else somebody installed."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from reports import native
from tests.plugins.fonts import beside

DECLARED = {
    f"DejaVu{family}{weight}.ttf"
    for family in ("Sans", "SansMono", "Serif")
    for weight in ("", "-Bold")
}
PAGE = '<html lang="en"><head><title>北京</title></head><body><h1>北京</h1><p>Ŵ 1</p></body></html>'
RENDERS = f"import sys; from reports import pdf; sys.stdout.buffer.write(pdf.render({PAGE!r}))"
AS_THE_PRODUCT = f"import django; django.setup(); {RENDERS}"


@pytest.fixture
def chinese(tmp_path: Path) -> Path:
    """A folder with a font for two Chinese characters, as somebody may install one."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 900), (900, 900), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    names = [".notdef", "north", "capital"]
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord("北"): "north", ord("京"): "capital"})
    builder.setupGlyf({name: pen.glyph() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=900, descent=-100)
    builder.setupNameTable({"familyName": "Two Characters", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    folder = tmp_path / "more.fonts"
    folder.mkdir()
    builder.save(folder / "two.ttf")
    return folder


def rendered(code: str, **environment: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
    )
    return done.stdout


def fonts_in(body: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(body)) as file:
        found = (font["/BaseFont"] for page in file.pages for font in page.Resources.Font.values())
        return {str(name).split("+")[1] for name in found}


class TestTheDeclaredFonts:
    def test_are_all_that_a_report_sees(self) -> None:
        assert {Path(file).name for file in native.font_files()} == DECLARED

    def test_leave_out_what_the_browser_of_the_tests_needs(self) -> None:
        assert "Liberation Sans" in beside()
        assert "Liberation Sans" not in native.families()

    def test_are_named_for_operators_with_their_package(self) -> None:
        text = (settings.BASE_DIR / "docs/operators.md").read_text(encoding="utf-8")
        for words in ("fonts-dejavu-core", "Source Sans 3", "DejaVu", "`REPORT_FONTS`"):
            assert words in text

    def test_give_the_same_bytes_whatever_else_is_installed(
        self, chinese: Path, tmp_path: Path
    ) -> None:
        everything = tmp_path / "everything.conf"
        everything.write_text(
            f"<fontconfig><include>/etc/fonts/fonts.conf</include><dir>{chinese}</dir></fontconfig>"
        )
        surroundings = {**os.environ, "FONTCONFIG_FILE": str(everything)}
        seen = subprocess.run(
            ["fc-list", "Two Characters"], env=surroundings, capture_output=True, check=True
        )
        assert seen.stdout
        crowded = rendered(AS_THE_PRODUCT, FONTCONFIG_FILE=str(everything))
        assert crowded == rendered(AS_THE_PRODUCT)

    def test_are_more_where_the_setting_says_so(self, chinese: Path, tmp_path: Path) -> None:
        declares = (
            f"from reports.native import declare_fonts; declare_fonts([{str(chinese)!r}], "
            f"__import__('pathlib').Path({str(tmp_path)!r})); "
        )
        assert "Two-Characters" not in fonts_in(rendered(RENDERS))
        assert "Two-Characters" in fonts_in(rendered(declares + RENDERS))
