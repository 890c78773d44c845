"""A second `ssl`, completed by lab/tls/pure/, beside the one that stands on OpenSSL."""

from __future__ import annotations

import importlib.util
import ssl
import sys
from types import ModuleType

from lab.tls.pure.complete import complete


def completed() -> ModuleType:
    """The standard `ssl.py`, read again, whose TLS is tlslite-ng's; the exceptions are the same."""
    spec = importlib.util.spec_from_file_location("pure_ssl", ssl.__file__)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["pure_ssl"] = module  # it looks itself up
    spec.loader.exec_module(module)
    complete(module, {module.SSLContext})
    return module


PURE = completed()
