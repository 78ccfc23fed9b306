"""The machine under the product: embedded PostgreSQL, processes, and what each database role may touch.

Knows no module of the product; everything above may call it.
"""
