"""REST framework and the OpenAPI schema."""

from config.settings.environment import env

__all__ = ["API_RATE", "REST_FRAMEWORK", "SPECTACULAR_SETTINGS"]

# Requests of one caller to the API: a number, "/", s, m, h or d. Empty sets no limit.
API_RATE = env("API_RATE", default="1000/h") or None

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.authentication.BrowserSession"],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.permissions.MemberCan"],
    "DEFAULT_PARSER_CLASSES": ["accounts.api.parsers.PlainJSON"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["accounts.api.filtering.StrictFilters"],
    "DEFAULT_PAGINATION_CLASS": "accounts.api.paging.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "accounts.api.problems.problem_response",
    "PAGE_SIZE": 50,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "IntelliMatch API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "JobStatusEnum": "jobs.models.Job.Status",
        "ApplicationStatusEnum": "jobs.models.Application.Status",
        "OpeningStatusEnum": "jobs.models.Opening.Status",
        "StageTypeEnum": "jobs.models.StageType",
        "SourceTypeEnum": "jobs.models.Source.Type",
        "ResumeStateEnum": "jobs.models.Resume.State",
        "IntakeStateEnum": "jobs.models.Intake.State",
        "IntakeKindEnum": "jobs.models.Intake.Kind",
        "KnockoutKindEnum": "matching.engine.KNOCKOUTS",
        "LineStateEnum": "matching.engine.explain.STATES",
        "OfferStatusEnum": "jobs.models.Offer.Status",
        "ApprovalStateEnum": "jobs.models.Approval.State",
        "ApprovalSubjectEnum": "jobs.models.ApprovalRule.Subject",
        "RejectionDraftStateEnum": "jobs.models.RejectionDraft.State",
        "PayPeriodEnum": "jobs.models.Job.Period",
        "IntakeRowStateEnum": "jobs.models.IntakeRow.State",
        "ExperimentArmEnum": "matching.models.Experiment.Arm",
        "InterviewStateEnum": "collaboration.models.Interview.State",
        "InterviewKindEnum": "collaboration.models.Kind",
        "ReactionKindEnum": "collaboration.models.Reaction.Kind",
        "MailStateEnum": "notifications.models.Message.State",
        "MailOutcomeEnum": "notifications.models.Message.Outcome",
        "SuppressionReasonEnum": "notifications.models.Suppression.Reason",
        "AuditStateEnum": "matching.models.Audit.State",
        "NoticeTypeEnum": "notifications.models.Type",
        "LetterKindEnum": "notifications.models.LetterKind",
        "MailCauseEnum": "notifications.models.MailRule.Cause",
    },
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "accounts.api.schema.add_problems"],
}
