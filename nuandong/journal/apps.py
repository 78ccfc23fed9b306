from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JournalConfig(AppConfig):
    name = "nuandong.journal"
    label = "journal"

    def ready(self) -> None:
        # Every module declares its kinds in events.py; a plan file names kinds of modules it does not import.
        autodiscover_modules("events")
