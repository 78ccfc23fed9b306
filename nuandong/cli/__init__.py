"""Commands, one file each: `nuandong/cli/serve.py` is `nuandong serve`; a leading underscore hides a file.

A file says, as plain constants that are read without importing it:
    HELP = "..."                one line in the list of commands
    DATABASE_ROLE = "web"       role it reaches the database with ("" for none); default "web"
    FRAMEWORK = False           when it does without Django; default True
and has either `app` (a Typer group) or `command` (a function). It is imported only when it is called, after the
database runs and Django is set up. Errors of the domain become one sentence on stderr and exit code 1.
"""
