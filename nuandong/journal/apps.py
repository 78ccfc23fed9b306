from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "nuandong.journal"
    label = "journal"
