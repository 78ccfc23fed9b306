"""A superior's blanks: uploaded, bound to figures once, filled every period."""
