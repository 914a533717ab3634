"""Each look is drawn rightly in each of its states, and no template smuggles in script or style."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from config import design, look
from config.vendor import wanted

TEMPLATES = Path(settings.BASE_DIR) / "templates"
INLINE = re.compile(r"\sstyle=|\son\w+=|hx-on|<script(?![^>]*(\bsrc=|type=\"(application/json|application/ld\+json)))", re.I)


def draw(component, **context):
    return render_to_string(f"components/{component}.html", context)


def say(source, **context):
    return engines["django"].from_string(source).render(context)


def test_a_score_shows_its_number_and_a_bar_of_that_length():
    assert "<b>84</b>" in draw("score", value=83.6)
    assert 'class="fill" width="83.6"' in draw("score", value=83.6)
    assert 'class="fill" width="0"' in draw("score", value=0)


def test_a_missing_score_is_pending_and_not_zero():
    drawn = draw("score", value=None)
    assert "Not scored yet" in drawn
    assert "<b>" not in drawn


def test_a_length_has_a_point_whatever_the_language():
    with translation.override("de"):
        assert 'width="83.6"' in draw("score", value=83.6)
        assert "translate(38.25 0)" in draw("contributions", skills=38.25, experience=1.5, education=0, text=0, bonus=0)


def test_contributions_lie_end_to_end_and_are_read_aloud():
    drawn = draw("contributions", skills=30, experience=20, education=10, text=5, bonus=3)
    assert re.findall(r"translate\((\d+) 0\)", drawn) == ["30", "20", "10", "5"]
    assert re.findall(r'part-\d" width="(\d+)"', drawn) == ["30", "20", "10", "5", "3"]
    assert 'aria-label="Skills 30, experience 20, education 10, text 5, bonuses 3"' in drawn
    assert "part-5" not in draw("contributions", skills=30, experience=20, education=10, text=5, bonus=0)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Amara Okonkwo", "AO"),
        ("Ana María de la Cruz", "AC"),
        ("Cher", "C"),
        ("", "?"),
        (None, "?"),
        ("(Bo) Li", "L"),
        ("王秀英", "王"),
    ],
)
def test_initials(name, expected):
    assert look.initials(name) == expected


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=7), "7 min ago"),
        (timedelta(hours=1, minutes=59), "1 hour ago"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=-2), "in 2 days"),
        (timedelta(days=60), "4 May"),
        (timedelta(days=400), "29 May 2026"),
    ],
)
def test_times_are_relative_with_the_exact_one_on_hover(gap, expected):
    now = datetime(2027, 7, 3, 12, 0, tzinfo=UTC)
    with timezone.override("Europe/Berlin"):
        drawn = look.ago(now - gap, now)
    assert f">{expected}</time>" in drawn
    assert re.search(r'title="\d+ \w+ \d{4}, \d\d:\d\d CES?T"', drawn)


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/156.0 Safari/537.36 Edg/156.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari on iPhone"),
        ("curl/8.9", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_a_session_is_named_as_people_name_devices(user_agent, expected):
    assert look.device(user_agent) == expected


def test_no_time_is_a_dash_and_a_day_has_no_hour():
    assert "–" in look.ago(None)
    assert look.ago(date(2027, 5, 4)) == '<time datetime="2027-05-04">4 May 2027</time>'


def test_names_are_escaped_everywhere():
    nasty = '<script>alert("x")</script>'
    for component, context in [
        ("avatar", {"name": nasty, "said": True}),
        ("chip", {"label": nasty, "note": nasty}),
        ("badge", {"label": nasty}),
        ("page_header", {"title": nasty, "facts": [("user", nasty)]}),
        ("toast", {"text": nasty}),
        ("file_row", {"name": nasty, "note": nasty}),
        ("timeline_item", {"text": nasty, "actor": nasty, "said": nasty, "icon": "x", "at": None}),
        ("empty", {"title": nasty, "text": nasty}),
        ("breadcrumb", {"items": [{"label": nasty}]}),
        ("menu", {"id": "m", "label": nasty, "items": [{"label": nasty, "url": nasty}]}),
    ]:
        assert "<script" not in draw(component, **context), component


class Form(forms.Form):
    name = forms.CharField(help_text="As on the passport.")
    note = forms.CharField(required=False)
    agree = forms.BooleanField()
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)


def test_a_field_ties_label_help_and_error_to_its_widget():
    drawn = str(Form({"note": "x"})["name"].as_field_group())
    described = re.search(r'aria-describedby="([^"]+)"', drawn)[1].split()
    assert set(described) == set(re.findall(r'<div[^>]* id="([^"]+)"', drawn)) == {"id_name_helptext", "id_name_error"}
    assert '<label for="id_name">' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "This field is required." in drawn


def test_optional_fields_say_so_and_required_ones_do_not():
    assert "optional" in str(Form()["note"].as_field_group())
    assert "optional" not in str(Form()["name"].as_field_group())


def test_a_whole_form_is_drawn_in_the_look():
    drawn = say("{{ form }}", form=Form({}))
    assert drawn.count('class="field"') == 4
    assert "<fieldset" in drawn
    assert 'class="error-summary"' in drawn
    assert 'href="#id_name"' in drawn


def test_an_icon_is_silent_unless_it_has_a_name():
    assert 'aria-hidden="true"' in say('{% icon "star" %}')
    assert 'role="img" aria-label="Starred"' in say('{% icon "star" "Starred" %}')


def test_nobody_may_do_anything():
    assert say('{% if member|may:"create_job" %}yes{% else %}no{% endif %}', member=None) == "no"


def test_every_icon_that_a_template_names_is_in_the_sprite():
    known = set(wanted()["icons"]["names"])
    for file in TEMPLATES.rglob("*.html"):
        source = file.read_text()
        named = set(re.findall(r'{% icon "([\w-]+)"', source)) | set(re.findall(r'\bicon="([\w-]+)"', source))
        assert named <= known, f"{file.name}: {named - known}"


def test_no_template_carries_inline_script_style_or_handlers():
    for file in TEMPLATES.rglob("*.html"):
        if "emails" not in file.parts:
            assert not INLINE.search(file.read_text()), file.relative_to(TEMPLATES)


def test_every_component_is_shown_on_the_design_page():
    frame = {"filter_bar.html", "base.html", "base_public.html", "head.html", "rail.html", "user_menu.html", "messages.html"}
    by_tag = {"icon.html", "time.html", "form_fields.html", "field.html"}  # drawn through a tag or by Django
    by_tag |= {"panel.html"}  # holds what a neighbour draws
    shown = "".join(file.read_text() for file in TEMPLATES.rglob("*.html") if "design" in file.parts or file.name in frame)
    for file in (TEMPLATES / "components").glob("*.html"):
        assert f"components/{file.name}" in shown or file.name in by_tag, file.name


@pytest.mark.parametrize("view", [design.show, design.dialog, design.public])
def test_the_design_page_is_drawn(view, settings):
    settings.ROOT_URLCONF = "tests.design.urls"
    request = RequestFactory().get("/design/")
    request.user, request.member = AnonymousUser(), None
    answer = view(request)
    assert answer.status_code == 200
    assert not INLINE.search(answer.content.decode())
