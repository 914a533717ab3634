"""Texts that would be script are shown as the texts they are, wherever they come from and wherever they are shown."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

RUN = "alert(1)"
PAYLOADS = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><svg onload={RUN}>',
    f"'><iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"javascript:{RUN}",
    f"</textarea></title><script>{RUN}</script>",
    f"<details open ontoggle={RUN}>",
    f"{{{{ 7*7 }}}}{{% debug %}}<b onmouseover={RUN}>x</b>",
    f'" autofocus onfocus={RUN} x="',
    f'<a href="java&#115;cript:{RUN}">y</a>',
    f"<math><mtext><style><img src=x onerror={RUN}></style></mtext></math>",
    "\u202egnp.exe<marquee onstart=alert(1)>",
]


def sow(page, address, payload, number):
    """Put the payload in a job, a candidate, a tag, a source and a fact; returns the pages that show them."""
    headers = {"X-CSRFToken": next(one["value"] for one in page.context.cookies() if one["name"] == "csrftoken")}

    def make(path, body, method="post"):
        answer = getattr(page.request, method)(f"/api/v1/{path}", data=body, headers=headers)
        assert answer.status in {200, 201}, (path, answer.status, answer.text())
        return answer.json()

    source = make("sources", {"name": f"{payload[:70]} {number}"})
    job = make(
        "jobs", {"title": payload, "description": f"<p>{payload}</p>", "location": payload, "skills": [{"name": payload[:60]}]}
    )
    make(f"jobs/{job['id']}/open", {})
    person = make(
        "candidates",
        {
            "name": payload,
            "headline": payload,
            "location": payload,
            "tags": [f"{number}{payload}"[:40]],
            "source": source["id"],
            "emails": [f"attack{number}@people.test"],
        },
    )
    for kind in ("skill", "certification"):
        make(f"candidates/{person['id']}/facts", {"kind": kind, "value": {"name": payload}})
    application = make("applications", {"job": job["id"], "candidate": person["id"]})
    return [f"/jobs/{job['id']}/", f"/candidates/{person['id']}/", f"/applications/{application['id']}/"]


def test_nothing_of_it_runs(visit, served, tmp_path, complaints):
    page = visit("admin")
    opened = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.goto("/settings/lists/sources/")
    own = [sow(page, served.address, payload, number) for number, payload in enumerate(PAYLOADS)]
    files = [tmp_path / f"{number}{payload.replace('/', '∕')[:60]}.txt" for number, payload in enumerate(PAYLOADS)]
    for file, payload in zip(files, PAYLOADS, strict=True):
        file.write_text(
            f"{payload}\n{payload}@people.test\n\nSkills\n{payload}, Python\n\nExperience\n{payload}\n2019 - 2021 {payload}\n"
        )
    page.goto("/upload/")
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Read the résumés").click()
    expect(page.locator("#intake-progress")).to_contain_text(f"{len(files)} / {len(files)}", timeout=60_000)
    read = [link.get_attribute("href") for link in page.locator("#files a[href^='/candidates/']").all()]

    lists = ["/", "/jobs/", "/candidates/", "/applications/", "/imports/", "/settings/lists/sources/", "/company/activity/"]
    for address in [*lists, *own[0], *own[1], *[pages[1] for pages in own[2:]], *read[:4]]:
        page.goto(address)
        page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search or jump to").press_sequentially("onerror")
    page.wait_for_timeout(500)

    assert opened == []
    assert complaints == []
