from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "nuandong.people"
    label = "people"
