from importlib import import_module

from django.apps import AppConfig

from nuandong.org import handover


class RescueConfig(AppConfig):
    name = "nuandong.rescue"
    label = "rescue"

    def ready(self) -> None:
        # Models can be read only once the app registry is complete.
        for module in ("open_things", "open_cases"):
            for provider in import_module(f"nuandong.rescue.{module}").PROVIDERS:
                handover.register(provider)
