from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "nuandong.reports"
    label = "reports"
