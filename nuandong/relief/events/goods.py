"""The journal events of goods handed out to households."""
