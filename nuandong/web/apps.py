from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "nuandong.web"
    label = "web"
