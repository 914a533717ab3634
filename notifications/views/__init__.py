"""Pages of notifications; each file names its own `urlpatterns`."""
