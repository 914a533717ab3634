"""What pages and API calls cost, asked in this process of a seeded installation: `python -m benchmarks._served pages`.

Prints one JSON line a row: {"what", "ms" (median CPU of this process a request), "queries", "bytes", "notes"}. The installation is
that of STATE_DIR or DATABASE_URL; `installation` makes it where it is missing.
"""

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
LONGEST_SQL = 10_000
FLOOR = """<table>{% for row in rows %}<tr><td><a href="{% url 'jobs:candidate' row.pk %}">{{ row.name }}</a></td><td>{{ row.headline }}</td>
<td>{{ row.location }}</td><td>{{ row.years|floatformat }}</td><td>{{ row.email }}</td><td>{{ row.created_at|date:"Y-m-d" }}</td></tr>{% endfor %}</table>"""


def installation(size):
    """Environment of the installation with `size` candidates: a folder in var/, or a database beside that of DATABASE_URL."""
    state = Path(__file__).parent.parent / "var" / f"bench-{size}"
    state.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "STATE_DIR": str(state), "PRODUCTION": "false", "DEBUG": "false", "READ_DOT_ENV": "false"}
    env = beside(env, size)
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "--verbosity", "0"], env=env, check=True)  # noqa: S603  (our own command)
    filled = subprocess.run(
        [sys.executable, "-m", "benchmarks._served", "filled"], env=env, check=True, capture_output=True, text=True
    )  # noqa: S603  (our own command)
    if filled.stdout.strip() != "True":
        subprocess.run([*manage, "seed_demo", "--candidates", str(size)], env=env, check=True)  # noqa: S603  (our own command)
    return env


def beside(env, name):
    """The environment with a database of its own beside that of DATABASE_URL, made where it is missing; as it is without one."""
    if not os.environ.get("DATABASE_URL"):
        return env
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    name = base.rpartition("/")[2] + f"_bench_{name}"
    _make_database(os.environ["DATABASE_URL"], name)
    return env | {"DATABASE_URL": f"{base.rpartition('/')[0]}/{name}{'?' + query if query else ''}"}


def _make_database(url, name):
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def measured(kind, size):
    """[{"what", "ms", "queries", "bytes", "notes"}] of one installation, from a process of its own."""
    done = subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-m", "benchmarks._served", kind], env=installation(size), check=True, capture_output=True, text=True
    )  # noqa: S603  (our own command)
    return [json.loads(line) for line in done.stdout.splitlines()]


def table(kind, sizes):
    """Print the rows of two sizes side by side, as ratios against the floor (the first row) and against each other."""
    small, large = (measured(kind, size) for size in sizes)
    few, many = sizes
    print(f"   {'':34}{few:>10,}: ms  of floor  queries    KB {many:>10,}: ms  of floor  queries    KB   grown")
    for one, other in zip(small, large, strict=True):
        cells = "".join(
            f"{row['ms']:15.1f}{row['ms'] / base['ms']:9.1f}x{row['queries']:9}{row['bytes'] / 1024:6.0f}"
            for row, base in ((one, small[0]), (other, large[0]))
        )
        print(f"   {one['what']:34}{cells}{other['ms'] / one['ms']:7.2f}x  {other['notes']}")


class Meter:
    """Asks as a recruiter of the demo's first company."""

    def __init__(self):
        from django.test import Client

        from accounts.models import Membership

        self.member = Membership.objects.select_related("user", "company").get(user__email="recruiter@demo.test")
        self.client = Client(HTTP_HOST="127.0.0.1")
        self.client.force_login(self.member.user)

    def get(self, what, url, page=True):
        """Measure one address and print its row. Raises AssertionError where it does not answer 200."""
        return self.time(what, lambda: self._ask(url, page))

    def _ask(self, url, page):
        answer = self.client.get(url, headers={} if page else {"accept": "application/json"})
        if answer.status_code != 200:
            raise AssertionError(f"{url}: {answer.status_code}")
        return answer.content

    def time(self, what, act, more=""):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        act(), act()
        with CaptureQueriesContext(connection) as capture:
            content = act()
        asked = capture.captured_queries  # taken now: the next request empties the log
        spent = []
        for _round in range(ROUNDS):
            began = time.process_time()
            act()
            spent.append(time.process_time() - began)
        row = {
            "what": what,
            "ms": statistics.median(spent) * 1000,
            "queries": len(asked),
            "bytes": len(content),
            "notes": more or notes(asked),
        }
        print(json.dumps(row), flush=True)
        return content


def notes(asked):
    """What a page must never do: write, count a whole table, send a very long statement."""
    found = set()
    for query in asked:
        sql = query["sql"]
        if re.match(r"\s*(INSERT|UPDATE|DELETE)", sql):
            found.add(f"WRITES {sql.split()[1:3]}")
        if re.match(r"\s*SELECT COUNT\(", sql) and " WHERE " not in sql:
            found.add("COUNTS a whole table")
        if len(sql) > LONGEST_SQL:
            found.add(f"SQL of {len(sql) / 1000:.0f} KB")
        if float(query["time"]) > 0.05:
            found.add(f"{float(query['time']) * 1000:.0f} ms: {re.sub(r'SELECT .*? FROM', 'SELECT … FROM', sql)[:160]}")
    return "; ".join(sorted(found))


def rows_of_pages(meter):
    from django.template import engines
    from django.urls import reverse

    from jobs.models import Application, Candidate, Job
    from matching.services import pool

    people = Candidate.objects.filter(company=meter.member.company, merged_into=None)
    bare = engines["django"].from_string(FLOOR)
    meter.time("bare template of 50 rows", lambda: bare.render({"rows": people.order_by("-created_at", "-pk")[:50]}).encode())
    jobs = Job.objects.filter(company=meter.member.company)
    job = max(jobs, key=lambda one: Application.objects.filter(job=one).count())
    application = Application.objects.filter(job=job, status="active", candidate__resumes=None).order_by("pk").first()
    with_file = (
        Application.objects.filter(company=meter.member.company, status="active")
        .exclude(candidate__resumes=None)
        .order_by("pk")
        .first()
    )
    if not pool.is_made(meter.member.company_id):
        pool.make(meter.member.company_id)  # else a task would, and the panel would wait for it
    meter.get("home", "/")
    meter.get("jobs", reverse("jobs:list"))
    meter.get("job", reverse("jobs:job", args=[job.pk]))
    meter.get("job: ranking, first 50", reverse("matching:job_ranking", args=[job.pk]))
    meter.get("job: people you already know", reverse("matching:pool_panel", args=[job.pk]))
    listed = reverse("jobs:candidates")
    meter.get("candidates", listed)
    meter.get("candidates, deep page", deep(meter, listed, people))
    for words, query in (
        ("by name", people.order_by("pk").first().name.split()[0]),
        ("by skill", "Python"),
        ("by résumé text", "project team"),
    ):
        meter.get(f"candidates {words}", f"{listed}?q={query}")
    for words, order in (("by name order", "name"), ("by years", "-years")):
        meter.get(f"candidates {words}", f"{listed}?sort={order}")
    meter.get("candidates of one job", f"{listed}?job={job.pk}")
    for words, row in (("", application), (" with résumé", with_file)):
        meter.get(f"candidate{words}", reverse("jobs:candidate", args=[row.candidate_id]))
        meter.get(f"candidate{words}: facts", reverse("matching:facts_panel", args=[row.candidate_id]))
    meter.get("candidate: résumé", reverse("matching:resume_panel", args=[with_file.candidate_id]))
    meter.get("applications", reverse("jobs:applications"))
    meter.get("applications of one job", f"{reverse('jobs:applications')}?job={job.pk}")
    meter.get("application", reverse("jobs:application", args=[application.pk]))
    meter.get("application: why this score", reverse("matching:explanation", args=[application.pk]))


def deep(meter, address, people):
    """The list's address far down: the cursor of the row in the middle."""
    from django.test import RequestFactory

    from accounts.paging import page_of
    from jobs.views.candidates import ORDERS

    middle = people.order_by("-created_at", "-pk")[people.count() // 2 :][:1].get()
    rows = people.filter(created_at__lte=middle.created_at)
    return f"{address}{page_of(rows, RequestFactory().get(address), orders=ORDERS).next_url}"


def rows_of_api(meter):
    from django.core.serializers.json import DjangoJSONEncoder

    from jobs.models import Candidate

    fields = ("id", "name", "headline", "email", "location", "country", "years", "created_at")
    people = Candidate.objects.filter(company=meter.member.company, merged_into=None).order_by("-created_at", "-pk")
    meter.time(".values() of 50 as JSON", lambda: json.dumps(list(people.values(*fields)[:50]), cls=DjangoJSONEncoder).encode())
    for name in ("candidates", "applications", "jobs"):
        meter.get(f"/api/v1/{name}", f"/api/v1/{name}", page=False)


def main(kind):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from accounts.models import Company

    if kind == "filled":
        print(Company.objects.exists())
    else:
        {"pages": rows_of_pages, "api": rows_of_api}[kind](Meter())


if __name__ == "__main__":
    main(sys.argv[1])
