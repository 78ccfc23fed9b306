"""What runs without anybody pressing a button: short rounds every few seconds, housekeeping every minute.

A job carries ids only, enters the scope of the system and calls the same actions and consumers as everybody else.
"""
