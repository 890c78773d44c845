"""The theme's own style sheets and scripts (1.3 MB of them) are for its own templates; ours ask for
none, so none is published."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out what the themes that ours is made upon would publish."""
    ours = config.theme.custom_dir
    theirs = [folder for folder in config.theme.dirs if folder != ours]
    for file in list(files):
        source = Path(file.abs_src_path or "")
        if any(source.is_relative_to(folder) for folder in theirs):
            files.remove(file)
    return files
