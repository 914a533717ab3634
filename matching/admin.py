from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin import CompanyScopedAdmin, ReadOnly, actor_of, through_service
from matching.models import (
    Backtest,
    CandidateFeatures,
    CompanySkill,
    Decision,
    Enrolment,
    Experiment,
    Fact,
    KnockoutWaiver,
    Match,
    Reading,
    Rescoring,
    ScoringConfig,
    ScoringConfigVersion,
    ScoringTemplate,
)


@admin.register(Fact)
class FactAdmin(CompanyScopedAdmin):
    list_display = ["kind", "key", "candidate", "origin", "confidence", "at"]
    list_filter = ["kind", "origin", "company"]
    search_fields = ["key", "candidate__name"]
    list_select_related = ["candidate"]
    raw_id_fields = ["candidate", "resume", "by"]
    company_may = frozenset({"view"})  # corrections go by the service, which logs them and scores again


@admin.register(CompanySkill)
class CompanySkillAdmin(CompanyScopedAdmin):
    list_display = ["name", "same_as", "company"]
    list_filter = ["company"]
    search_fields = ["name"]
    list_select_related = ["company"]
    company_may = frozenset({"view", "add", "change", "delete"})


@admin.register(Match)
class MatchAdmin(CompanyScopedAdmin):
    list_display = ["candidate", "job", "score", "config_version", "engine_version", "feature_version", "at"]
    list_filter = ["company"]
    search_fields = ["candidate__name", "job__title"]
    list_select_related = ["candidate", "job", "config_version__config__job", "config_version__config__company"]
    raw_id_fields = ["candidate", "job", "config_version"]
    company_may = frozenset({"view"})
    actions = ["score_again"]

    @admin.action(description=_("Score again"))
    def score_again(self, request, queryset):
        from matching.services.scoring import score_job

        pairs = {}
        for job_id, candidate_id in queryset.values_list("job_id", "candidate_id"):
            pairs.setdefault(job_id, []).append(candidate_id)
        done = sum(score_job(job_id, ids, actor=request.member) for job_id, ids in pairs.items())
        self.message_user(request, _("%(count)d scored again.") % {"count": done})

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(KnockoutWaiver)
class KnockoutWaiverAdmin(ReadOnly, CompanyScopedAdmin):
    """Whom people let back in. Ending one goes by the service, which scores again and logs it."""

    list_display = ["application", "codes", "by", "at", "ended_by", "ended_at"]
    list_filter = ["company", ("ended_at", admin.EmptyFieldListFilter)]
    search_fields = ["application__candidate__name", "application__job__title"]
    list_select_related = ["application__candidate", "application__job", "by__user", "ended_by__user"]
    actions = ["take_back"]

    @admin.action(description=_("Take back: the rules hold again"))
    def take_back(self, request, queryset):
        from matching.services import waivers

        through_service(
            self,
            request,
            queryset.standing(),
            lambda waiver: waivers.take_back(application=waiver.application, actor=actor_of(request)),
            (_("%(count)d taken back."), _("%(count)d taken back.")),
        )


@admin.register(Rescoring)
class RescoringAdmin(ReadOnly, CompanyScopedAdmin):
    """How far the lists are that are being scored anew."""

    list_display = ["job", "state", "done", "total", "cause", "tries", "asked_at", "finished_at"]
    list_filter = ["company", "state"]
    list_select_related = ["job"]
    actions = ["ask_again"]

    @admin.action(description=_("Score the list again"))
    def ask_again(self, request, queryset):
        from matching.services import rescoring

        jobs = list(queryset.values_list("job", flat=True))
        rescoring.ask(jobs, cause="again")
        self.message_user(request, _("%(count)d scored again.") % {"count": len(jobs)})


class VersionInline(admin.TabularInline):
    model = ScoringConfigVersion
    extra = 0
    can_delete = False
    fields = readonly_fields = ["number", "body", "note", "by", "at"]

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(ScoringConfig)
class ScoringConfigAdmin(CompanyScopedAdmin):
    list_display = ["__str__", "company", "current", "tells_points"]
    list_filter = ["company"]
    list_select_related = ["job", "company", "current__config__job", "current__config__company"]
    readonly_fields = ["job", "current"]  # rules are checked where they are written: on the scoring page
    company_may = frozenset({"view", "change"})
    inlines = [VersionInline]


@admin.register(ScoringTemplate)
class ScoringTemplateAdmin(CompanyScopedAdmin):
    list_display = ["name", "text", "company", "at"]
    list_filter = ["company"]
    search_fields = ["name"]
    list_select_related = ["company"]
    company_may = frozenset({"view", "delete"})  # rules are checked where they are written: on the scoring page


@admin.register(Backtest)
class BacktestAdmin(CompanyScopedAdmin):
    list_display = ["name", "before_name", "job", "state", "company", "at"]
    list_filter = ["state", "company"]
    search_fields = ["name", "job__title"]
    list_select_related = ["job", "company"]
    raw_id_fields = ["job", "jobs", "by"]
    company_may = frozenset({"view", "delete"})  # what came out is never rewritten

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Decision)
class DecisionAdmin(ReadOnly, CompanyScopedAdmin):
    """It can only be read, by platform staff too."""

    list_display = ["number", "kind", "company", "at", "job_id", "candidate_id", "member_id"]
    list_filter = ["kind", "company"]
    list_select_related = ["company"]
    ordering = ["-pk"]


@admin.register(Reading)
class ReadingAdmin(admin.ModelAdmin):
    """For platform staff: what the reader made of a file."""

    list_display = ["resume", "reader_version", "seconds", "at"]
    list_select_related = ["resume"]
    raw_id_fields = ["resume"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(CandidateFeatures)
class CandidateFeaturesAdmin(admin.ModelAdmin):
    list_display = ["candidate", "company", "version", "engine", "at"]
    list_select_related = ["candidate", "company"]
    raw_id_fields = ["candidate"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Experiment)
class ExperimentAdmin(CompanyScopedAdmin):
    list_display = ["name", "job", "state", "metric", "found", "winner", "started_at", "company"]
    list_filter = ["state", "metric", "company"]
    search_fields = ["name", "job__title"]
    list_select_related = ["job", "company"]
    raw_id_fields = ["job"]
    exclude = ["seed"]
    company_may = frozenset({"view"})  # every act has rules and consequences: the experiment's page knows them

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Enrolment)
class EnrolmentAdmin(admin.ModelAdmin):
    """For platform staff: who was scored by which rules, and what came of it."""

    list_display = ["experiment", "application", "arm", "stratum", "number", "repeat", "at", "interviewed", "hired"]
    list_select_related = ["experiment", "application__candidate", "application__job"]
    raw_id_fields = ["experiment", "application"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
