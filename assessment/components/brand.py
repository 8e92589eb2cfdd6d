"""The council's colour as a stylesheet: text and edges are chosen so that they can be read."""

from __future__ import annotations

BLACK, WHITE = "#000000", "#ffffff"
ENOUGH = 4.5
"""The contrast that WCAG 2.2 (1.4.3, level AA) asks of text."""


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb, 0 to 1 (WCAG 2.2, definition)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, definition)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(colour: str) -> str:
    """White where it can be read on this colour, else black; one of them always can."""
    return WHITE if contrast(WHITE, colour) >= ENOUGH else BLACK


def darker(colour: str, share: float = 0.75) -> str:
    """The same colour with this share of its light."""
    channels = (round(int(colour[at : at + 2], 16) * share) for at in (1, 3, 5))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def edge(colour: str) -> str:
    """The colour itself where its edge shows on white (3:1), else black."""
    return colour if contrast(WHITE, colour) >= 3 else BLACK


def stylesheet(colour: str) -> str:
    """The custom properties of a council's colour; product.css says where they go."""
    ink = ink_on(colour)
    hover = darker(colour) if ink == WHITE else colour
    return (
        f":root{{--brand:{colour};--on-brand:{ink};--brand-hover:{hover};"
        f"--brand-shadow:{darker(colour, 0.5)};--brand-edge:{edge(colour)}}}\n"
    )
