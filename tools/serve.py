"""`make serve`: the site as it is written, in both languages, two seconds after a change at most.

`mkdocs serve` makes both languages anew for a word, keeps hooks as they were when it started, and
shows nothing while a page is wrong. Here the pages that changed are made again (tools/rebuild.py);
any other change makes all anew, code included. What cannot be made is said, and the last good site
stays: what changed since then is still to be done.

ONE_LANGUAGE=1 leaves the second language out.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserverVFS

from tools.inputs import State, entries, forget_code, seen
from tools.rebuild import Everything, Language

ROOT = Path(__file__).resolve().parent.parent
log = logging.getLogger("mkdocs.serve")


class Site:
    """Both languages, in `folder`, as they were when all was well last."""

    def __init__(self, root: Path, address: str) -> None:
        self.root, self.address = root, address
        self.folder = Path(tempfile.mkdtemp(prefix="site-"))
        self.languages: list[Language] = []
        self.state: State = {}

    def update(self) -> bool:
        """Make what changed. Whether pages were enough; a page that fails says so and stays as it
        was, and what else fails is raised."""
        now = seen(self.root)
        changed = [name for name in now | self.state if now.get(name) != self.state.get(name)]
        try:
            self._pages(sorted(changed), now)
        except Everything:
            self._everything()
            self.state = now
            return False
        return True

    def _pages(self, changed: list[str], now: State) -> None:
        """Make these inputs' pages. Everything if that would not do."""
        if not all(name in now and name in self.state for name in changed):
            raise Everything
        pages = [(self._language(name), name) for name in changed]
        for language, name in pages:
            if self._made(language, name):
                self.state[name] = now[name]
        before, self.state = self.state, {}  # if this fails, everything is to be done
        for language in {id(each): each for each, _ in pages}.values():
            language.finish()
        self.state = before

    def _language(self, name: str) -> Language:
        """The language that an input is a page of."""
        for language in self.languages:
            if (self.root / name).is_relative_to(language.docs):
                return language
        raise Everything

    def _made(self, language: Language, name: str) -> bool:
        try:
            language.rebuild((self.root / name).relative_to(language.docs).as_posix())
        except Everything:
            raise
        except (Exception, SystemExit) as error:
            log.error("%s stays as it was: %s", name, error)
            return False
        return True

    def _everything(self) -> None:
        """Both languages, in a new folder, with the code as it is now."""
        folder = Path(tempfile.mkdtemp(prefix="site-"))
        try:
            forget_code(self.root)
            languages = list(built(self.root, folder, self.address))
        except BaseException:
            shutil.rmtree(folder)
            raise
        shutil.rmtree(self.folder)
        self.folder, self.languages = folder, languages


def built(root: Path, folder: Path, address: str) -> Iterator[Language]:
    """Each language, built in its place under the folder."""
    first = configured(root, folder, address)
    yield made(first)
    if os.environ.get("ONE_LANGUAGE"):
        return
    others: Any = importlib.import_module("hooks.second_language")
    for language in list(first.extra["languages"])[1:]:
        fresh_plugins()
        yield made(others.configured(first, language))


def configured(root: Path, folder: Path, address: str) -> MkDocsConfig:
    """The first language's configuration; its hook leaves the others to `built`."""
    fresh_plugins()
    given = {"dev_addr": address} if address else {}
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), **given)
    host, port = config.dev_addr
    config.site_url = f"http://{host}:{port}{mount(config)}"
    config.extra["alone"] = True
    return config


def made(config: MkDocsConfig) -> Language:
    """The language, built."""
    language = Language(config)
    language.build()
    return language


def fresh_plugins() -> None:
    """A plugin of one language must not be that of another: both are kept."""
    plugins: Any = MkDocsConfig.plugins
    plugins.plugin_cache.clear()


def mount(config: MkDocsConfig) -> str:
    """The path of the site on its host."""
    return f"/{urlsplit(config.site_url or '').path.strip('/')}/".replace("//", "/")


class Server(LiveReloadServer):
    """MkDocs's server, which reloads the page in the browser; here it shows a Site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        config = site.languages[0].config
        host, port = config.dev_addr
        super().__init__(self.rebuild, host, port, str(site.folder), mount(config))
        self.error_handler = self.error_page
        self.observer: Any = PollingObserverVFS(os.stat, entries, polling_interval=0.5)
        self.watch(str(site.root))

    def rebuild(self) -> None:
        """Make what changed; the last good site stays if that fails."""
        start = time.monotonic()
        try:
            what = "pages" if self.site.update() else "everything"
            log.info("Made %s in %.2f s", what, time.monotonic() - start)
        except (Exception, SystemExit) as error:
            log.error("The site stays as it was.", exc_info=not isinstance(error, MkDocsException))
        self.root = str(self.site.folder)

    def error_page(self, code: int) -> bytes | None:
        """The site's own page for an error."""
        page = self.site.folder / f"{code}.html"
        return page.read_bytes() if page.is_file() else None


def main() -> None:
    """Build, then serve until Control+C."""
    parser = argparse.ArgumentParser(description="Serve the site, and rebuild it as you write.")
    parser.add_argument("--dev-addr", default="", help="host:port, if not that of mkdocs.yml")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)-8s %(message)s")
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    site = Site(ROOT, parser.parse_args().dev_addr)
    try:
        site.update()
        run(Server(site))
    finally:
        shutil.rmtree(site.folder)


def run(server: Server) -> None:
    """Serve until Control+C."""
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        log.info("Shutting down")
    finally:
        server.shutdown()


if __name__ == "__main__":
    main()
