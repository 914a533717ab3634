"""Pages and panels of the team\x27s work; each file names its own `urlpatterns`."""
