"""Every address of notifications; each file of views names its own."""

from notifications.views import letters, notices, preferences, unsubscribe

app_name = "notifications"
urlpatterns = [*notices.urlpatterns, *preferences.urlpatterns, *letters.urlpatterns, *unsubscribe.urlpatterns]
