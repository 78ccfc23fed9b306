from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "nuandong.plans"
    label = "plans"
