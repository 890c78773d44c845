"""Between Playwright and a Firefox that is older than Playwright thinks.

Playwright sets what a page sees of the reader's preferences (dark mode…) through a command that the
Firefox of Debian does not know yet, and takes the refusal for the end of the world. Started in
Firefox's place, this relay starts Firefox, passes all that is said, and makes of that one refusal a
"done": no test here needs it. With a Firefox that knows the command, nothing is changed.

python -m tests.browser.relay FIREFOX [ARG]...
"""

from __future__ import annotations

import asyncio
import json
import re
import sys

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
MAY_BE_UNKNOWN = "emulation.setMediaFeaturesOverride"
LIMIT = 2**28  # bytes of one message


class Relay:
    """One conversation with one Firefox."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._optional: set[int] = set()

    async def serve(self, near: ServerConnection) -> None:
        """Pass messages both ways until one end leaves."""
        async with connect(f"{self.url}/session", max_size=LIMIT, proxy=None) as far:
            both = self._ask(near, far), self._tell(far, near)
            ways = [asyncio.create_task(way) for way in both]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()

    async def _ask(self, near: ServerConnection, far: ClientConnection) -> None:
        async for message in near:
            self.hear(str(message))
            await far.send(message)

    async def _tell(self, far: ClientConnection, near: ServerConnection) -> None:
        async for message in far:
            await near.send(self.softened(str(message)))

    def hear(self, message: str) -> None:
        """Remember the commands that Firefox may not know."""
        if f'"{MAY_BE_UNKNOWN}"' in message:
            self._optional.add(json.loads(message)["id"])

    def softened(self, message: str) -> str:
        """An answer; if Firefox does not know one of these commands, a better one."""
        if '"unknown command"' not in message:
            return message
        answer = json.loads(message)
        if answer.get("id") not in self._optional:
            return message
        return json.dumps({"type": "success", "id": answer["id"], "result": {}})


async def relay(command: list[str]) -> int:
    """Start Firefox, say where this relay listens, stay as long as it does; its exit status."""
    firefox = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    assert firefox.stderr
    async for line in firefox.stderr:
        found = LISTENING.search(text := line.decode("utf8", "replace"))
        if not found:
            print(text, end="", file=sys.stderr, flush=True)
            continue
        server = await serve(Relay(found[1]).serve, "127.0.0.1", 0, max_size=LIMIT)
        port = server.sockets[0].getsockname()[1]
        print(f"WebDriver BiDi listening on ws://127.0.0.1:{port}", file=sys.stderr, flush=True)
    return await firefox.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(relay(sys.argv[1:])))
