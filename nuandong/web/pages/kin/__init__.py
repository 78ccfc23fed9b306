"""Family search: notices from the draft to the public page."""
