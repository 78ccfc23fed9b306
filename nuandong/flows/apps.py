from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "nuandong.flows"
    label = "flows"
