"""The page's colours, read from its style sheet: every text can be read on every ground it stands on."""

import re
from pathlib import Path

import pytest

import bot.playground

STYLES = Path(bot.playground.__file__).parent / "page" / "css" / "base.css"
# WCAG 2.2, success criterion 1.4.3, level AA.
LEAST = 4.5

GROUNDS = {
    "ink": ("paper", "surface", "sunken", "mine", "theirs", "brand-soft", "code"),
    "soft": ("paper", "surface", "sunken", "theirs", "brand-soft", "code"),
    "brand": ("surface", "paper", "mine", "theirs", "brand-soft"),
    "brand-ink": ("brand",),
    "danger": ("surface", "paper"),
    "danger-ink": ("danger",),
    "success-ink": ("success",),
    "brick": ("surface", "theirs"),
    "surface": ("brick",),
    "mine-soft": ("mine",),
    "sun-ink": ("sun",),
    "deep-ink": ("deep", "deep-line"),
    "deep-soft": ("deep",),
    **{f"hue-{number}": ("theirs",) for number in range(7)},
}


def colours(*, dark: bool) -> dict[str, str]:
    """The variables of one theme; dark ones replace the light."""
    light, _, rest = STYLES.read_text(encoding="utf-8").partition("@media (prefers-color-scheme: dark)")
    found = re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light)
    if dark:
        found += re.findall(r"--([\w-]+): (#[0-9a-f]{6})", rest.partition("\n}\n")[0])
    return dict(found)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_has_contrast_aa_on_its_grounds(dark: bool) -> None:
    theme = colours(dark=dark)
    low = {
        f"{text} on {ground}": round(contrast(theme[text], theme[ground]), 2)
        for text, grounds in GROUNDS.items()
        for ground in grounds
        if contrast(theme[text], theme[ground]) < LEAST
    }
    assert low == {}


def test_the_measure_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
