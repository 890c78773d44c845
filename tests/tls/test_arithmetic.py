"""What lab/tls/pure/ computes by itself, against the specifications and against tlslite-ng."""

from __future__ import annotations

import importlib
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.tls.pure.bring import bring

P25519 = 2**255 - 19
POINTS = [
    ("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
     "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
     "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"),
    ("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
     "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
     "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"),
    ("3d262fddf9ec8e88495266fea19a34d28882acef045104d0d1aae121700a779c"
     "984c24f8cdd78fbff44943eba368f54b29259a4f1c600ad3",
     "06fce640fa3487bfda5f6cf2d5263f8aad88334cbd07437f020f08f9814dc031"
     "ddbdc38c19c6da2583fa5429db94ada18aa7a7fb4ef8a086",
     "ce3e4ff95a60dc6697da1db1d85e6afbdf79b50a2412d7546d5f239fe14fbaad"
     "eb445fc66a01b0779d98223961111e21766282f73dd96b6f"),
]  # fmt: skip
"""A scalar, a point, their product: RFC 7748 §5.2, for X25519 twice, then for X448."""
SMALL = [
    0, 1, 325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
    P25519 - 1, P25519, P25519 + 1,
]  # fmt: skip
"""The points of X25519 whose product is zero, whatever the scalar; the last two are written as no
sender should (RFC 7748 §5, §6.1)."""
KEY = "feffe9928665731c6d6a8f9467308308"
TEXT = (
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
)
CIPHERED = [
    (KEY,
     "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
     "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
     "5bc94fbc3221a5db94fae95ae7121a47"),
    (2 * KEY,
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
     "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
     "76fc6ece0f4e1768cddf8853bb2d551b"),
]  # fmt: skip
"""Test cases 4 and 16 of those given to NIST with GCM: the key, the ciphered TEXT, the tag."""


@pytest.mark.parametrize(("key", "ciphered", "tag"), CIPHERED, ids=["128", "256"])
@pytest.mark.parametrize("many", [1, 32])
def test_records_of_the_specification(
    monkeypatch: pytest.MonkeyPatch, many: int, key: str, ciphered: str, tag: str
) -> None:
    """All blocks at once, then one after the other."""
    bring()
    from lab.tls.pure import gcm

    monkeypatch.setattr(gcm, "MANY", many)
    nonce, header, wanted = map(
        bytearray.fromhex,
        ("cafebabefacedbaddecaf888", "feedfacedeadbeef" * 2 + "abaddad2", ciphered + tag),
    )
    record = gcm.Gcm(bytearray.fromhex(key))
    assert record.seal(nonce, bytearray.fromhex(TEXT), header) == wanted
    assert record.open(nonce, wanted, header) == bytearray.fromhex(TEXT)


@given(st.sampled_from([16, 32]), st.integers(0, 2000), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_long_records_are_ciphered_as_tlslite_does(key_size: int, size: int, start: int) -> None:
    bring()
    from tlslite.utils.aesgcm import AESGCM
    from tlslite.utils.rijndael import Rijndael

    from lab.tls.pure.gcm import Gcm

    key, nonce = bytearray(range(key_size)), bytearray(start.to_bytes(12))
    data, header = bytearray(os.urandom(size)), bytearray(b"\x17\x03\x03")
    theirs = AESGCM(key, "python", Rijndael(key, 16).encrypt).seal(nonce, data, header)
    assert Gcm(key).seal(nonce, data, header) == theirs
    assert Gcm(key).open(nonce, theirs, header) == data
    theirs[-1] ^= 1
    assert Gcm(key).open(nonce, theirs, header) is None


def test_a_cipher_reads_no_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """tlslite-ng's own looks for an old name in the line that makes one."""
    bring()
    from tlslite.utils import deprecations

    from lab.tls.pure import gcm

    gcm.install()
    monkeypatch.setattr(deprecations.inspect, "getframeinfo", lambda frame: 1 / 0)
    assert gcm.Gcm(bytearray(16)).name == "aes128gcm"


@given(st.integers(0, 2**448 - 1), st.integers(0, 2**448 - 1))
@settings(max_examples=20, deadline=None)
def test_points_are_multiplied_as_tlslite_does(scalar: int, point: int) -> None:
    bring()
    from tlslite.utils import x25519

    from lab.tls.pure import ladder

    theirs = importlib.reload(x25519)._x25519_generic
    ladder.install()
    for bits, a24, p in ((255, 121665, 2**255 - 19), (448, 39081, 2**448 - 2**224 - 1)):
        given = scalar % 2**bits, point % p, bits, a24, p
        assert ladder.multiplied(*given) == theirs(*given)


def product(scalar: bytes, point: bytes) -> bytes:
    """What a handshake computes."""
    bring()
    from tlslite.utils import x25519

    importlib.import_module("lab.tls.pure.connection")
    times = x25519.x25519 if len(scalar) == x25519.X25519_ORDER_SIZE else x25519.x448
    return bytes(times(bytearray(scalar), bytearray(point)))


@pytest.mark.parametrize(("scalar", "point", "wanted"), POINTS, ids=["first", "second", "X448"])
def test_points_of_the_specification(scalar: str, point: str, wanted: str) -> None:
    assert product(bytes.fromhex(scalar), bytes.fromhex(point)).hex() == wanted


def test_a_thousand_points_of_the_specification() -> None:
    """RFC 7748 §5.2: each product is the next scalar, and the scalar the next point."""
    scalar = point = (9).to_bytes(32, "little")
    seen = []
    for _ in range(1000):
        scalar, point = product(scalar, point), scalar
        seen.append(scalar.hex())
    assert seen[0] == "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"
    assert seen[-1] == "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"


@given(st.integers(0, 18), st.binary(min_size=32, max_size=32))
@settings(max_examples=20, deadline=None)
def test_a_point_may_be_written_otherwise(point: int, scalar: bytes) -> None:
    """RFC 7748 §5: as its rest by the field's size, and without the highest bit."""
    wanted = product(scalar, point.to_bytes(32, "little"))
    assert product(scalar, (point + P25519).to_bytes(32, "little")) == wanted
    assert product(scalar, (point + 2**255).to_bytes(32, "little")) == wanted


@pytest.mark.parametrize("point", SMALL)
def test_a_secret_that_anybody_knows_is_refused(point: int) -> None:
    """RFC 8446 §7.4.2."""
    bring()
    from tlslite.constants import GroupName
    from tlslite.errors import TLSIllegalParameterException
    from tlslite.keyexchange import ECDHKeyExchange

    importlib.import_module("lab.tls.pure.connection")
    exchange = ECDHKeyExchange(GroupName.x25519, (3, 4))
    with pytest.raises(TLSIllegalParameterException):
        exchange.calc_shared_key(bytearray(range(32)), bytearray(point.to_bytes(32, "little")))
