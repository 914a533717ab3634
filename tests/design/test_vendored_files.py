"""What browsers get: vendored files as they were checked, their licences, and hashed names that hold together."""

import json
import re
import shutil

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from config import vendor
from config.static import HashedStatic


def test_every_file_is_the_one_that_was_checked():
    assert vendor.check() == []


def test_a_changed_file_is_noticed(tmp_path, monkeypatch):
    shutil.copytree(vendor.ROOT / "static", tmp_path / "static")
    (tmp_path / "static/vendor/htmx/htmx.min.js").write_text("alert(1)")
    (tmp_path / "static/img/icons.svg").unlink()
    monkeypatch.setattr(vendor, "ROOT", tmp_path)
    assert set(vendor.check()) == {"vendor/htmx/htmx.min.js", "img/icons.svg"}


def test_nothing_lies_there_that_the_list_does_not_name():
    folder = vendor.ROOT / "static" / "vendor"
    there = {f"vendor/{file.relative_to(folder)}" for file in folder.rglob("*") if file.is_file()}
    assert there == {name for name in vendor.sums(vendor.wanted()) if name.startswith("vendor/")}


def test_every_package_has_a_licence_and_lies_beside_its_text():
    for package in vendor.wanted()["package"]:
        assert package["licence"] in {"0BSD", "MIT", "ISC", "Apache-2.0", "OFL-1.1"}
        assert (vendor.ROOT / "static/vendor" / package["folder"] / "LICENSE").stat().st_size > 300


def test_a_sprite_holds_an_icon_without_its_own_colour(tmp_path):
    (tmp_path / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" stroke="red"><circle cx="12" cy="12" r="1"/></svg>'
    )
    assert '<symbol id="dot" viewBox="0 0 24 24"><circle cx="12" cy="12" r="1"/></symbol>' in vendor.sprite(tmp_path, ["dot"])


@pytest.fixture
def collected(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.static.HashedStatic"}}
    call_command(
        "collectstatic",
        interactive=False,
        verbosity=0,
        ignore_patterns=["admin", "drf_spectacular_sidecar", "rest_framework", "djstripe"],
    )
    return tmp_path


def test_modules_import_each_other_under_hashed_names(collected):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    assert isinstance(staticfiles_storage._wrapped, HashedStatic) or names
    for name, hashed in names.items():
        if not re.fullmatch(r"js/\w+\.js", name):
            continue
        for imported in re.findall(r"""(?:from|import|import\()\s*["'](\.[^"']+)["']""", (collected / hashed).read_text()):
            assert re.search(r"\.[0-9a-f]{12}\.js$", imported), f"{name} imports {imported}"
            assert (collected / "js" / imported).resolve().is_file()


def test_styles_name_fonts_by_their_hash(collected):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    text = (collected / names["css/tokens.css"]).read_text()
    fonts = re.findall(r'url\("([^"]+)"\)', text)
    assert len(fonts) == 4
    assert all((collected / "css" / font).resolve().is_file() and re.search(r"\.[0-9a-f]{12}\.woff2$", font) for font in fonts)


def test_pages_load_nothing_from_elsewhere():
    for file in [*settings.BASE_DIR.glob("static/js/*.js"), *settings.BASE_DIR.glob("static/css/*.css")]:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"""(?:import|from|url\(|src=)\s*["'(]?\s*https?://""", text), file.name
    assert finders.find("vendor/htmx/htmx.min.js")
