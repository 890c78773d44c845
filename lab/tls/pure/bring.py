"""tlslite-ng without what its front door brings: clients of IMAP, POP, SMTP and XML-RPC."""

from __future__ import annotations

import importlib.util
import sys


def bring() -> None:
    """Make the modules of tlslite-ng importable. ModuleNotFoundError if it is not there."""
    if "tlslite" in sys.modules:
        return
    spec = importlib.util.find_spec("tlslite")
    if spec is None:
        raise ModuleNotFoundError("TLS in pure Python needs the package tlslite-ng")
    sys.modules["tlslite"] = importlib.util.module_from_spec(spec)  # never run: only its place
