"""One installation in the embedded shape for all stories: real sockets, a worker that reads résumés, a browser before it."""

import json

import pytest
from playwright.sync_api import expect

from portal.demo.people import people
from portal.demo.write import TODAY, write_resume
from tests.served.installation import HOST, Installation

LAYOUTS = ["sidebar-left", "classic", "docx-plain", "txt", "modern", "docx-table"]
PATIENCE = 30_000  # milliseconds, for machines that are busy
SAY_REFUSALS = (
    "addEventListener('securitypolicyviolation', (e) => console.error(`CSP refused ${e.violatedDirective} ${e.blockedURI}`))"
)


@pytest.fixture(scope="session")
def served(tmp_path_factory, django_db_setup):
    installation = Installation(tmp_path_factory.mktemp("browsed"), DJANGO_SETTINGS_MODULE="config.settings")
    installation.address = f"http://{HOST}:{installation.port}"
    installation.environment["SITE_URL"] = installation.address
    installation.prepare()
    installation.cast = json.loads(installation.python("-m", "tests.browser.stage"))
    installation.start("serve", "manage.py", "serve", "--port", str(installation.port))
    try:
        installation.wait_until_it_answers()
        yield installation
    finally:
        installation.stop_all()


@pytest.fixture(scope="session")
def resumes(tmp_path_factory):
    """Six résumés of six people as files, in several layouts; the second is a system administrator's."""
    folder = tmp_path_factory.mktemp("resumes")
    for person, layout in zip(people(len(LAYOUTS), 11, TODAY), LAYOUTS, strict=True):
        write_resume(person, folder, 11, TODAY, layout)
    return sorted(folder.iterdir())


@pytest.fixture
def complaints():
    """What browsers complained about; the pages of `visit` write here."""
    return []


@pytest.fixture
def visit(browser, browser_context_args, served, complaints):
    """visit(role) → a page of a browser of its own that this role is signed in to; None: nobody is."""
    contexts = []

    def as_role(role, **options):
        context = browser.new_context(
            **{**browser_context_args, "base_url": served.address, "reduced_motion": "reduce", **options}
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if role:
            context.add_cookies([{"name": "sessionid", "value": served.cast["sessions"][role], "url": served.address}])
        page = context.new_page()
        page.add_init_script(SAY_REFUSALS)
        page.on("pageerror", lambda error: complaints.append(f"{page.url} {error}"))
        page.on("console", lambda said: complaints.append(f"{page.url} {said.text}") if said.type == "error" else None)
        return page

    yield as_role
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def shortlist(browser, browser_context_args, served, resumes):
    """The job's address, once six people were uploaded to it by a plain form, read and scored."""
    context = browser.new_context(**browser_context_args, base_url=served.address)
    context.add_cookies([{"name": "sessionid", "value": served.cast["sessions"]["recruiter"], "url": served.address}])
    page = context.new_page()
    page.goto(f"/upload/?job={served.cast['job']}")
    page.locator("input[type=file]").set_input_files(resumes)
    page.get_by_role("button", name="Read the résumés").click()
    expect(page.locator("#intake-progress")).to_contain_text("6 / 6", timeout=2 * PATIENCE)
    address = f"/jobs/{served.cast['job']}/"
    page.goto(address)
    expect(page.locator("#ranking td.num b")).to_have_count(6, timeout=PATIENCE)
    context.close()
    return address


expect.set_options(timeout=PATIENCE)
