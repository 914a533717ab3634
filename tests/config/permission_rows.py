"""Who may open what of config."""

from tests.permission_matrix import ANYONE, Page

PAGES = {"health": Page(ANYONE), "ready": Page(ANYONE), "metrics": Page(ANYONE)}
