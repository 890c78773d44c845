"""The `__main__.py` of lab.pyz: unpacks the archive once, then is `python -m lab` from there.

OpenSSL reads certificates, and the lab its zones and sites, from real files. They go to the
reader's own cache folder, under the hash of the archive; a second start finds them. Where nothing
can be kept, they go to a temporary folder that is removed at the end.
"""

import atexit
import os
import runpy
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

INSIDE = "inside/"
"""What is to be unpacked: it cannot be imported from the archive by mistake."""


def cache() -> Path:
    """Where programs of this reader keep what they can make again."""
    given = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    return Path(given) if given and Path(given).is_absolute() else Path.home() / ".cache"


def unpacked(archive: Path) -> Path:
    """The folder with what is in the archive."""
    with zipfile.ZipFile(archive) as held:
        mark = held.read("mark").decode()
        try:
            folder = cache() / "aller-retour" / f"lab-{mark}"
            if not whole(held, folder):
                shutil.rmtree(folder, ignore_errors=True)
                folder.parent.mkdir(parents=True, exist_ok=True)
                draft = Path(tempfile.mkdtemp(dir=folder.parent))
                extract(held, draft)
                put(draft / INSIDE, folder)
                shutil.rmtree(draft)
        except (OSError, RuntimeError):
            folder = Path(tempfile.mkdtemp())
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            extract(held, folder)
            return folder / INSIDE
    return folder


def whole(held: zipfile.ZipFile, folder: Path) -> bool:
    """Whether each file is there, as long as it was: what cleans caches takes old files alone."""
    inside = [each for each in held.infolist() if each.filename.startswith(INSIDE)]
    try:
        sizes = [(folder / each.filename[len(INSIDE) :]).stat().st_size for each in inside]
    except OSError:
        return False
    return sizes == [each.file_size for each in inside]


def extract(held: zipfile.ZipFile, folder: Path) -> None:
    """Write what is to be unpacked."""
    held.extractall(folder, [name for name in held.namelist() if name.startswith(INSIDE)])


def put(made: Path, folder: Path) -> None:
    """Give a folder its name, whole; another process may have been quicker."""
    try:
        made.rename(folder)
    except OSError:
        if not folder.exists():
            raise


def start() -> None:
    """Be `python -m lab`; it would start itself again for this setting, so do that first."""
    if os.environ.get("PYTHONHASHSEED") != "0" and hasattr(os, "fork"):
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    archive = Path(sys.argv[0])
    folder = unpacked(archive)
    sys.path.insert(1, str(folder))  # the first place is the program's own folder
    import lab

    lab.COMMAND, lab.PROGRAMS = f"python {archive.name}", folder
    runpy.run_module("lab", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  (this file goes where requirements.txt does not)
        sys.exit("lab.pyz needs Python 3.11 or later. / lab.pyz demande Python 3.11 ou plus.")
    start()
