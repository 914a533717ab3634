"""A company's colour made readable: moved in lightness until its contrast is enough, for light and dark pages and for pictures."""

import re

ENOUGH = 4.6  # WCAG 2.2 AA asks 4.5
LIGHT_PAPER, DARK_PAPER = (244, 242, 238), (38, 37, 34)
BLACK, WHITE, NIGHT = (0, 0, 0), (255, 255, 255), (16, 16, 16)
OURS = "#0f5c6e"


def rgb(colour):
    """(red, green, blue) of "#rrggbb"; ours for what is no colour."""
    text = colour if re.fullmatch(r"#[0-9a-fA-F]{6}", colour or "") else OURS
    return tuple(int(text[at : at + 2], 16) for at in (1, 3, 5))


def as_hex(channels):
    return "#" + "".join(f"{value:02x}" for value in channels)


def mix(one, other, share):
    return tuple(round(value + (towards - value) * share) for value, towards in zip(one, other, strict=True))


def luminance(channels):
    linear = [v / 255 / 12.92 if v / 255 <= 0.04045 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(colour, paper, towards):
    """The colour, moved `towards` black or white by no more than it takes to be read on `paper`."""
    steps = (mix(colour, towards, step / 20) for step in range(21))
    return next((tried for tried in steps if contrast(tried, paper) >= ENOUGH), towards)


def stylesheet(colour):
    """The tokens that a company's public pages wear: `light-dark()` pairs, each readable."""
    own = rgb(colour)
    light, dark = readable(own, LIGHT_PAPER, BLACK), readable(own, DARK_PAPER, WHITE)
    pairs = {
        "--accent": (light, dark),
        "--accent-strong": (mix(light, BLACK, 0.2), mix(dark, WHITE, 0.25)),
        "--accent-soft": (mix(light, WHITE, 0.88), mix(dark, (23, 22, 20), 0.8)),
        "--accent-line": (mix(light, WHITE, 0.55), mix(dark, (23, 22, 20), 0.5)),
        "--on-accent": (WHITE, NIGHT),
    }
    lines = "".join(f"{name}:light-dark({as_hex(one)},{as_hex(other)});" for name, (one, other) in pairs.items())
    return f"@layer tokens{{:root{{{lines}}}}}\n"
