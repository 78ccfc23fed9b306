"""Settings, wiring and the command's entry: the only place where adapters are chosen."""
