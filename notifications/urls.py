"""Every address of notifications; each file of views names its own."""

from notifications.views import letters, unsubscribe

app_name = "notifications"
urlpatterns = [*letters.urlpatterns, *unsubscribe.urlpatterns]
