"""Make what the page runs programs with, into .cache/bundle/.

python -m tools.bundle            make it if anything changed; say where it is
python -m tools.bundle --sizes    and say where each byte of it goes
python -m tools.bundle --check    only check the form and the types of page/*.ts
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from tools.bundle.checked import faults
from tools.bundle.inputs import ROOT, CannotMake
from tools.bundle.made import bundle
from tools.bundle.sizes import table


def main(arguments: Sequence[str]) -> int:
    """The exit status."""
    asked = ANSWERS.get(" ".join(arguments))
    if not asked:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        said = asked()
    except CannotMake as error:
        said, asked = str(error), faults
    print(said, end="\n" if said else "", file=sys.stderr if asked is faults else sys.stdout)
    return 1 if said and asked is faults else 0


ANSWERS: dict[str, Callable[[], str]] = {
    "": lambda: bundle().relative_to(ROOT).as_posix(),
    "--sizes": lambda: table(bundle()),
    "--check": faults,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
