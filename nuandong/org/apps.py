from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "nuandong.org"
    label = "org"
