"""The addresses of jobs, candidates, applications and their settings, and the first page."""

from django.urls import include, path

from jobs.views import (
    applications,
    approvals,
    candidates,
    intake,
    job_edit,
    jobs,
    lists,
    offer_public,
    offers,
    pools,
    rejections,
    settings,
)
from jobs.views.home import first_steps, home

pages = [
    path("jobs/", jobs.job_list, name="list"),
    path("jobs/new/", job_edit.create, name="create"),
    path("jobs/<uuid:pk>/", jobs.job, name="job"),
    path("jobs/<uuid:pk>/pipeline/", jobs.pipeline, name="job_pipeline"),
    path("jobs/<uuid:pk>/details/", jobs.details, name="job_details"),
    path("jobs/<uuid:pk>/posts/", jobs.posts, name="job_posts"),
    path("jobs/<uuid:pk>/team/", jobs.team, name="job_team"),
    path("jobs/<uuid:pk>/activity/", jobs.activity, name="job_activity"),
    path("jobs/<uuid:pk>/facts/", jobs.facts, name="job_facts"),
    path("jobs/<uuid:pk>/edit/", job_edit.edit, name="job_edit"),
    path("jobs/<uuid:pk>/pipeline/edit/", job_edit.stages, name="job_stages"),
    path("jobs/<uuid:pk>/team/edit/", job_edit.team, name="job_team_edit"),
    path("jobs/<uuid:pk>/close/", job_edit.close, name="job_close"),
    path("jobs/<uuid:pk>/open/", job_edit.act, {"act": "open"}, name="job_open"),
    path("jobs/<uuid:pk>/hold/", job_edit.act, {"act": "hold"}, name="job_hold"),
    path("jobs/<uuid:pk>/duplicate/", job_edit.duplicate, name="job_duplicate"),
    path("jobs/<uuid:pk>/posts/new/", job_edit.post, name="post_create"),
    path("jobs/<uuid:pk>/posts/<uuid:post_pk>/", job_edit.post, name="post_edit"),
    *(
        path(f"jobs/<uuid:pk>/posts/<uuid:post_pk>/{act}/", job_edit.post_act, {"act": act}, name=f"post_{act}")
        for act in job_edit.POST_ACTS
    ),
    path("candidates/", candidates.candidate_list, name="candidates"),
    path("candidates/new/", candidates.create, name="candidate_create"),
    path("candidates/export.csv", candidates.export, name="candidates_export"),
    path("candidates/tags/", candidates.bulk_tags, name="candidates_tags"),
    path("candidates/<uuid:pk>/", candidates.candidate, name="candidate"),
    path("candidates/<uuid:pk>/edit/", candidates.edit, name="candidate_edit"),
    path("candidates/<uuid:pk>/delete/", candidates.delete, name="candidate_delete"),
    path("candidates/<uuid:pk>/apply/", candidates.apply, name="candidate_apply"),
    path("candidates/<uuid:pk>/sight/", candidates.sight, name="candidate_sight"),
    path("applications/", applications.application_list, name="applications"),
    path("applications/move/", applications.bulk_move, name="applications_move"),
    path("applications/reject/", applications.bulk_reject, name="applications_reject"),
    path("applications/tags/", applications.bulk_tags, name="applications_tag"),
    path("applications/undo/", applications.undo, name="applications_undo"),
    path("applications/<uuid:pk>/", applications.application, name="application"),
    path("applications/<uuid:pk>/move/", applications.move, name="application_move"),
    path("applications/<uuid:pk>/reject/", applications.reject, name="application_reject"),
    *(
        path(f"applications/<uuid:pk>/{act}/", applications.act, {"act": act}, name=f"application_{act}")
        for act in ("unreject", "unhire", "reopen")
    ),
    *(
        path(f"applications/<uuid:pk>/{act}/", applications.end, {"act": act}, name=f"application_{act}")
        for act in applications.ENDINGS
    ),
    path("views/", lists.save, name="view_save"),
    path("views/<slug:page>/new/", lists.manage, name="view_form"),
    path("views/<uuid:pk>/delete/", lists.delete, name="view_delete"),
    path("settings/pipelines/", settings.plans, name="plans"),
    path("settings/pipelines/new/", settings.plan_form, name="plan_create"),
    path("settings/pipelines/<uuid:pk>/", settings.plan_form, name="plan_edit"),
    path("settings/pipelines/<uuid:pk>/delete/", settings.plan_delete, name="plan_delete"),
    path("settings/links/", settings.links, name="links"),
    path("settings/links/<uuid:pk>/delete/", settings.link_delete, name="link_delete"),
    path("settings/fields/", settings.custom_fields, name="custom_fields"),
    path("settings/fields/new/", settings.custom_field_form, name="custom_field_create"),
    path("settings/fields/<uuid:pk>/", settings.custom_field_form, name="custom_field_edit"),
    path("settings/fields/<uuid:pk>/archive/", settings.custom_field_archive, name="custom_field_archive"),
    path("settings/lists/<slug:kind>/", settings.lookup_list, name="settings_list"),
    path("settings/lists/<slug:kind>/new/", settings.lookup_form, name="settings_create"),
    path("settings/lists/<slug:kind>/<uuid:pk>/", settings.lookup_form, name="settings_edit"),
    path("settings/lists/<slug:kind>/<uuid:pk>/delete/", settings.lookup_delete, name="settings_delete"),
    *intake.urlpatterns,
    *offers.urlpatterns,
    *pools.urlpatterns,
    *offer_public.urlpatterns,
    *approvals.urlpatterns,
    *rejections.urlpatterns,
]

urlpatterns = [
    path("", home, name="home"),
    path("first-steps/", first_steps, name="first_steps"),
    path("", include((pages, "jobs"))),
]
