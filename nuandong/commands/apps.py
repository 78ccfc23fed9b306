from django.apps import AppConfig


class CommandsConfig(AppConfig):
    name = "nuandong.commands"
    label = "commands"
