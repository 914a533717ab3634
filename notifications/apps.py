from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Notifications"

    def ready(self):
        from notifications import finding, moving  # noqa: F401  (registers palette pages, and what goes along when people are merged)
        from notifications.handlers import mails, notices  # noqa: F401  (registers listeners)
