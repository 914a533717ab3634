from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Notifications"

    def ready(self):
        from notifications import finding, finding_mail, moving, provider  # noqa: F401  (palette pages, merges, what providers tell)
        from notifications.handlers import mails, notices  # noqa: F401  (registers listeners)
