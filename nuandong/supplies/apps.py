from django.apps import AppConfig


class SuppliesConfig(AppConfig):
    name = "nuandong.supplies"
    label = "supplies"
