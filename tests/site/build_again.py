"""Builds the site as on another day, in a Python that orders its sets in another way; and keeps,
beside it, the pages as they were before they were made ready to publish."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from mkdocs.__main__ import cli

from tools.shipping import site as shipping

OTHER = {"SOURCE_DATE_EPOCH": "86400", "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}


def main() -> None:
    """Build, with the command's own arguments."""
    if os.environ.get("PYTHONHASHSEED") != OTHER["PYTHONHASHSEED"]:  # it is read at the start
        os.execve(sys.executable, sys.orig_argv, os.environ | OTHER)
    written = Path(sys.argv[-1]).with_name("written")
    ship = shipping.shipped

    def noted(
        pages: dict[str, str], files: dict[str, bytes], scripts: list[str], root: str = "/"
    ) -> shipping.Shipped:
        keep(written, pages, files)
        (written / "assets" / "lab").symlink_to(written.with_name("site") / "assets" / "lab")
        return ship(pages, files, scripts, root)

    shipping.shipped = noted
    cli(["build", "--strict", *sys.argv[1:]])


def keep(folder: Path, pages: dict[str, str], files: dict[str, bytes]) -> None:
    """Write them all."""
    for name, content in [*files.items(), *((name, html.encode()) for name, html in pages.items())]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
