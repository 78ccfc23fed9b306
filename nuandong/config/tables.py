"""What the database roles may do with the tables of foreign packages; our own models say it themselves."""

from nuandong.machine.access import Access, Unscoped

_JOBS = "job queue: task names and ids, no personal data"
_DJANGO = "framework bookkeeping"

FOREIGN: dict[str, Access] = {
    "django_migrations": Unscoped(_DJANGO, web="s", worker="s", batch="s", auditor="s"),
    "django_content_type": Unscoped(_DJANGO, web="s", worker="s"),
    "django_session": Unscoped("sessions exist before a scope does", web="siud", worker="sd"),
    "auth_permission": Unscoped(_DJANGO),
    "auth_group": Unscoped(_DJANGO),
    "auth_group_permissions": Unscoped(_DJANGO),
    "procrastinate_jobs": Unscoped(_JOBS, web="siu", worker="siud", batch="siu", auditor="s"),
    "procrastinate_events": Unscoped(_JOBS, web="si", worker="siud", batch="si", auditor="s"),
    "procrastinate_periodic_defers": Unscoped(_JOBS, web="s", worker="siud", auditor="s"),
    "procrastinate_workers": Unscoped(_JOBS, web="s", worker="siud", auditor="s"),
}

FOREIGN_FIELDS_HARMLESS = frozenset(
    {"auth.Permission", "auth.Group", "auth.Group_permissions", "contenttypes.ContentType", "sessions.Session"}
)
"""Models of foreign packages whose fields hold nothing personal: session data holds ids only."""
