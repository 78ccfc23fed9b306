from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "nuandong.outbox"
    label = "outbox"
