from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "nuandong.tasks"
    label = "tasks"
