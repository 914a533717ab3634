"""Companies that know a given number of people whose features are made up: `python -m benchmarks._pools 10000 100000`.

Prints one JSON line a size. The people are rows of the database (copies of one, made by the database itself), what the scorer
sees of them comes straight from arrays, as in benchmarks/engine.py. Kept in var/bench-pools and made where missing.
"""

import json
import os
import statistics
import sys
import time

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
FEW = 1000  # applicants of each job
ROW = {"years": 5, "tier": "bachelor", "field": "", "flags": 0, "country": "", "city": "", "words": None, "work": None}
ANY_ID = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
NUMBERS = {
    "sqlite": "(WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < %s) SELECT n FROM n)",
    "postgresql": "generate_series(1, %s) AS s(n)",
}


def copied(model, row, rows, changes):
    """Have the database make `rows` copies of one row; changes: {column: SQL} of what differs."""
    from django.db import connection

    columns = [
        field.column
        for field in model._meta.concrete_fields
        if not (field.primary_key and field.get_internal_type().startswith("BigAuto"))
    ]
    picked = [changes.get(name, f"t.{name}") for name in columns]
    table, kind = model._meta.db_table, connection.vendor
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(picked)} FROM {table} t, {NUMBERS[kind]} "  # noqa: S608  (names of our own)
            f"WHERE t.{model._meta.pk.column} = %s",
            [rows, row.pk.hex if kind == "sqlite" and hasattr(row.pk, "hex") else row.pk],
        )


def company_of(size):
    """The member of the company that knows `size` people, and its job."""
    from accounts.models import Membership
    from jobs.models import Job

    email = f"pool-{size}@bench.test"
    member = Membership.objects.select_related("user", "company").filter(user__email=email).first()
    if member is None or not (Job.objects.filter(company=member.company, status="open").exists()):
        member = made(size, email)
    return member, Job.objects.get(company=member.company)


def made(size, email):
    from django.db import connection, transaction
    from django.utils import timezone

    from accounts.services.companies import sign_up
    from benchmarks.engine import JOB_SKILLS, TEXT
    from jobs.models import Application, Candidate
    from jobs.services.jobs import create_job
    from matching.engine import ENGINE_VERSION
    from matching.models import CandidateFeatures
    from matching.services import configs
    from matching.services.facts import key_of
    from matching.taxonomy import taxonomy

    with transaction.atomic():
        member = sign_up(company_name=f"Pool of {size}", name="Benchmark", email=email, password=None)
        company = member.company
        names = [skill.name for skill in taxonomy().skills.values() if key_of("skill", {"name": skill.name}) == skill.key][
            :JOB_SKILLS
        ]
        job = create_job(
            company=company,
            actor=member,
            title="Backend developer",
            description=f"<p>{TEXT}</p>",
            min_years=3,
            education="bachelor",
            skills=[(name, True, 1 + place % 5) for place, name in enumerate(names)],
        )
        first = Candidate.objects.create(company=company, name="Person 0")
        copied(Candidate, first, size - 1, {"id": ANY_ID[connection.vendor], "name": "'Person ' || n"})
        features = CandidateFeatures._meta.db_table
        long_ago = timezone.now() - timezone.timedelta(days=30)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {features} (candidate_id, company_id, version, engine, row, at) "  # noqa: S608
                f"SELECT id, company_id, 1, {ENGINE_VERSION}, %s, %s FROM {Candidate._meta.db_table} WHERE company_id = %s",
                [
                    json.dumps(ROW | {"skills": [key_of("skill", {"name": name}) for name in names[:6]]}),
                    long_ago,
                    company.pk.hex if connection.vendor == "sqlite" else company.pk,
                ],
            )
        stage = job.stages.first()
        few = list(Candidate.objects.filter(company=company).order_by("name")[:FEW])
        Application.objects.bulk_create(
            [Application(company=company, job=job, candidate=one, stage=stage) for one in few], batch_size=500
        )
        rules = {
            "min_years": 3,
            "ideal_years": 8,
            "education": "bachelor",
            "knockouts": [{"kind": "skill", "value": key_of("skill", {"name": names[0]})}, {"kind": "minimum_years", "value": 1}],
        }
        configs.save_config(company=company, actor=member, job=job, body=rules)
        job.status = "open"
        job.save(update_fields=["status"])
    return member


def files_of(member, job):
    """The pool's files with made-up features, and for the applicants rows that say the same."""
    import numpy as np
    from django.utils import timezone

    from benchmarks.engine import made_up
    from matching.models import CandidateFeatures
    from matching.services import pool
    from matching.services.people import demands_for

    company = member.company_id
    ids = np.fromiter(CandidateFeatures.objects.filter(company=company).order_by("pk").values_list("pk", flat=True), np.int64)
    table = made_up(len(ids), list(demands_for(job).required))
    table.arrays["ids"][:] = ids
    home = pool.folder_of(company)
    name = "benchmark"
    table.save(home / name)
    (home / name / "pool.json").write_text(json.dumps({"until": (timezone.now() - pool.LATE).isoformat(), "versions": {}}))
    (home / "current").write_text(name)


def form_of(client, address):
    """What the page's form sends, as the tests read it."""
    from tests.matching.forms import fields_of

    return fields_of(client.get(address, {"people": "pool"}), "scoring-form")


def cpu(task, rounds=ROUNDS):
    spent = []
    for number in range(rounds):
        began = time.process_time()
        task(number)
        spent.append(time.process_time() - began)
    return statistics.median(spent) * 1000


def measured(size):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse
    from django.utils.http import urlencode

    from benchmarks.engine import plain_scorer
    from matching.engine import ScoringConfig, compile, score
    from matching.services import configs, pool
    from matching.services.features import taxonomy_of
    from matching.services.people import demands_for

    member, job = company_of(size)
    files_of(member, job)
    client = Client(HTTP_HOST="127.0.0.1", HTTP_HX_REQUEST="true")
    client.force_login(member.user)
    page, preview = (reverse(f"matching:{name}", args=[job.pk]) for name in ("job_scoring", "job_scoring_preview"))
    began = time.process_time()
    sent = form_of(client, page)
    first = (time.process_time() - began) * 1000

    def move(number, **more):
        skills = 20 + number * 3  # every answer is for weights that were not asked for before
        answer = client.post(
            preview,
            urlencode(
                sent
                | {"people": "pool", "weight_skills": skills, "weight_experience": 85 - skills, "weight_education": 15}
                | more,
                doseq=True,
            ),
            "application/x-www-form-urlencoded",
        )
        assert answer.status_code == 200 and answer.content.count(b"data-flip-id") == 20, answer.status_code

    for warm in (90, 91):
        move(warm % 20)
    with CaptureQueriesContext(connection) as capture:
        move(5)
        queries = len(capture)  # taken now: the next request empties the log
    moved = cpu(move)
    decay = cpu(lambda number: move(number, skill_decay=str(30 + number)), min(ROUNDS, 7))
    for warm in range(2):
        move(warm, people="applicants")
    few = cpu(lambda number: move(number, people="applicants"))
    known = taxonomy_of(member.company_id)
    people = pool.everybody(job, known)
    one = people.held[0]
    version = configs.rules_of(job)
    compiled = compile(ScoringConfig.from_dict(version.body), demands_for(job), known)
    alike = one.alike(people.demands, compiled)
    kernel = cpu(lambda _number: score(one.table, compiled, alike))
    columns, needed = one.table.columns(compiled.keys, compiled.worth), one.table.columns(compiled.needed)
    plain = cpu(lambda _number: plain_scorer(one.table, columns, compiled.weights, needed))
    return {
        "rows": size,
        "request": moved,
        "queries": queries,
        "decay": decay,
        "few": few,
        "kernel": kernel,
        "plain": plain,
        "first": first,
    }


def main(sizes):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for size in sizes:
        print(json.dumps(measured(size)), flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
