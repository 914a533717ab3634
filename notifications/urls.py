"""Every address of notifications; each file of views names its own."""

from notifications.views import letters, notices, preferences, rules, talks, unsubscribe

app_name = "notifications"
urlpatterns = [
    *letters.urlpatterns,
    *rules.urlpatterns,
    *talks.urlpatterns,
    *notices.urlpatterns,
    *preferences.urlpatterns,
    *unsubscribe.urlpatterns,
]
