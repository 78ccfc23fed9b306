"""The journal events of integrity findings and declared kin."""
