"""Invented messages in the shape of live ones, and a writer of small GB-style messages for tables."""

from pathlib import Path

FOLDER = Path(__file__).parent


def sample(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def gbt(
    number: str,
    kind: str = "Alert",
    *,
    sent: str = "2026-12-01 18:00:00+08:00",
    events: tuple[tuple[str, str], ...] = (("11B05", "Blue"),),
    references: str = "",
    expires: str = "2026-12-03 18:00:00+08:00",
    codes: str = "520102000000",
    sender: str = "52010041600000",
    status: str = "Actual",
) -> bytes:
    """One message; `events` are pairs of national code and colour."""
    infos = "".join(
        f"<info><eventType>{code}</eventType><severity>{colour}</severity><effective>{sent}</effective>"
        f"<expires>{expires}</expires><headline>{number}</headline>"
        f"<area><areaDesc>某地</areaDesc><geocode>{codes}</geocode></area></info>"
        for code, colour in events
    )
    return (
        f"<alert><identifier>{number}</identifier><sender>示例气象台</sender><senderCode>{sender}</senderCode>"
        f"<sendTime>{sent}</sendTime><status>{status}</status><msgType>{kind}</msgType><scope>Public</scope>"
        f"<references>{references}</references>{infos}</alert>"
    ).encode()
