"""What is logged, and how: JSON lines in production, plain text elsewhere, never a secret."""

import structlog

from config.scrubbing import scrub
from config.settings.environment import PRODUCTION, env

__all__ = [
    "DJANGO_STRUCTLOG_CELERY_ENABLED", "DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL", "DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID",
    "LOGGING", "LOG_LEVEL",
]  # fmt: skip

LOG_LEVEL = env("LOG_LEVEL", default="INFO" if PRODUCTION else "WARNING").upper()

DJANGO_STRUCTLOG_CELERY_ENABLED = True  # a task carries the request id of the page that asked for it
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = 20  # somebody else's mistake is information, not a warning
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = env.bool("BEHIND_PROXY", default=False)

_every_line = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
]
_last = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.format_exc_info, scrub]

structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_every_line,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [*_every_line, structlog.stdlib.ExtraAdder()],
            "processors": [
                *_last,
                structlog.processors.JSONRenderer()
                if env.bool("LOG_JSON", default=PRODUCTION)
                else structlog.dev.ConsoleRenderer(colors=False),
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # The request log says it once, with its id; the server's and Django's own lines would say it again.
        "django.server": {"handlers": [], "propagate": False},
        "uvicorn": {"handlers": [], "level": "WARNING", "propagate": True},
        "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "celery": {"level": LOG_LEVEL, "handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},
    },
}
