from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "nuandong.alerts"
    label = "alerts"
