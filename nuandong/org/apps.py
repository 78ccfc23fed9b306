from importlib import import_module

from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "nuandong.org"
    label = "org"

    def ready(self) -> None:
        # Kinds of events are known once their module is read, which needs the app registry to be complete.
        import_module("nuandong.org.events")
