from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "nuandong.duty"
    label = "duty"
