"""Install a Chromium if that is allowed, and say where it is or why there is none."""

from tests.browser import find, install

problem = None if find() else install()
print(f"browser tests use {find()}" if find() else f"browser tests will be skipped: {problem or 'none was found'}")
