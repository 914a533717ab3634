from django.contrib.admin.apps import AdminConfig


class Config(AdminConfig):
    """In INSTALLED_APPS instead of django.contrib.admin: the admin with our own site."""

    default_site = "accounts.admin_site.Site"
