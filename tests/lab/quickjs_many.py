"""200 programs of a page, one after the other: what the engine holds after 20, and at the end."""

from __future__ import annotations

import _quickjs as quickjs

from lab.browser import quickjs as ours


def program() -> None:
    """Leaves a context that its own function knows: nothing but the program's end frees it."""
    context = quickjs.Context()
    context.add_callable("same", lambda value: (context, value)[1])
    context.eval("globalThis.kept = Array.from({length: 1e4}, (_, n) => ({n}))")
    context.eval("Promise.resolve(same(kept)).then(same)")
    context.set("thrower", context.eval("() => { throw new Error('x') }"))
    for code in ("thrower()", "same("):
        try:
            context.eval(code)
        except quickjs.JSException:
            continue


for number in range(200):
    program()
    ours.free()
    if number in (19, 199):
        print(ours.engines[0]().memory)

spoilt = quickjs.Context()
spoilt._world.close()  # so that its end fails
ours.free()
print(quickjs.Context().eval("'as new'"))
