"""Database, cache, channel layer, tasks: in this process, or each on its own server."""

from config.settings.environment import DATABASE_URL, EMBEDDED, REDIS_URL, STATE_DIR, env

__all__ = [
    "CACHES", "CELERY_ACCEPT_CONTENT", "CELERY_BEAT_SCHEDULE", "CELERY_BEAT_SCHEDULER", "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP",
    "CELERY_BROKER_TRANSPORT_OPTIONS", "CELERY_BROKER_URL", "CELERY_ENABLE_UTC", "CELERY_TASK_ACKS_LATE", "CELERY_TASK_DEFAULT_QUEUE",
    "CELERY_TASK_PUBLISH_RETRY_POLICY", "CELERY_TASK_IGNORE_RESULT",
    "CELERY_TASK_REJECT_ON_WORKER_LOST", "CELERY_TASK_SERIALIZER", "CELERY_TASK_TIME_LIMIT", "CELERY_TIMEZONE",
    "CELERY_WORKER_HIJACK_ROOT_LOGGER", "CELERY_WORKER_PREFETCH_MULTIPLIER", "CHANNEL_LAYERS", "DATABASES", "MIGRATION_MODULES",
]  # fmt: skip

DATABASES = {"default": env.db_url_config(DATABASE_URL or f"sqlite:///{STATE_DIR / 'db.sqlite3'}")}
_database = DATABASES["default"]
_test_suffix = env("TEST_DB_SUFFIX", default="")
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers go on beside the writer; IMMEDIATE makes writers wait in turn instead of failing with "locked".
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        " PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
    }
    _database["TEST"] = {"NAME": str(STATE_DIR / f"test{_test_suffix}.sqlite3")}
    STATE_DIR.mkdir(parents=True, exist_ok=True)
else:
    _database["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    _database["CONN_HEALTH_CHECKS"] = True
    _database["TEST"] = {"NAME": f"test_intellimatch{_test_suffix}"}

MIGRATION_MODULES = {"djstripe": "billing.djstripe_migrations"}

if EMBEDDED:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CHANNEL_LAYERS = {"default": {"BACKEND": "config.channel_layer.ThreadSafeInMemoryChannelLayer"}}
    CELERY_BROKER_URL = "memory://embedded/"
    CELERY_BROKER_TRANSPORT_OPTIONS = {"polling_interval": 0.02}
else:
    CACHES = {
        "default": {
            "BACKEND": "config.cache.ForgivingRedisCache",
            "LOCATION": env("CACHE_URL", default=REDIS_URL),
            "KEY_PREFIX": f"intellimatch{_test_suffix}",
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},  # a page waits no longer than that
        }
    }
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [env("CHANNELS_URL", default=REDIS_URL)], "prefix": f"intellimatch{_test_suffix}"},
        }
    }
    CELERY_BROKER_URL = env("BROKER_URL", default=REDIS_URL)
    # A task that a lost worker held is handed out again after this many seconds.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_connect_timeout": 2}

CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page never waits long for a broker that is away: what it wanted done stands in the event log.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
CELERY_TASK_DEFAULT_QUEUE = f"intellimatch{_test_suffix}"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_ENABLE_UTC = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "hand on events that a crash left behind": {"task": "accounts.tasks.sweep_events", "schedule": 30.0},
    "mail invitations that were left behind": {"task": "accounts.tasks.mail_waiting_invitations", "schedule": 60.0},
    "remind of interviews": {"task": "notifications.tasks.remind_of_interviews", "schedule": 60.0},
    "send mail that waits": {"task": "notifications.tasks.send_waiting_mail", "schedule": 30.0},
    "say that mail is stuck": {"task": "notifications.tasks.watch_mail", "schedule": 300.0},
    "forget links that are no longer good": {"task": "notifications.tasks.forget_old_mail", "schedule": 3600.0},
    "read files that a crash left behind": {"task": "matching.tasks.read_waiting_resumes", "schedule": 60.0},
    "go on with lists that a crash left half scored": {"task": "matching.tasks.go_on_rescoring", "schedule": 60.0},
    "make anew what an older engine made": {"task": "matching.tasks.follow_the_engine", "schedule": 3600.0},
    "count what experiments came to": {"task": "matching.tasks.count_experiments", "schedule": 3600.0},
    "go on with imports that a crash left behind": {"task": "jobs.tasks.resume_imports", "schedule": 60.0},
    "close offers whose time is over": {"task": "jobs.tasks.expire_offers", "schedule": 60.0},
    "go on with backtests that a crash left behind": {"task": "matching.tasks.resume_backtests", "schedule": 60.0},
    "call tasks to mind": {"task": "collaboration.tasks.tell_what_is_due", "schedule": 60.0},
    "call scorecards to mind": {"task": "collaboration.tasks.tell_what_is_overdue", "schedule": 300.0},
    "call interviews to mind": {"task": "collaboration.tasks.tell_what_is_near", "schedule": 60.0},
    "mail notices whose time has come": {"task": "notifications.tasks.mail_notices", "schedule": 30.0},
    "send daily digests": {"task": "notifications.tasks.send_digests", "schedule": 300.0},
    "forget old notices": {"task": "notifications.tasks.forget_old_notices", "schedule": 86400.0},
    "forget answers kept for Idempotency-Keys": {"task": "accounts.tasks.forget_idempotency_keys", "schedule": 3600.0},
    "forget applications that were not sent": {"task": "portal.tasks.forget_drafts", "schedule": 3600.0},
    "erase who asked for it": {"task": "portal.tasks.erase_due", "schedule": 600.0},
    "let go of people by each company's rules": {"task": "portal.tasks.run_retention", "schedule": 3600.0},
    "forget sign-in links that are over": {"task": "portal.tasks.forget_old_links", "schedule": 3600.0},
    "show that tasks run": {"task": "config.tasks.heartbeat", "schedule": 60.0},
}
