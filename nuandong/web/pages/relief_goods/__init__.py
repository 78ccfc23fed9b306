"""Goods of relief: lists of households, handing out, the sheet that is signed."""
