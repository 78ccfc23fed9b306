from django.apps import AppConfig


class RescueConfig(AppConfig):
    name = "nuandong.rescue"
    label = "rescue"
