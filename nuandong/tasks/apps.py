from importlib import import_module

from django.apps import AppConfig

from nuandong.org import handover


class TasksConfig(AppConfig):
    name = "nuandong.tasks"
    label = "tasks"

    def ready(self) -> None:
        # Models can be read only once the app registry is complete.
        for provider in import_module("nuandong.tasks.open_things").PROVIDERS:
            handover.register(provider)
