"""The journal events of public notices and objections."""
