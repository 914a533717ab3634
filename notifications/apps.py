from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Notifications"

    def ready(self):
        from notifications import moving  # noqa: F401  (registers what goes along when people are merged)
        from notifications.handlers import mails  # noqa: F401  (registers listeners)
