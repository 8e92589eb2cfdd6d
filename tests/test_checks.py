"""The checks that run before the product starts."""

import ctypes
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import ERROR, WARNING, run_checks

from reports import native


def levels(code: str) -> list[int]:
    return [message.level for message in run_checks() if str(message.id).startswith(code)]


class TestTheFrontEndCheck:
    def test_is_silent_when_the_files_are_there(self) -> None:
        assert levels("assessment.") == []

    def test_stops_production_without_the_files(self, settings: Any, tmp_path: Path) -> None:
        settings.STATICFILES_DIRS = [tmp_path]
        settings.DEBUG = False
        assert levels("assessment.E001") == [ERROR]

    def test_warns_in_development(self, settings: Any, tmp_path: Path) -> None:
        settings.STATICFILES_DIRS = [tmp_path]
        settings.DEBUG = True
        assert levels("assessment.W001") == [WARNING]


class TestThePdfCheck:
    def test_is_silent_on_a_machine_that_makes_pdfs(self) -> None:
        ctypes.CDLL("libpango-1.0.so.0")
        assert levels("reports.") == []

    def test_names_the_packages_of_a_bare_machine(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(native, "_REQUIRED", {"libpango-9.9.so.0": "libpango-9.9-0"})
        monkeypatch.setenv("PATH", str(tmp_path))
        (error,) = [each for each in run_checks() if each.id == "reports.E001"]
        assert error.hint == "sudo apt-get install libpango-9.9-0 fontconfig fonts-dejavu-core"

    def test_asks_for_a_font_before_a_render_can_crash(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        no_fonts = tmp_path / "fc-list"
        no_fonts.write_text("#!/bin/sh\n")
        no_fonts.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert native.missing_packages().required == ("fonts-dejavu-core",)
