"""What the page unpacks by itself: the bundle's own zip files, and nothing that is not whole."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from tools.bundle import fetched
from tools.bundle.inputs import PAGE, CannotMake
from tools.bundle.parts import zipped

SCRIPT = f"""
import {{ unzipped }} from {json.dumps((PAGE / "unzip.ts").as_uri())};
const [zip] = JSON.parse(await new Response(process.stdin).text());
const files = [...unzipped(new Uint8Array(Buffer.from(zip, "hex")).buffer)];
const text = ([name, data]) => [name, Buffer.from(data).toString("hex")];
console.log(JSON.stringify(Object.fromEntries(files.map(text))));
"""


def unzipped(data: bytes) -> dict[str, bytes]:
    """Name -> content, as the page's script reads them."""
    said = fetched.run_node("--input-type=module", "-e", SCRIPT, given=[data.hex()])
    return {name: bytes.fromhex(content) for name, content in json.loads(said).items()}


def test_all_files_come_out_as_they_were() -> None:
    files = {"a/__init__.pyc": b"", "a/b.toml": b"x = 1\n", "é.txt": bytes(range(256)) * 300}
    assert unzipped(zipped(files)) == files
    assert unzipped(zipped({})) == {}


@pytest.mark.parametrize("kept", [0, 10, 300])
def test_a_part_of_a_zip_is_none(kept: int) -> None:
    whole = zipped({"a": b"1" * 400, "b": b"2" * 400})
    with pytest.raises(CannotMake, match="not a whole zip file"):
        unzipped(whole[:kept])


def test_what_was_deflated_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a", "1" * 400)
    with pytest.raises(CannotMake, match="stored"):
        unzipped(made.getvalue())
