from config.settings import *  # noqa: F403
from config.settings import CELERY_BEAT_SCHEDULE, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.served"]
ROOT_URLCONF = "tests.served.urls"
# The real schedule's work, in the time that a test has.
CELERY_BEAT_SCHEDULE = {name: {**entry, "schedule": 2.0} for name, entry in CELERY_BEAT_SCHEDULE.items()}
