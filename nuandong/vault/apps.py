from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "nuandong.vault"
    label = "vault"
