from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self):
        from portal import events, handlers  # noqa: F401  (names the app's events and listens to others')
