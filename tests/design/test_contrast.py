"""Every pair of colours that carries text or shows a control has enough contrast in both themes (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
CSS = Path(settings.BASE_DIR) / "static" / "css"
COLOURS = {name: (light, dark) for name, light, dark in TOKEN.findall((CSS / "tokens.css").read_text())}

TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft") for ground in ("paper", "surface", "sunken", "float", "hover", "pressed")),
    *(("ink-faint", ground) for ground in ("paper", "surface", "sunken", "float")),
    *(("accent", ground) for ground in ("paper", "surface", "sunken", "float", "accent-soft")),
    *(("accent-strong", ground) for ground in ("accent-soft", "paper")),
    *(("ink", ground) for ground in ("accent-soft", "amber-soft", "red-soft")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-red", "red"),
    ("on-red", "red-strong"),
    ("amber", "amber-soft"),
    ("amber", "paper"),
    ("amber", "surface"),
    ("red", "red-soft"),
    ("red", "paper"),
    ("red", "surface"),
    ("ink", "tint-1"),
    *(("ink-soft", f"tint-{number}") for number in range(6)),
]
SEEN = [  # 3:1: edges of controls, focus rings, bars that say something
    ("control-line", "surface"),
    ("control-line", "paper"),
    ("accent", "surface"),
    ("accent", "paper"),
    ("accent", "float"),
    ("score", "surface"),
    ("score", "score-track"),
    ("part-1", "score-track"),
    ("part-2", "score-track"),
    ("red", "surface"),
]


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_can_be_read(theme):
    weak = {pair: round(found, 2) for pair in TEXT if (found := contrast(*(COLOURS[name][theme] for name in pair))) < 4.5}
    assert weak == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_controls_and_bars_can_be_seen(theme):
    weak = {pair: round(found, 2) for pair in SEEN if (found := contrast(*(COLOURS[name][theme] for name in pair))) < 3}
    assert weak == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_parts_of_a_score_go_from_strong_to_slight(theme):
    steps = [contrast(COLOURS[f"part-{number}"][theme], COLOURS["surface"][theme]) for number in (1, 2, 3, 4)]
    assert steps == sorted(steps, reverse=True)


def test_scores_are_never_red_or_green():
    for name in ("score", "part-1", "part-2", "part-3", "part-4"):
        for colour in COLOURS[name]:
            red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
            assert blue > red and blue > green, f"{name} {colour} is not of the one blue-violet hue"


def test_no_file_but_the_tokens_names_a_themeable_colour_that_tokens_have():
    """A colour written out elsewhere would escape the checks above; only always white paper may have its own."""
    tokens = {value for pair in COLOURS.values() for value in pair} - {"#ffffff", "#f3d77a", "#a87f0c", "#0b5a73", "#1f1d1a"}
    for file in CSS.glob("*.css"):
        if file.name != "tokens.css":
            assert not tokens & set(re.findall(r"#[0-9a-f]{6}\b", file.read_text())), file.name
