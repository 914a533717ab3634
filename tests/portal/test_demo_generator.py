"""The demo's people, their documents and their year of hiring: the same for the same seed, and true to what the page
says."""

import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from datetime import date, datetime
from html import unescape
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from docx import Document
from striprtf.striprtf import rtf_to_text

from portal.demo.jobs import FITS, adverts, companies, history, reasons, sources
from portal.demo.people import NEAR, people, words_of
from portal.demo.write import LAYOUTS, write_all

TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("UTC"))


def text_of(path):
    """All text of a document, by other means than the project's own reader."""
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path)
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    if path.suffix == ".docx":
        Document(path)  # opens as a document at all
        with zipfile.ZipFile(path) as archive:
            parts = [
                archive.read(name).decode() for name in archive.namelist() if re.match(r"word/(document|header\d*)\.xml", name)
            ]
        return "\n".join(unescape("".join(re.findall(r"<w:t[ >][^<]*|</w:p>", part))).replace("</w:p>", "\n") for part in parts)
    if path.suffix == ".odt":
        with zipfile.ZipFile(path) as archive:
            return unescape(re.sub("<[^>]*>", "\n", archive.read("content.xml").decode()))
    text = path.read_text("utf-8-sig")
    return rtf_to_text(text) if path.suffix == ".rtf" else unescape(text)


def fold(text):
    """Letters and digits only, so that line breaks and hyphens don't matter."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout != "scan"])
def test_a_document_says_all_that_its_truth_says(layout, tmp_path):
    for truth in write_all(tmp_path, 12, 5, TODAY, layout):
        shown = fold(text_of(tmp_path / truth["file"]))
        facts = [truth["name"], truth["email"], truth["phone"] or "", *truth["skills"]]
        facts += [job[key] for job in truth["experience"] for key in ("title", "company")]
        facts += [study[key] for study in truth["education"] for key in ("degree", "school")]

        assert [fact for fact in facts if fold(fact) not in shown] == [], truth["file"]
        years = {job[key][:4] for job in truth["experience"] for key in ("start", "end") if job[key] != "present"}
        assert [year for year in years if year[2:] not in shown] == [], truth["file"]


def test_a_scan_shows_a_page_and_has_no_text(tmp_path):
    [truth] = write_all(tmp_path, 1, 5, TODAY, "scan")
    [page, *_] = pypdfium2.PdfDocument(tmp_path / truth["file"])

    assert page.get_textpage().get_text_range() == ""
    assert len(set(page.render(grayscale=True).to_numpy().ravel())) > 10


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        truths = list(write_all(folder, 30, 11, TODAY))
        (folder / "truth.jsonl").write_text(json.dumps(truths))

    assert {path.name: path.read_bytes() for path in one.iterdir()} == {path.name: path.read_bytes() for path in two.iterdir()}


def test_another_seed_makes_other_people():
    assert {who.name for who in people(50, 1, TODAY)} != {who.name for who in people(50, 2, TODAY)}


def test_a_person_does_not_depend_on_how_many_others_there_are():
    assert list(people(5, 3, TODAY)) == list(people(60, 3, TODAY))[:5]


def test_a_career_keeps_to_the_calendar():
    for who in people(400, 9, TODAY):
        for job in who.jobs:
            assert job.start <= (job.end or (TODAY.year, TODAY.month)) <= (TODAY.year, TODAY.month), who
        assert len({(job.title, job.company) for job in who.jobs}) == len(who.jobs)
        assert all(study.start < study.end for study in who.education)


def test_people_are_of_every_trade_language_and_script_and_no_address_is_real():
    everyone = list(people(1500, 4, TODAY))

    assert {who.trade for who in everyone} == set(NEAR)
    assert {who.language for who in everyone} == {"en", "de", "fr", "es", "pt"}
    scripts = {unicodedata.name(who.native_name[0]).split()[0] for who in everyone if who.native_name}
    assert scripts >= {"ARABIC", "CYRILLIC", "CJK"}
    assert max(len(who.name) for who in everyone) >= 60
    assert len({who.email for who in everyone}) == len(everyone)
    assert all(re.search(r"@(example\.(com|org|net)|\w+\.example)$", who.email) for who in everyone)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt"])
def test_every_language_knows_every_trade(language):
    words = words_of(language)

    assert {trade: len(words[trade]["titles"]) for trade in NEAR} == dict.fromkeys(NEAR, 4)
    assert min(len([skill for group in words[trade]["skills"].values() for skill in group]) for trade in NEAR) >= 10


def test_there_are_three_companies_and_twelve_jobs_of_different_trades():
    assert len(companies()) == 3
    assert len({advert.trade for advert in adverts()}) == len(adverts()) == 12
    for advert in adverts():
        asked = fold(advert.text)
        assert [skill for skill in advert.skills if fold(skill) not in asked and fold(skill.split()[0]) not in asked] == [], (
            advert.key
        )
        [company] = [company for company in companies() if company.slug == advert.company]
        assert advert.department in company.departments
        assert advert.pay[0] < advert.pay[1]


def test_a_year_of_hiring_is_possible():
    courses = list(history(600, 2, NOW))
    hired = Counter(course.advert.key for course in courses if course.status == "hired")

    for course in courses:
        times = [step.at for step in course.steps] + [course.ended_at or NOW]
        assert times == sorted(times) and times[-1] <= NOW
        assert len({step.stage for step in course.steps}) == len(course.steps)
        assert (course.status in ("rejected", "withdrawn")) == bool(course.reason)
        assert course.source in sources() and (not course.reason or course.reason in reasons())
    assert sum(hired.values()) >= 6
    assert all(hired[advert.key] <= advert.openings for advert in adverts())
    assert {course.status for course in courses} == {"active", "hired", "rejected", "withdrawn"}
    assert not [course for course in courses if course.advert.status == "closed" and course.status == "active"]


def test_applicants_fit_their_job_to_varying_degrees():
    share = {fit: [] for fit in FITS}
    for course in history(600, 2, NOW):
        has = set(course.person.all_skills) & set(course.advert.skills)
        share[course.fit].append(len(has) / len(course.advert.skills))
    means = {fit: sum(values) / len(values) for fit, values in share.items()}

    assert means["strong"] > 0.7 > means["medium"] > 0.3 > means["weak"]


def test_the_command_writes_files_and_their_truth(tmp_path):
    target = tmp_path / "made"
    subprocess.run(  # noqa: S603 (our own module)
        [sys.executable, "-m", "portal.demo.write", str(target), "--count", "4", "--seed", "8", "--layout", "timeline"],
        check=True,
    )

    rows = [json.loads(line) for line in (target / "truth.jsonl").read_text("utf-8").splitlines()]
    assert sorted(row["file"] for row in rows) == sorted(path.name for path in target.glob("*.pdf"))
    assert {row["layout"] for row in rows} == {"timeline"}
