"""Messages as Outlook keeps them (.msg): a small writer of compound files (MS-CFB), and a message in them."""

import struct
from dataclasses import dataclass, field
from typing import Any

SECTOR, SMALL, CUTOFF = 512, 64, 4096
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
Tree = dict[str, "bytes | Tree"]


@dataclass
class _Entry:
    name: str
    kind: int  # 1 a storage, 2 a stream, 5 the root
    content: bytes = b""
    child: int = FREE
    right: int = FREE
    start: int = END
    size: int = 0


@dataclass
class _Writer:
    entries: list[_Entry] = field(default_factory=list)
    sectors: list[bytes] = field(default_factory=list)
    table: list[int] = field(default_factory=list)

    def chain(self, content: bytes) -> int:
        """Put content into sectors of its own; the first of them."""
        count = -(-len(content) // SECTOR)
        if not count:
            return END
        first = len(self.sectors)
        for number in range(count):
            self.sectors.append(
                content[number * SECTOR : (number + 1) * SECTOR].ljust(SECTOR, b"\0")
            )
            self.table.append(first + number + 1 if number + 1 < count else END)
        return first

    def add(self, tree: Tree, above: int) -> None:
        """The entries of a storage, each the right neighbour of the one before."""
        before = FREE
        for name, inside in sorted(tree.items(), key=lambda pair: (len(pair[0]), pair[0].upper())):
            stream = isinstance(inside, bytes)
            number = len(self.entries)
            self.entries.append(_Entry(name, 2 if stream else 1, inside if stream else b""))  # type: ignore[arg-type]
            if before == FREE:
                self.entries[above].child = number
            else:
                self.entries[before].right = number
            before = number
            if not stream:
                self.add(inside, number)  # type: ignore[arg-type]


def compound(tree: Tree) -> bytes:
    """A compound file of these streams and storages."""
    made = _Writer([_Entry("Root Entry", 5)])
    made.add(tree, 0)
    small, small_table = b"", []
    for entry in made.entries:
        entry.size = len(entry.content)
        if entry.kind != 2 or not entry.content:
            continue
        if entry.size >= CUTOFF:
            entry.start = made.chain(entry.content)
            continue
        entry.start = len(small_table)
        count = -(-entry.size // SMALL)
        small += entry.content.ljust(count * SMALL, b"\0")
        small_table += [*range(entry.start + 1, entry.start + count), END]
    root = made.entries[0]
    root.start, root.size = made.chain(small), len(small)
    minifat = made.chain(struct.pack(f"<{len(small_table)}I", *small_table).ljust(1, b"\xff"))
    listed = b"".join(_listed(entry) for entry in made.entries)
    directory = made.chain(listed)
    count = 1
    while count * (SECTOR // 4) < len(made.table) + count:
        count += 1
    first = len(made.sectors)
    table = [*made.table, *[FAT] * count]
    table += [FREE] * (count * (SECTOR // 4) - len(table))
    packed = struct.pack(f"<{len(table)}I", *table)
    sectors = [*made.sectors, *(packed[n * SECTOR : (n + 1) * SECTOR] for n in range(count))]
    assert count <= 109, "this writer makes no chain of tables"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, count, directory, 0, CUTOFF, minifat,
                        -(-len(small_table) * 4 // SECTOR), END, 0)  # fmt: skip
    head += struct.pack("<109I", *range(first, first + count), *[FREE] * (109 - count))
    return head + b"".join(sectors)


def _listed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    out = name.ljust(64, b"\0") + struct.pack(
        "<HBBIII", len(name), entry.kind, 1, FREE, entry.right, entry.child
    )
    return out + bytes(36) + struct.pack("<IQ", entry.start, entry.size)


def words(number: str, text: str, *, old: str = "") -> Tree:
    """A property of words, in an old page of letters where one is named."""
    if old:
        return {f"__substg1.0_{number}001E": text.encode(old)}
    return {f"__substg1.0_{number}001F": text.encode("utf-16-le")}


def attachment(
    name: str, content: bytes, *, kind: str = "", place: str = "", old: str = ""
) -> Tree:
    """A file of a message."""
    out: Tree = {"__properties_version1.0": bytes(8), "__substg1.0_37010102": content}
    out |= words("3707", name, old=old)
    for number, text in (("370E", kind), ("3712", place)):
        if text:
            out |= words(number, text)
    return out


def inner(name: str, message: Tree) -> Tree:
    """A message kept inside another."""
    kept = {
        k: (v[8:] if k == "__properties_version1.0" and isinstance(v, bytes) else v)
        for k, v in message.items()
    }
    return {"__properties_version1.0": bytes(8), "__substg1.0_3701000D": kept} | words("3001", name)


def message(
    *attachments: Tree,
    subject: str = "Gửi công văn",
    body: str = "Kính gửi văn thư.",
    sent: int = 0,
    page: bytes = b"",
    **more: str,
) -> Tree:
    """A message with its files; `sent` as Windows counts time, `more` other words by their number (`n1035`)."""
    properties = bytes(32) + struct.pack("<HHIQ", 0x40, 0x39, 6, sent) * bool(sent)
    out: Tree = {"__properties_version1.0": properties}
    out |= words("0037", subject) | words("1000", body)
    if page:
        out["__substg1.0_10130102"] = page
    for number, text in more.items():
        out |= words(number[1:], text)
    for number, one in enumerate(attachments):
        out[f"__attach_version1.0_#{number:08X}"] = one
    return out


def msg(*attachments: Tree, **more: Any) -> bytes:
    """The file of a message."""
    return compound(message(*attachments, **more))
