"""The publicity log, and public opinion."""
