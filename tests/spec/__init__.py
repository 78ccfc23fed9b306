"""What the product promises, told in its own words."""
