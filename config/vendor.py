"""Fetch and check the browser libraries of vendor.toml: `python -m config.vendor fetch` (needs npm) or `check`."""

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

from defusedxml import ElementTree

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "vendor.toml"
SVG = "{http://www.w3.org/2000/svg}"
SOURCE_MAP = re.compile(rb"\s*(//|/\*)#\s*sourceMappingURL=[^\n]*")


def wanted():
    return tomllib.loads(LIST.read_text(encoding="utf-8"))


def fetch():
    """Download every package and write its files below static/; ValueError and nothing written where a sum differs."""
    plan, made, strange = wanted(), {}, []
    with tempfile.TemporaryDirectory() as folder:
        for package in plan["package"]:
            unpacked = _unpack(package, Path(folder))
            for file in package["files"]:
                data = (unpacked / file["from"]).read_bytes()
                if file["to"].endswith((".js", ".css")):
                    data = SOURCE_MAP.sub(b"", data)
                made[f"vendor/{package['folder']}/{file['to']}"] = data
            if package["name"] == plan["icons"]["package"]:
                made[plan["icons"]["target"]] = sprite(unpacked / "icons", plan["icons"]["names"]).encode()
    for name, sum_ in sums(plan).items():
        if _sum(made[name]) != sum_:
            strange.append(f"{name} has the sum {_sum(made[name])}, vendor.toml says {sum_}")
    if strange:
        raise ValueError("\n".join(strange))
    for name, data in made.items():
        target = ROOT / "static" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def sums(plan):
    """{path below static/: sha256} of every vendored file and the sprite."""
    files = {
        f"vendor/{package['folder']}/{file['to']}": file["sha256"] for package in plan["package"] for file in package["files"]
    }
    return files | {plan["icons"]["target"]: plan["icons"]["sha256"]}


def check():
    """Return the names of files that are missing or differ from their sums."""
    paths = {name: ROOT / "static" / name for name in sums(wanted())}
    return [name for name, sum_ in sums(wanted()).items() if not paths[name].is_file() or _sum(paths[name].read_bytes()) != sum_]


def sprite(folder, names):
    """One SVG with a <symbol> per icon; stroke and size are left to the page's CSS."""
    symbols = []
    for name in sorted(names):
        icon = ElementTree.parse(folder / f"{name}.svg").getroot()
        shapes = "".join(_shape(shape) for shape in icon)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _shape(shape):
    attributes = "".join(f' {key}="{value}"' for key, value in shape.attrib.items())
    return f"<{shape.tag.removeprefix(SVG)}{attributes}/>"


def _unpack(package, folder):
    spec = f"{package['name']}@{package['version']}"
    command = ["npm", "pack", "--silent", spec]
    packed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)  # noqa: S603
    archive = folder / packed.stdout.split()[-1]
    target = folder / package["folder"]
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def _sum(data):
    return hashlib.sha256(data).hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["fetch", "check"])
    if parser.parse_args().action == "fetch":
        try:
            fetch()
        except ValueError as error:
            print(error)
            return 1
    wrong = check()
    for name in wrong:
        print(f"differs from its sum: {name}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
