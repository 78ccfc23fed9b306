from django.apps import AppConfig


class GeoConfig(AppConfig):
    name = "nuandong.geo"
    label = "geo"
