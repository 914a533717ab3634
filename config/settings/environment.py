"""Where this installation keeps its state, and which of its two modes it runs in."""

import os
import secrets
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
if os.environ.get("READ_DOT_ENV", "true").lower() != "false":
    env.read_env(BASE_DIR / ".env")

# What the program writes while it runs: the embedded database, uploads, generated keys, mails that no server takes.
STATE_DIR = Path(env("STATE_DIR", default=str(BASE_DIR / "var")))

DATABASE_URL = env("DATABASE_URL", default="")
REDIS_URL = env("REDIS_URL", default="")

# Embedded: the broker and the channel layer live in the memory of one process.
EMBEDDED = not REDIS_URL
# Production is strict (HTTPS only, no demo data). Naming a server means production unless it is denied.
PRODUCTION = env.bool("PRODUCTION", default=bool(DATABASE_URL or REDIS_URL))


def kept_secret(name):
    """The secret kept in STATE_DIR under `name`, made at the first call; only its owner may read the file."""
    path = STATE_DIR / name
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process of this installation was quicker
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        secret = secrets.token_urlsafe(64)
        file.write(secret)
    return secret
