"""What is held of an item while a whole catalogue is read is no larger than what it says."""

import tracemalloc

from aliexpress.source.item_row import ItemRow, unpacked

ITEMS = 500


def test_a_packed_item_takes_its_own_length_and_no_room_beside():
    rows = [ItemRow(str(number), "p", code=f"HH-{number}") for number in range(ITEMS)]
    tracemalloc.start()
    packed = [row.packed() for row in rows]
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()

    assert taken < sum(map(len, packed)) + 200 * ITEMS
    assert unpacked(packed[-1]) == rows[-1]
