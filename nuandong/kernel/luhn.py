"""The check digit of bank cards (ISO/IEC 7812). Passbooks and old accounts need not pass: warn, never refuse."""

from typing import Final

_DOUBLED: Final = {str(digit): sum(divmod(digit * 2, 10)) for digit in range(10)}
"""Each second digit counts twice, the digits of that added up."""


def passes_luhn(number: str) -> bool:
    """Whether an ASCII digit string of at least two digits ends in its Luhn check digit."""
    if len(number) < 2 or not (number.isascii() and number.isdigit()):
        return False
    total = sum(map(int, number[::-2])) + sum(map(_DOUBLED.__getitem__, number[-2::-2]))
    return total % 10 == 0
