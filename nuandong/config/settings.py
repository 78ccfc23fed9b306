"""Django settings, all from the environment. Nothing here opens the database or a file outside the data folder."""

import os
from datetime import timedelta
from pathlib import Path

from nuandong.config.env import Env
from nuandong.kernel import reference
from nuandong.machine.dsn import database_for
from nuandong.machine.folders import default_data_folder

env = Env()
ROOT = Path(__file__).resolve().parent.parent.parent
LIBRARY = ROOT / "library"

DEBUG = env.flag("NUANDONG_DEBUG")
NUANDONG_DEMO = env.flag("NUANDONG_DEMO")
NUANDONG_DATA = default_data_folder(os.environ)
NUANDONG_CIPHER = env.choice("NUANDONG_CIPHER", "aes-256-gcm", ("aes-256-gcm", "sm4-gcm"))
NUANDONG_KEY_FILE = env.path("NUANDONG_KEY_FILE", NUANDONG_DATA / "secrets" / "keys.json")
NUANDONG_ANCHOR_FILE = env.path("NUANDONG_ANCHOR_FILE", NUANDONG_DATA / "anchor" / "journal-heads.log")
# Where a county's own reference files lie: response minutes, categories, clocks, kits, calendars…
NUANDONG_LIBRARY = env.path("NUANDONG_LIBRARY", NUANDONG_DATA / "library")
reference.use_local(NUANDONG_LIBRARY)
NUANDONG_TILES_URL = env.text("NUANDONG_TILES_URL")
# The county whose public pages these are (12-digit code); 0 keeps the public form closed. The demo is of one county.
NUANDONG_REGION = env.number("NUANDONG_REGION", 520121000000 if NUANDONG_DEMO else 0, low=0, high=999_999_999_999)
NUANDONG_HOTLINE = env.text("NUANDONG_HOTLINE")
# The lodging centre for migrant workers, where the county has one: crews and the public page name it.
NUANDONG_LODGING_PHONE = env.text("NUANDONG_LODGING_PHONE")
NUANDONG_NOTICE_URLS = env.words("NUANDONG_NOTICE_URLS")

ALLOWED_HOSTS = list(env.words("NUANDONG_HOSTS", ("127.0.0.1", "localhost", "[::1]")))
CSRF_TRUSTED_ORIGINS = list(env.words("NUANDONG_ORIGINS"))
# Without a secret in the environment the entry point makes one in the data folder; see nuandong.config.secrets.
SECRET_KEY = env.text("NUANDONG_SECRET_KEY", "not-for-production-" + "x" * 40)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "django_cotton",
    "procrastinate.contrib.django",
    "nuandong.vault",
    "nuandong.outbox",
    "nuandong.files",
    "nuandong.commands",
    "nuandong.journal",
    "nuandong.geo",
    "nuandong.org",
    "nuandong.people",
    "nuandong.alerts",
    "nuandong.plans",
    "nuandong.tasks",
    "nuandong.supervision",
    "nuandong.publicity",
    "nuandong.supplies",
    "nuandong.duty",
    "nuandong.rescue",
    "nuandong.relief",
    "nuandong.reports",
    "nuandong.flows",
    "nuandong.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nuandong.web.middleware.request_id",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nuandong.web.browser.readable_answers",
    "nuandong.web.middleware.ActorAndScope",
]

ROOT_URLCONF = "nuandong.config.urls"
WSGI_APPLICATION = "nuandong.config.wsgi.application"
AUTH_USER_MODEL = "org.Account"
CSRF_FAILURE_VIEW = "nuandong.web.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "nuandong" / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "nuandong.web.context.page",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "nuandong.web.templatetags.nd",
            ],
        },
    }
]
COTTON_DIR = "components"

DATABASE_ROLE = env.choice("NUANDONG_DB_ROLE", "web", ("owner", "web", "worker", "batch", "backup", "auditor"))
_dsn = database_for(DATABASE_ROLE, os.environ)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _dsn.dbname,
        "USER": _dsn.user,
        "PASSWORD": _dsn.password,
        "HOST": _dsn.host,
        "PORT": str(_dsn.port),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **_dsn.extra,
            "connect_timeout": 10,
            "application_name": f"nuandong-{DATABASE_ROLE}",
            "options": " ".join(
                filter(None, [_dsn.options, "-c idle_in_transaction_session_timeout=300000", "-c jit=off"])
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = [
    "nuandong.org.hashing.DemoArgon2" if NUANDONG_DEMO else "django.contrib.auth.hashers.Argon2PasswordHasher"
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "nuandong" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = None  # served from the package by WhiteNoise; nothing is collected
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = True
WHITENOISE_MIMETYPES = {".mjs": "text/javascript", ".geojson": "application/geo+json"}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.flag("NUANDONG_TLS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("NUANDONG_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if env.flag("NUANDONG_TLS") else 0
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "worker-src": ["'self'", "blob:"],
        "style-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

PROCRASTINATE_IMPORT_PATHS = ["nuandong.jobs.tasks"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "procrastinate_tasks"
SILENCED_SYSTEM_CHECKS = ["fields.W342"]
LOGGING_CONFIG = "nuandong.config.logs.configure"
LOGGING = {"level": env.choice("NUANDONG_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))}
