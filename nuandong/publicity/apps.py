from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "nuandong.publicity"
    label = "publicity"
