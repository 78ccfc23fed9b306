"""Rescue informants and the rewards for what they reported."""
