"""What a program may do with `_quickjs`: run by two Pythons, whose output is compared."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import _quickjs as quickjs

CODES = [
    "1",
    "1.0",
    "1.5",
    "1.5+0.5",
    "4/2",
    "'a'",
    "null",
    "undefined",
    "true",
    "[1,2]",
    "({a:1})",
    "x",
    "throw 1",
    "throw new Error('boo')",
    "throw {a:1}",
    "syntax error here",
    "function f(a){return a+1}; f",
    "10n**30n",
    "Symbol('a')",
    "NaN",
    "2**31",
    "2**53",
    "-0",
    "'\\u00e9\\u{1F600}'",
    "new Date(0)",
    "throw null",
    "throw undefined",
    "(function(){ null.x })()",
    "let a = 1;\nnull.foo",
    "console.log(1)",
    "var o={}; o.x",
    "(()=>1)",
    "Promise.resolve(1)",
    "throw 'string'",
    "JSON.parse('{')",
    "'a\\0b'",
    "1/0",
    "0.1+0.2",
    "2147483647",
    "-2147483648",
    "'x'.repeat(3)",
    "typeof document",
    "class A{}; new A()",
    "[3,1,2].toSorted().join()",
    "/(?<y>\\d{4})/.exec('in 2026').groups.y",
    "document.title",
    "null.textContent = 1",
    "undefinedFunction()",
    "const a1 = ;",
    "({}).x.y",
    "(1)()",
    "new Array(-1)",
    "let z=1; let z=2",
    "const k=1; k=2",
    "'use strict'; u=1",
    "for (;;",
    "`${1}",
    "{",
    "return 1",
    "await 1",
    "import('x')",
    "[...1]",
    "null[Symbol.iterator]",
    "a.b",
    "throw new TypeError('t')",
    "throw new class E2 extends Error{}('m')",
    "Object.keys(globalThis).join()",
    "function r(){return r()};r()",
    "JSON.stringify({a:[1,{b:null}]})",
    "new Map([[1,2]]).size",
    "Math.max(1,2)",
    "parseInt('08')",
    "encodeURIComponent('é')",
    "'abc'.replaceAll('b','x')",
    "eval('1+1')",
    "new Function('return 3')()",
]
CALLS = [
    "given()",
    "given(1,2.5,'s',null,undefined,true)",
    "given([1,2])",
    "given({a:1}).a",
    "given(given)===given",
    "typeof given",
    "given.name",
    "given.length",
    "given(2**40)",
    "given(-0)",
    "failing()",
    "function g(){return failing()}\ng()",
    "typeof kind('int')",
    "typeof kind('none')",
    "kind('none')===null",
    "typeof kind('true')",
    "kind('own').w",
    "kind(1)",
]


def show(title: str, act: Callable[[], Any]) -> None:
    try:
        value = act()
        told = f"Object {value.json()}" if isinstance(value, quickjs.Object) else repr(value)
    except Exception as error:
        told = f"{type(error).__name__} {str(error)[:200]!r}"
    print(repr(title), "->", told)


def given(*arguments: Any) -> Any:
    print("given", *[type(each).__name__ for each in arguments])
    return arguments[0] if arguments else None


def called(code: str) -> Any:
    return context.eval(code)()


def failing() -> None:
    raise ValueError("in Python")


context, other = quickjs.Context(), quickjs.Context()
for code in CODES:
    show(code, partial(context.eval, code))

KINDS: dict[str, Any] = {
    "dict": {}, "list": [1], "int": 1, "big": 2**70, "float": 1.5, "str": "é", "bytes": b"x",
    "none": None, "true": True, "object": object(), "own": context.eval("({w: 1})"),
}  # fmt: skip
for function in (given, failing):
    context.add_callable(function.__name__, function)
context.add_callable("kind", KINDS.get)
for code in [*CALLS, *[f"kind('{name}')" for name in KINDS]]:
    show(code, partial(context.eval, code))

joined = context.eval("(function (a, b) { return [a, b, this === globalThis].join() })")
for arguments in [(1, "x"), (None, True), ([1],), (), (1.5, 2)]:
    show(f"joined{arguments}", partial(joined, *arguments))
for code in ["({})", "(() => { throw new Error('x') })", "(() => 1)"]:
    show(f"{code} called", partial(called, code))
for value in (1, 2**31 - 1, 2.0, 2**70, 1.5, "é", None, True, [1], context.eval("({q: 1})")):
    show("set", partial(context.set, "v", value))
    show("get", lambda: context.get("v"))
show("mixed", lambda: other.set("o", context.eval("({})")))
show("another world", lambda: other.get("v"))

context.eval("Promise.resolve(1).then(() => { globalThis.kept = 1 })")
show("before", lambda: context.get("kept"))
show("a job", context.execute_pending_job)
show("after", lambda: context.get("kept"))
show("no job", context.execute_pending_job)
show("JSON", lambda: context.parse_json('{"a": [1]}'))
show("not a text", lambda: context.eval(1))
show("not a function", lambda: context.add_callable("x", 1))

other.set_time_limit(0.05)
show("for ever", lambda: other.eval("while (1);"))
other.set_time_limit(-1)
show("again", lambda: other.eval("1"))
other.set_memory_limit(200_000)
show("too much", lambda: other.eval("'x'.repeat(1e7)"))
print(context.memory()["memory_used_size"] > 0)
