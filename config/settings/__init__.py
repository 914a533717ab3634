"""All settings, read from the environment (and `.env` beside manage.py), one file a subject.

Each value has a safe default: with nothing set the project runs embedded, in one process, on this machine alone.
`.env.example` names every variable.
"""

from config.settings.project import *  # noqa: F403
from config.settings.data import *  # noqa: F403
from config.settings.security import *  # noqa: F403
from config.settings.signin import *  # noqa: F403
from config.settings.api import *  # noqa: F403
from config.settings.outside import *  # noqa: F403
from config.settings.logs import *  # noqa: F403
from config.settings.audit import *  # noqa: F403
