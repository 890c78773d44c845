"""AES-GCM for records of many blocks: each step is done on all of them at once.

tlslite-ng ciphers one block after the other, which in a page takes a second for 60 KB. Here the
state is sixteen rows, one for each byte of a block, with a column for each block; a step is then a
few operations of C on whole rows: `translate` for the S-box, integers for exclusive or. The tag is
computed with a table for each byte. Short records are left to tlslite-ng.
"""

from __future__ import annotations

from array import array
from functools import cached_property
from sys import byteorder
from typing import Any

from tlslite.utils import python_aesgcm
from tlslite.utils.aesgcm import AESGCM
from tlslite.utils.rijndael import Rijndael, S

MANY = 32
"""Blocks from which this is the faster way."""
BLOCK = 16
ONCE = bytes(S)
TWICE = bytes((s << 1) ^ (0x11B if s & 0x80 else 0) for s in S)
"""The S-box, then times two in the field of AES (FIPS 197 §4.2.1)."""


def install() -> None:
    """Make tlslite-ng use it. Its own cipher for one block reads the source of whoever makes one,
    to warn of an old name: it does no more, for that takes longer than all its ciphering."""
    python_aesgcm.new = Gcm
    Rijndael.__init__ = getattr(Rijndael.__init__, "__wrapped__", Rijndael.__init__)


class Counter:
    """AES in counter mode: `counter` is that of the first block."""

    def __init__(self, one_by_one: Any) -> None:
        self._one_by_one = one_by_one
        rounds = one_by_one.rijndael.Ke
        self._keys = [b"".join(word.to_bytes(4) for word in words) for words in rounds]
        self.counter = bytearray(BLOCK)

    def encrypt(self, data: bytes | bytearray) -> bytearray:
        """As long as `data`."""
        blocks = -(-len(data) // BLOCK)
        if blocks < MANY:
            self._one_by_one.counter = self.counter
            return bytearray(self._one_by_one.encrypt(bytearray(data)))
        stream = int.from_bytes(self._stream(blocks)[: len(data)])
        return bytearray((int.from_bytes(data) ^ stream).to_bytes(len(data)))

    decrypt = encrypt

    def _stream(self, blocks: int) -> bytearray:
        ones = int.from_bytes(b"\1" * blocks)
        first, *middle, last = ([byte * ones for byte in key] for key in self._keys)
        ints = [int.from_bytes(row) for row in self._counters(blocks)]
        rows = [(a ^ k).to_bytes(blocks) for a, k in zip(ints, first, strict=True)]
        for keys in middle:
            rows = _round(_shifted(rows), keys, blocks)
        stream = bytearray(BLOCK * blocks)
        for at, row in enumerate(_shifted(rows)):
            value = int.from_bytes(row.translate(ONCE)) ^ last[at]
            stream[at::BLOCK] = value.to_bytes(blocks)
        return stream

    def _counters(self, blocks: int) -> list[bytes]:
        start = int.from_bytes(self.counter[12:])
        numbers = array("I", (number & 0xFFFFFFFF for number in range(start, start + blocks)))
        if byteorder == "little":
            numbers.byteswap()
        packed = numbers.tobytes()
        return [bytes((byte,)) * blocks for byte in self.counter[:12]] + [
            packed[at::4] for at in range(4)
        ]


def _shifted(rows: list[bytes]) -> list[bytes]:
    """ShiftRows: byte `at` of a block is in row at % 4 and column at // 4 (FIPS 197 §3.4)."""
    return [rows[(at + 4 * (at % 4)) % BLOCK] for at in range(BLOCK)]


def _round(rows: list[bytes], keys: list[int], blocks: int) -> list[bytes]:
    """SubBytes, MixColumns, AddRoundKey."""
    once = [int.from_bytes(row.translate(ONCE)) for row in rows]
    twice = [int.from_bytes(row.translate(TWICE)) for row in rows]
    mixed = []
    for at in range(BLOCK):
        column = at & ~3
        a, b, c, d = once[column : column + 4]
        value = a ^ b ^ c ^ d ^ once[at] ^ twice[at] ^ twice[column | (at + 1) & 3] ^ keys[at]
        mixed.append(value.to_bytes(blocks))
    return mixed


class Gcm(AESGCM):  # type: ignore[misc]
    """As that of tlslite-ng, faster with long records."""

    def __init__(self, key: bytearray) -> None:
        super().__init__(key, "python", Rijndael(key, BLOCK).encrypt)
        self._ctr: Any = Counter(vars(self)["_ctr"])

    @cached_property
    def _tables(self) -> list[list[int]]:
        """For each byte of a block, its 256 products with the key."""
        power, tables = self._mul(1 << 127), []  # the key times 1
        for _ in range(BLOCK):
            table = [0] * 256
            for bit in range(7, -1, -1):
                table[1 << bit] = power
                power = self._gcmShift(power)
            for value in range(1, 256):
                low = value & -value
                table[value] = table[value ^ low] ^ table[low]
            tables.append(table)
        return tables

    def _update(self, y: int, data: bytes | bytearray) -> int:
        """One more block of the tag's polynomial after the other (NIST SP 800-38D §6.4)."""
        whole = len(data) // BLOCK * BLOCK
        if whole < MANY * BLOCK:
            return int(super()._update(y, data))
        tables = self._tables
        for at in range(0, whole, BLOCK):
            y ^= int.from_bytes(data[at : at + BLOCK])
            block, y = y.to_bytes(BLOCK), 0
            for table, byte in zip(tables, block, strict=True):
                y ^= table[byte]
        return int(super()._update(y, data[whole:])) if len(data) > whole else y
