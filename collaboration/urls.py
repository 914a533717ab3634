"""Every address of collaboration; each file of views names its own."""

from collaboration.views import availability, board, booking, comments, feed, interviews, kits, people, presence, scorecards

app_name = "collaboration"
urlpatterns = [
    *people.urlpatterns,
    *comments.urlpatterns,
    *feed.urlpatterns,
    *board.urlpatterns,
    *presence.urlpatterns,
    *availability.urlpatterns,
    *booking.urlpatterns,
    *interviews.urlpatterns,
    *scorecards.urlpatterns,
    *kits.urlpatterns,
]
