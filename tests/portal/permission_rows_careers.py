"""Who may open what of the careers pages (part of permission_rows.py)."""

from accounts.permissions import Action
from tests.permission_matrix import ANYONE, Call, Page
from tests.portal.careers_cast import DRAFT_TOKEN

THINGS = {"open_post": ("open_post", "their_open_post")}
SITE = {"slug": ("=", "ours")}

PAGES = {
    "portal:robots": Page(ANYONE),
    "portal:careers": Page(ANYONE, **SITE),
    "portal:careers_look": Page(ANYONE, **SITE),
    "portal:careers_logo": Page(ANYONE, given=["company_logo"], **SITE),
    "portal:careers_share": Page(ANYONE, **SITE),
    "portal:careers_sitemap": Page(ANYONE, **SITE),
    "portal:careers_feed": Page(ANYONE, **SITE),
    "portal:careers_robots": Page(ANYONE, **SITE),
    "portal:careers_job": Page(ANYONE, pk="open_post", **SITE),
    "portal:careers_job_share": Page(ANYONE, pk="open_post", **SITE),
    "portal:apply": Page(ANYONE, pk="open_post", **SITE),
    "portal:apply_form": Page(ANYONE, pk="open_post", token=("=", DRAFT_TOKEN), given=["draft"], **SITE),
    "portal:careers_settings": Page(Action.MANAGE_SETTINGS),
    "portal:share": Page(Action.VIEW_JOBS, pk="job"),
}

API = {
    "careers_jobs_list": Call(ANYONE, **SITE),
    "careers_site_retrieve": Call(Action.MANAGE_SETTINGS),
    "careers_site_partial_update": Call(Action.MANAGE_SETTINGS, body={"headline": "Come"}),
}
