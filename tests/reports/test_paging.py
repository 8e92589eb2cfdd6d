"""What follows a page that is nearly empty breaks and begins on it; a cover stays one page."""

from __future__ import annotations

import pytest

from reports import paging, pdf
from tests.plugins.renders import anew
from tests.reports.set_well import sheets

HEAD = '<html lang="en"><title>t</title><section class="cover">'
HEAD += '<div class="band"><h1>One</h1></div></section>'
COVER = HEAD.replace("</section>", '<div class="cover-words">{}</div></section>')
ROW = "<tr><th>A statement</th><td>3.2</td></tr>"
TABLE = f'<table class="figures"><thead><tr><th>S</th><th>N</th></tr></thead>{ROW * 30}</table>'


def part(text: str, look: str = "part fresh") -> str:
    return f'<section class="{look}"><h2>Part</h2>{text}</section>'


def keep(text: str, look: str = "keep") -> str:
    return f'<div class="{look}"><h3>Skill</h3>{text}</div>'


def filled(html: str) -> list[float]:
    return [sheet.filled for sheet in sheets(pdf.render(html))]


def words(times: int) -> str:
    return "<p>Explains plans well.</p>" * times


class TestAPage:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (part(words(2)), part(words(40))),
            (part(words(2)), part(keep(words(35)))),
            (part(words(2)), part(keep(TABLE))),
            (part(words(2)), f'<section class="part">{keep(TABLE)}</section>'),
            (part(keep(words(2), "keep page")), keep(words(30), "keep page")),
        ],
        ids=["a part", "what is kept", "a table", "a table below", "a skill"],
    )
    def test_that_is_nearly_empty_takes_what_follows(self, before: str, after: str) -> None:
        _cover, *found, _last = filled(HEAD + before + after + part(words(40)))
        assert [each for each in found if each < 1 / 3] == []

    def test_that_is_full_enough_stays(self) -> None:
        assert len(filled(HEAD + part(words(15)) + part(words(15)))) == 3


class TestACover:
    def test_is_set_closer_where_it_would_not_fit(self) -> None:
        assert [len(filled(COVER.format(words(times)))) for times in (10, 35)] == [1, 1]

    def test_that_fits_is_not(self) -> None:
        one, other = (COVER.format(words(times)) for times in (2, 35))
        tops = [next(iter(sheets(pdf.render(html)))).lines[0].top for html in (one, other)]
        assert tops[0] > tops[1]


def test_what_needs_no_mending_is_set_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    real = paging.loosen
    monkeypatch.setattr(paging, "loosen", lambda document: asked.append(real(document)))
    anew(HEAD + part(words(30)) + part(words(30)))
    assert asked == [False]
