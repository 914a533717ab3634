"""Whose changes django-auditlog keeps field by field: what companies set up, never what is known of a candidate.

A candidate's history is in the event log, which holds no words of theirs; here an erased person would live on.
"""

__all__ = ["AUDITLOG_INCLUDE_TRACKING_MODELS"]

_SECRET = {"accounts.user": ["password", "last_login"], "accounts.invitation": ["token_hash"]}
AUDITLOG_INCLUDE_TRACKING_MODELS = tuple(
    {"model": model, "exclude_fields": _SECRET.get(model, [])}
    for model in (
        "accounts.company",
        "accounts.user",
        "accounts.membership",
        "accounts.invitation",
        "accounts.setting",
        "accounts.featureflag",
        "jobs.department",
        "jobs.job",
        "jobs.jobpost",
        "jobs.pipelineplan",
        "jobs.stage",
        "jobs.source",
        "jobs.rejectionreason",
        "jobs.customfield",
        "matching.companyskill",
        "matching.scoringconfig",
        "portal.careerssite",
    )
)
