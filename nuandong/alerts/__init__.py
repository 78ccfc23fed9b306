"""Weather warnings: read as they are issued, kept raw, followed through update, cancel and expiry. Never issued here.

Words: a *message* is what an issuer sent; a *warning* is one event in one message (one info block); a *thread* is a
warning with all that replaced it, and the subject of its journal events; a *rehearsal* is an exercise or a test.
Layers inside: `formats` (bytes to `ParsedAlert`) and `chains`, `intervals` know no Django; `actions` write.
Tables: alerts_rawmessage, alerts_message, alerts_warning, alerts_warningarea.
Callers: web, jobs and cli; `plans` and `flows` follow the journal events instead.
"""
