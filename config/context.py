"""What every template may say about the installation."""

from django.conf import settings


def project(request):
    """`SITE_NAME`, `EMBEDDED` and `DEBUG` for templates."""
    return {"SITE_NAME": "IntelliMatch", "EMBEDDED": settings.EMBEDDED, "DEBUG": settings.DEBUG}
