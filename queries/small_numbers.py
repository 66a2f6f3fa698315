"""Small numbers: what management must not be able to count to (measures.md, "Small numbers")."""

from collections import defaultdict

import pyarrow as pa

from queries.header import Header

SMALLEST_SHOWN = 10  # a count of 1 to 9 people could point at somebody
HIDDEN = "hidden"


def hide(answer: pa.Table, header: Header) -> pa.Table:
    """The answer with small counts of people null, and a last column `hidden` that names the cells, joined by spaces.

    Where rows add up to a published total and what is left of it would say the hidden cells exactly, the smallest other
    count of the group goes with them, one that no other answer shows if there is such; what is derived from a hidden
    count is hidden too.
    """
    if not header.people:
        return answer
    hidden: list[set[str]] = [set() for _ in range(answer.num_rows)]
    for column in header.people:
        counts: list[int | None] = answer.column(column).to_pylist()
        small = {row for row, count in enumerate(counts) if count is not None and 0 < count < SMALLEST_SHOWN}
        if header.people_total is not None:
            small |= _second_cells(answer, header, counts, small)
        for row in small:
            hidden[row].add(column)
    for names in hidden:
        if names:
            names.update(header.derived)
    return _without(answer, hidden)


def _second_cells(answer: pa.Table, header: Header, counts: list[int | None], small: set[int]) -> set[int]:
    """One more cell for each group that would give away its only hidden one by subtraction."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    keys = [answer.column(name).to_pylist() for name in header.people_total or ()]
    for row in range(len(counts)):
        groups[tuple(key[row] for key in keys)].append(row)
    elsewhere = _shown_elsewhere(answer, header)
    second = set()
    for rows in groups.values():
        within = small.intersection(rows)
        together = sum(counts[row] or 0 for row in within)
        # What is left of a total says each of them exactly, if there is one, or all are the least or the most they can.
        if len(within) == 1 or (within and together in (len(within), len(within) * (SMALLEST_SHOWN - 1))):
            # A zero is as good a cover as any count, but only when there is nothing else to hide behind.
            others = [
                (row in elsewhere, count == 0, count, row)
                for row in rows
                if row not in small and (count := counts[row]) is not None
            ]
            if others:
                second.add(min(others)[-1])
    return second


def _shown_elsewhere(answer: pa.Table, header: Header) -> set[int]:
    """The rows whose counts another answer shows."""
    if not header.people_elsewhere:
        return set()
    column, *values = header.people_elsewhere
    return {row for row, value in enumerate(answer.column(column).to_pylist()) if value in values}


def _without(answer: pa.Table, hidden: list[set[str]]) -> pa.Table:
    for position, column in enumerate(answer.column_names):
        if any(column in names for names in hidden):
            kept = [
                None if column in names else value
                for names, value in zip(hidden, answer.column(column).to_pylist(), strict=True)
            ]
            answer = answer.set_column(position, column, pa.array(kept, type=answer.schema.field(column).type))
    words = [" ".join(name for name in answer.column_names if name in names) or None for names in hidden]
    return answer.append_column(HIDDEN, pa.array(words, type=pa.string()))
