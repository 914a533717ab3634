from django.apps import AppConfig


class ServedConfig(AppConfig):
    name = "tests.served"
    label = "served"

    def ready(self):
        from tests.served import handlers  # noqa: F401
