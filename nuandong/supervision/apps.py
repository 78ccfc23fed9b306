from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "nuandong.supervision"
    label = "supervision"
