from django.apps import AppConfig


class ReliefConfig(AppConfig):
    name = "nuandong.relief"
    label = "relief"
