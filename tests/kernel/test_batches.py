"""Every row once and in order, never more than wanted, whatever the sizes."""

import pytest

from nuandong.kernel.batches import batches


@pytest.mark.parametrize(
    ("rows", "most", "size", "pieces", "asked"),
    [
        (0, 10, 3, [], [(None, 3)]),
        (5, 10, 2, [[1, 2], [3, 4], [5]], [(None, 2), (2, 2), (4, 2), (5, 2)]),
        (5, 3, 2, [[1, 2], [3]], [(None, 2), (2, 1)]),
        (5, 0, 2, [], []),
    ],
)
def test_pieces(rows, most, size, pieces, asked) -> None:
    said = []

    def read(after: int | None, limit: int) -> list[int]:
        said.append((after, limit))
        return list(range(1, rows + 1))[after or 0 :][:limit]

    assert list(batches(read, key=lambda row: row, most=most, size=size)) == pieces
    assert said == asked


def test_without_a_bound_all_of_them() -> None:
    found = batches(lambda after, limit: list(range(after or 0, 1201))[:limit], key=lambda row: row + 1)
    assert [len(piece) for piece in found] == [500, 500, 201]
