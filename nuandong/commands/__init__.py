"""Idempotency keys: a command sent twice (double click, retry of a phone that lost the network) acts once.

Tables: commands_command. Called by pages, the command line and jobs, around an action.
"""
