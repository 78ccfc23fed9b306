from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "nuandong.files"
    label = "files"
