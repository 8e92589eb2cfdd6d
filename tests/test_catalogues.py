"""Compiling the catalogue: whole or not at all, and how much of it was reviewed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.checks import ERROR, run_checks
from django.core.management import call_command

from assessment import catalogues


@pytest.fixture
def catalogue(settings: Any, tmp_path: Path) -> Path:
    """Two sentences, one of them reviewed."""
    file = tmp_path / "cy" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    source = polib.POFile()
    source.append(polib.POEntry(msgid="Save", msgstr="Cadw", tcomment="reviewed"))
    source.append(polib.POEntry(msgid="Back", msgstr="Yn ôl"))
    source.save(str(file))
    catalogues.rewrite(file)
    settings.LOCALE_PATHS = [tmp_path]
    return file


def leave_out(catalogue: Path, **changes: Any) -> None:
    source = polib.pofile(str(catalogue))
    for name, value in changes.items():
        setattr(source[1], name, value)
    source.save(str(catalogue))


def test_counts_what_was_reviewed(catalogue: Path) -> None:
    review = catalogues.compile_(catalogue)
    assert (review.sentences, review.reviewed, review.percent) == (2, 1, 50)
    catalogues.review.cache_clear()
    assert catalogues.review("cy") == review
    catalogues.review.cache_clear()


@pytest.mark.parametrize("gap", [{"msgstr": ""}, {"flags": ["fuzzy"]}])
def test_makes_nothing_of_one_with_a_gap(
    catalogue: Path, gap: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    catalogues.compile_(catalogue)
    leave_out(catalogue, **gap)
    call_command("compile_catalogues")
    assert not catalogue.with_suffix(".mo").exists()
    assert "1 sentences have no translation" in capsys.readouterr().err


def test_takes_the_review_from_a_sentence_whose_english_changed(catalogue: Path) -> None:
    source = polib.pofile(str(catalogue))
    source[0].flags = ["fuzzy"]
    source.save(str(catalogue))
    catalogues.rewrite(catalogue)
    assert not any(map(catalogues.is_reviewed, catalogues.entries(catalogue)))
    assert catalogues.entries(catalogue)[0].tcomment == ""


def test_production_does_not_start_without_it(catalogue: Path, settings: Any) -> None:
    settings.DEBUG = False
    assert [each.level for each in run_checks() if each.id == "assessment.E003"] == [ERROR]
    call_command("compile_catalogues")
    assert [each for each in run_checks() if each.id == "assessment.E003"] == []
