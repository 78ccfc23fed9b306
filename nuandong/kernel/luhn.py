"""The check digit of bank cards (ISO/IEC 7812). Passbooks and old accounts need not pass: warn, never refuse."""


def passes_luhn(number: str) -> bool:
    """Whether an ASCII digit string of at least two digits ends in its Luhn check digit."""
    if len(number) < 2 or not (number.isascii() and number.isdigit()):
        return False
    total = 0
    for place, char in enumerate(reversed(number)):
        digit = int(char)
        if place % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total % 10 == 0
