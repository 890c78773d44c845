"""A module in a zip file is read twice when it is imported, for its code and, before that, to say
which file that comes from. In a page all modules are in zip files, some of them as sources, which
are then compiled twice: half of what an import costs.
"""

from __future__ import annotations

import zipimport
from collections.abc import Callable
from types import CodeType
from typing import Any

Code = tuple[CodeType, bool, str]
"""As zipimport has it: the code, whether it is a package's, its path."""


def install() -> None:
    """Have the code kept from the first reading to the second, which follows it at once."""
    module: Any = zipimport
    module._get_module_code = remembering(module._get_module_code)


def remembering(read: Callable[[Any, str], Code]) -> Callable[[Any, str], Code]:
    """The same function, which gives what it gave last a second time, and not a third."""
    last: dict[tuple[str, str, str], Code] = {}

    def recall(importer: Any, fullname: str) -> Code:
        key = importer.archive, importer.prefix, fullname
        if key in last:
            return last.pop(key)
        last.clear()
        return last.setdefault(key, read(importer, fullname))

    return recall
