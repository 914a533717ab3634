"""Every address of notifications; each file of views names its own."""

from notifications.views import hooks, letters, notices, outbox, preferences, rules, talks, unsubscribe

app_name = "notifications"
urlpatterns = [
    *letters.urlpatterns,
    *rules.urlpatterns,
    *talks.urlpatterns,
    *notices.urlpatterns,
    *preferences.urlpatterns,
    *hooks.urlpatterns,
    *outbox.urlpatterns,
    *unsubscribe.urlpatterns,
]
