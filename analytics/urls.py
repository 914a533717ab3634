"""Every address of analytics; each file of views names its own."""

from analytics.views import team

app_name = "analytics"
urlpatterns = [*team.urlpatterns]
