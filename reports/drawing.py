"""What drawings are made of: colours, and the tags of SVG with attributes only.

Every text goes through escape().
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

INK = "#17252c"
SOFT = "#5b6b73"
RULE = "#c9d2d6"
BAND = "#dde7ea"
MAIN = "#1d5c6b"
WARM = "#b3541e"
PAPER = "#ffffff"
FONT = "'Source Sans 3', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"


def short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def tag(name: str, **attributes: float | str) -> str:
    written = " ".join(
        f'{key.replace("_", "-")}="{short(v) if not isinstance(v, str) else v}"'
        for key, v in attributes.items()
    )
    return f"<{name} {written}/>"


def text(x: float, y: float, text: str, **attributes: str) -> str:
    settings = {"font_size": "11", "fill": INK, "font_family": FONT, **attributes}
    written = " ".join(f'{k.replace("_", "-")}="{v}"' for k, v in settings.items())
    return f'<text x="{short(x)}" y="{short(y)}" {written}>{escape(text)}</text>'


def svg(title: str, width: float, height: float, parts: Iterable[str]) -> SafeString:
    return mark_safe(  # noqa: S308 - every text in it went through escape()
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{short(width)}" '
        f'height="{short(height)}" viewBox="0 0 {short(width)} {short(height)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1) -> str:
    return tag(
        "path",
        d=f"M{short(x1)} {short(y1)}L{short(x2)} {short(y2)}",
        stroke=stroke,
        stroke_width=width,
    )
