"""The extra `semantic`: what a stored vector is worth, what it never changes, and that everything goes on without the packages."""

from decimal import Decimal

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from jobs.models import Resume
from matching import semantic
from matching.engine import FeatureTable, Job, Row, ScoringConfig, compile, explain, score
from matching.engine import meaning as vectors
from matching.models import CandidateFeatures, Match, Reading
from matching.services import meaning, pool
from matching.services.configs import ConfigRefused, save_config
from matching.services.embedding import embed_company
from matching.services.scoring import explain_match, score_job
from matching.taxonomy.texts import text_model
from tests.matching.cast import a_row

needs_the_extra = pytest.mark.skipif(
    not semantic.available(), reason=f"not installed: {', '.join(semantic.missing())} (make setup SEMANTIC=1)"
)
BOTH = ScoringConfig(text="both", weights={"skills": 100, "experience": 0, "education": 0}, text_share=1.0, bonuses={})


def a_vector(seed=1):
    return vectors.packed(np.random.default_rng(seed).normal(size=vectors.WIDTH))


def between(one, two, cosine):
    """A vector at that cosine to `one`, on the side of `two`."""
    one, two = (vectors.unpacked(stored).astype(float) for stored in (one, two))
    one /= np.linalg.norm(one)
    two -= one * (one @ two)
    return vectors.packed(cosine * one + np.sqrt(1 - cosine**2) * two / np.linalg.norm(two))


def a_person(id=1, stored=None, text="welded frames in a workshop"):
    return Row(id, {"welding": 255}, 3.0, "bachelor", words=text_model().words(text), meaning=vectors.unpacked(stored))


@pytest.fixture
def installed(monkeypatch):
    """As if the packages were there: a text's vector hangs on its words alone."""
    monkeypatch.setattr(semantic, "missing", lambda: ())
    monkeypatch.setattr(semantic, "vector_of", lambda text: a_vector(len(text)) if text else "")


@pytest.fixture
def absent(monkeypatch):
    monkeypatch.setattr(semantic, "missing", lambda: ("onnxruntime",))


def test_a_vector_is_stored_with_its_model_and_another_models_counts_as_not_read():
    stored = a_vector()

    assert len(stored) < 600 and np.abs(vectors.unpacked(stored)).max() == 127
    assert (
        vectors.unpacked("other-model:" + stored.partition(":")[2]) is None
        and vectors.unpacked("") is vectors.unpacked(None) is None
    )


@pytest.mark.parametrize(("cosine", "value"), [(1.0, 1.0), (0.7, 1.0), (0.35, 0.5), (0.0, 0.0), (-0.5, 0.0)])
def test_a_cosine_of_seven_tenths_is_wholly_close(cosine, value):
    job, other = a_vector(1), a_vector(2)
    row = vectors.unpacked(between(job, other, cosine))

    assert vectors.closeness(row[None], vectors.unpacked(job), 8)[0] == pytest.approx(value, abs=0.02)


def test_the_fewer_words_a_job_has_the_more_its_meaning_takes():
    assert [vectors.share(words) for words in (0, 1, 10, 20, 100)] == [0.5, 0.5, 0.5, 0.25, 0.05]


def test_words_and_meaning_share_the_points_of_the_text():
    job = Job(text="Somebody who welds frames", meaning=a_vector())
    told = explain(FeatureTable.build([a_person(stored=a_vector())]), 0, compile(BOTH, job))
    lines = {line.criterion: line for line in told.lines}

    assert lines["meaning"].points == lines["meaning"].of == Decimal("50.00") and lines["text"].of == Decimal("50.00")
    assert told.total == lines["text"].points + lines["meaning"].points > 50


def test_a_job_without_a_known_word_goes_by_meaning_alone():
    table = FeatureTable.build([a_person(1, a_vector(1)), a_person(2, a_vector(2))])

    near, far = score(table, compile(BOTH, Job(text="Zzyzx qwrtl", meaning=a_vector(1)))).total

    assert near == 100 and far < 50


def test_whoever_has_no_vector_goes_by_words_and_the_line_says_so():
    compiled = compile(BOTH, Job(text="Somebody who welds frames", meaning=a_vector()))
    plain = compile(ScoringConfig(**{**BOTH.to_dict(), "text": "words"}), Job(text="Somebody who welds frames"))
    table = FeatureTable.build([a_person(1), a_person(2, a_vector())])
    told = explain(table, 0, compiled)

    assert score(table, compiled).ticks[0] == score(table, plain).ticks[0] != score(table, compiled).ticks[1]
    assert next(line for line in told.lines if line.criterion == "meaning").state == "not read"


def test_vectors_change_no_digit_and_no_line_while_the_rules_go_by_words():
    bare, with_vectors = (FeatureTable.build([a_person(stored=stored)]) for stored in (None, a_vector()))
    one, two = (
        compile(ScoringConfig(), Job(text="Somebody who welds frames", min_years=2, meaning=stored))
        for stored in (None, a_vector())
    )

    assert explain(bare, 0, one) == explain(with_vectors, 0, two)


def test_tables_with_and_without_vectors_join_are_patched_and_kept(tmp_path):
    people = [a_person(id, a_vector(id) if id > 2 else None) for id in range(1, 6)]
    compiled = compile(BOTH, Job(text="Somebody who welds frames", meaning=a_vector(3)))
    wanted = score(FeatureTable.build(people), compiled).ticks.tolist()
    first, rest = FeatureTable.build(people[:2]), FeatureTable.build(people[2:])
    assert first.arrays["meaning"].nbytes == 0, "a pool without vectors takes no more room than before"

    joined = FeatureTable.joined([first, rest])
    joined.save(tmp_path)

    assert score(joined, compiled).ticks.tolist() == score(FeatureTable.load(tmp_path), compiled).ticks.tolist() == wanted
    assert score(first.patched(people[2:], 2), compiled).ticks.tolist() == wanted


@pytest.fixture
def scored_by_meaning(installed, company, job, recruiter, crowd):
    """Two applicants who are alike but for their vectors, scored by rules that go by meaning too."""
    save_config(company=company, job=job, actor=recruiter, body=ScoringConfig(text="both").to_dict())
    near = meaning.of_job(job.title, "")  # any vector; what counts is that the two are apart
    crowd([a_row(words=[[1], [65535]], meaning=near), a_row(words=[[1], [65535]], meaning=a_vector(99))])
    score_job(job.pk)
    return list(Match.objects.order_by("candidate__name"))


def test_stored_scores_come_out_the_same_without_the_packages(scored_by_meaning, monkeypatch, capsys):
    monkeypatch.setattr(semantic, "missing", lambda: semantic.PACKAGES)
    monkeypatch.setattr(semantic, "vector_of", None)
    first, second = scored_by_meaning

    call_command("replay_matches")

    assert "2 came out the same, 0 did not" in capsys.readouterr().out
    told = explain_match(first)
    assert first.score != second.score and told.total == first.score == sum(line.points for line in told.lines)
    assert first.job_facts["meaning"].startswith(vectors.MODEL) and first.components["text"] != second.components["text"]


def test_without_the_packages_new_scores_go_by_words(scored_by_meaning, absent, job):
    score_job(job.pk)

    first, second = Match.objects.order_by("candidate__name")
    assert first.score == second.score and "meaning" not in first.job_facts


def test_rules_that_need_the_packages_are_refused_where_they_are_missing(absent, sign_in, company, job, recruiter):
    body = ScoringConfig(text="both").to_dict()
    with pytest.raises(ConfigRefused, match="make setup SEMANTIC=1"):
        save_config(company=company, job=job, actor=recruiter, body=body)
    answer = sign_in(recruiter).put(f"/api/v1/jobs/{job.pk}/scoring-config", {"rules": body}, content_type="application/json")
    page = sign_in(recruiter).get(reverse("matching:job_scoring", args=[job.pk])).content.decode()

    assert answer.status_code == 400 and answer.json()["errors"][0]["field"] == "text"
    assert 'value="both" disabled' in page and "not installed here" in page


def test_the_choice_on_the_page_is_kept(installed, sign_in, job, recruiter):
    from tests.matching.test_config_page import page_of, save

    client = sign_in(recruiter)
    assert b'value="both" disabled' not in page_of(client, job).content
    assert save(client, job, text="both").status_code == 302

    assert job.scoring_config.current.body["text"] == "both" and b'value="both" checked' in page_of(client, job).content
    assert save(client, job, text="stars").status_code == 422


def test_resumes_that_were_read_before_get_their_vectors(installed, company, job, application, read_resume):
    Reading.objects.update(scoring_text="Welded frames")
    assert embed_company(company.pk) == 1 and embed_company(company.pk) == 0

    stored = Reading.objects.get(resume=read_resume).meaning
    assert (
        stored == a_vector(len("Welded frames")) == CandidateFeatures.objects.get(candidate=read_resume.candidate).row["meaning"]
    )
    assert Match.objects.get(job=job).features["meaning"] == stored


def test_the_company_is_embedded_when_its_rules_ask_for_it(
    installed, company, recruiter, read_resume, django_capture_on_commit_callbacks
):
    Reading.objects.update(scoring_text="Welded frames")
    with django_capture_on_commit_callbacks(execute=True):
        save_config(company=company, actor=recruiter, body=ScoringConfig(text="both").to_dict())

    assert Reading.objects.get(resume=read_resume).meaning


def test_a_read_file_has_its_vector_and_so_has_its_copy(installed, read_resume):
    from matching.services.resumes import _copy_reading

    Reading.objects.update(meaning=a_vector())
    read_resume.reading.refresh_from_db()
    copy = Resume.objects.create(
        company=read_resume.company, candidate=read_resume.candidate, name="b.pdf", kind="pdf", sha256="0" * 64, size=1
    )
    _copy_reading(read_resume.reading, copy)

    assert copy.reading.meaning == a_vector()


def test_commands_say_what_is_missing(absent, tmp_path):
    (tmp_path / "job.txt").write_text("Welder")
    for command in (["embed_resumes"], ["rank_resumes", "--text", "both", "--job", str(tmp_path / "job.txt"), "cv.txt"]):
        with pytest.raises(CommandError, match="make setup SEMANTIC=1"):
            call_command(*command)


def test_files_of_a_pool_with_other_columns_are_made_anew(installed, company, job, recruiter, crowd, settings, tmp_path):
    settings.STATE_DIR = tmp_path
    crowd([a_row()])
    old = pool.make(company.pk)
    meta = pool.folder_of(company.pk) / old / "meta.json"
    meta.write_text(meta.read_text().replace('"format": 2', '"format": 1'))

    assert len(pool.pool_of(company.pk).files.table) == 1
    pool.POOLS.clear()


def test_the_model_sees_words_of_work_only():
    seen = semantic.known_words(
        "Mrs. Svetlana Kowalczyk, born 1981, Muslim mother of two, 5 Mill Road\nWelded steel frames for Zzyzx Ltd\nKrankenpflegerin in Bonn"
    )

    assert "welded steel frames" in seen and "nurs" in seen
    assert not {"svetlana", "kowalczyk", "born", "1981", "muslim", "mother", "mrs", "zzyzx"} & set(seen.split())


@needs_the_extra
def test_texts_that_mean_the_same_are_close_without_a_common_word():
    job, near, far = (
        vectors.unpacked(semantic.vector_of(text))
        for text in (
            "Looks after sick people at night",
            "Registered nurse on a hospital ward",
            "Drove a lorry and loaded pallets",
        )
    )

    close = vectors.closeness(np.array([near, far]), job, 8)

    assert close[0] > close[1] + 0.1


@needs_the_extra
def test_a_vector_is_the_same_whoever_it_is_and_whatever_stands_beside_it():
    texts = ["Mary Kowalczyk\nWelded steel frames", "Ahmed Zzyzx\nWelded steel frames"]

    one, two = semantic.embed(texts)

    assert np.array_equal(one, two) and np.array_equal(one, semantic.embed(texts[:1])[0])
    assert semantic.vector_of("Zzyzx 1981") == ""
