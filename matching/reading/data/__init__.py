"""Word lists that the reader knows things by; README.md says where they come from."""

from pathlib import Path

from matching.reading.folding import fold

_HERE = Path(__file__).parent


def words(name, folded=True):
    """The lines of a list, without comments and empty ones."""
    lines = (line.strip() for line in (_HERE / name).read_text(encoding="utf-8").splitlines())
    return [fold(line) if folded else line for line in lines if line and not line.startswith("#")]


def listed(name):
    """The lines of a list in parts, by the name in brackets above each part."""
    parts, part = {}, []
    for line in words(name, folded=False):
        if line.startswith("[") and line.endswith("]"):
            part = parts.setdefault(line[1:-1], [])
        else:
            part.append(line)
    return parts
