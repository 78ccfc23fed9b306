"""Calls to the outside (text messages, chat robots, e-mail): written with the act, sent after commit, tried again.

Tables: outbox_message. Actions and flows post (`outbox.posting.post`); a job claims, delivers and settles.
"""
