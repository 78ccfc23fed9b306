"""All pages: every area, a folder of `pages` with a `urls.py`, is found by itself."""

from importlib import import_module
from pkgutil import iter_modules

from django.urls import URLPattern

from nuandong.web import pages

urlpatterns: list[URLPattern] = [
    pattern
    for area in sorted(info.name for info in iter_modules(pages.__path__) if info.ispkg)
    for pattern in import_module(f"{pages.__name__}.{area}.urls").urlpatterns
]
