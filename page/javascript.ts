// One world of JavaScript for a program in Python: values go to and fro as pairs, a kind and what
// Python can take; an object stays here, and its number goes.

import type { QuickJSContext, QuickJSHandle, VmCallResult } from "quickjs-emscripten-core";

export type Value = [kind: string, value?: unknown];
type Callable = (values: Value[]) => Value;
type Result = VmCallResult<QuickJSHandle>;

const FILE = "<input>";
const STACK = 256 * 1024; // bytes: as the native module
const DEEP = "RangeError: Maximum call stack size exceeded\n"; // as the engine says it

export class Context {
  seconds = -1; // that one call may take; no limit if negative
  #vm: QuickJSContext;
  #objects = new Map<number, QuickJSHandle>();
  #last = 0;
  #deadline = Infinity;
  #double: number;
  #whole: QuickJSHandle;
  #null: QuickJSHandle; // a function that says whether a value is null

  constructor(vm: QuickJSContext, overdue: () => boolean) {
    this.#vm = vm;
    vm.runtime.setInterruptHandler(() => overdue() || performance.now() > this.#deadline);
    vm.runtime.setMaxStackSize(STACK);
    this.#double = this.#encoded(vm.newNumber(0.5));
    this.#whole = vm.unwrapResult(vm.evalCode("value => value | 0"));
    this.#null = vm.unwrapResult(vm.evalCode("value => value === null"));
  }

  /** Run a script, or a module: its last value, or an error. */
  evaluate(code: string, type: "global" | "module"): Value {
    return this.#timed(() => this.#vm.evalCode(code, FILE, { type }));
  }

  call(object: number, given: Value[]): Value {
    const values = given.map((each) => this.#made(each));
    const called = this.#timed(() =>
      this.#vm.callFunction(this.#object(object), this.#vm.undefined, values),
    );
    for (const each of values) each.dispose();
    return called;
  }

  get(name: string): Value {
    return this.#told(this.#vm.getProp(this.#vm.global, name));
  }

  set(name: string, value: Value): void {
    const made = this.#made(value);
    this.#vm.setProp(this.#vm.global, name, made);
    made.dispose();
  }

  globalThis(): Value {
    return this.#told(this.#vm.global.dup());
  }

  /** A function of Python's under this name; it may give back the kind "error", with words. */
  define(name: string, callable: Callable): void {
    const made = this.#vm.newFunction(name, (...given) => {
      const [kind, value] = callable(given.map((each) => this.#told(each.dup())));
      return kind === "error" ? { error: this.#error(String(value)) } : this.#made([kind, value]);
    });
    this.#vm.setProp(this.#vm.global, name, made);
    made.dispose();
  }

  /** JSON of an object; `undefined` if it has none. */
  json(object: number): Value {
    return this.#with("JSON", "stringify", this.#object(object));
  }

  parse(text: string): Value {
    return this.#vm.newString(text).consume((made) => this.#with("JSON", "parse", made));
  }

  /** Do one of the things that wait, as `then`: false if there was none. */
  step(): Value {
    const done = this.#vm.runtime.executePendingJobs(1);
    return done.error ? this.#failed(done.error) : ["boolean", done.value > 0];
  }

  /** At most so many bytes; no limit if negative. */
  limit(memory: number, stack: number | undefined): void {
    if (stack === undefined) this.#vm.runtime.setMemoryLimit(memory < 0 ? -1 : memory);
    else this.#vm.runtime.setMaxStackSize(stack);
  }

  memory(): string {
    return JSON.stringify(this.#vm.dump(this.#vm.runtime.computeMemoryUsage()));
  }

  release(object: number): void {
    this.#objects.get(object)?.dispose();
    this.#objects.delete(object);
  }

  /** Give back all the memory of this world. */
  close(): void {
    for (const each of [...this.#objects.values(), this.#whole, this.#null]) each.dispose();
    this.#objects.clear();
    this.#vm.dispose();
  }

  #isNull(handle: QuickJSHandle): boolean {
    return this.#told(this.#asked(this.#null, handle))[1] === true;
  }

  #with(holder: string, name: string, value: QuickJSHandle): Value {
    const object = this.#vm.getProp(this.#vm.global, holder);
    const method = this.#vm.getProp(object, name);
    const result = this.#timed(() => this.#vm.callFunction(method, object, value));
    for (const each of [method, object]) each.dispose();
    return result;
  }

  #timed(act: () => Result): Value {
    const before = this.#deadline;
    if (this.seconds >= 0) this.#deadline = performance.now() + 1000 * this.seconds;
    try {
      const { error, value } = act() as { error?: QuickJSHandle; value: QuickJSHandle };
      return error ? this.#failed(error) : this.#told(value);
    } catch (error) {
      // The browser's own: its stack may be the smaller one, and each has its words for that.
      const deep = /^RangeError: Max|too much recursion$/.test(String(error));
      return ["error", deep ? DEEP : `${error}\n`];
    } finally {
      this.#deadline = before;
    }
  }

  /** The error in words, and where it came from: as quickjs-ng tells it. */
  #failed(error: QuickJSHandle): Value {
    const nothing = this.#vm.typeof(error) === "undefined" || this.#isNull(error);
    const stack = nothing ? undefined : this.#vm.getProp(error, "stack");
    const words = `${this.#vm.getString(error)}\n${stack ? this.#vm.getString(stack) : ""}`;
    for (const each of [stack, error]) each?.dispose();
    return ["error", words];
  }

  /** An InternalError: without a stack, so that the place where it is thrown becomes its own. */
  #error(words: string): QuickJSHandle {
    const code = `(e => { delete e.stack; return e; })(new InternalError(${JSON.stringify(words)}))`;
    return this.#vm.unwrapResult(this.#vm.evalCode(code));
  }

  #object(number: number): QuickJSHandle {
    return this.#objects.get(number) ?? this.#vm.undefined;
  }

  /** A value for Python; the handle is ours, and kept only for an object. */
  #told(handle: QuickJSHandle): Value {
    const kind = this.#vm.typeof(handle);
    if (["object", "function", "symbol"].includes(kind) && !this.#isNull(handle)) {
      this.#objects.set(++this.#last, handle);
      return ["object", this.#last];
    }
    const value = this.#plain(kind, handle);
    handle.dispose();
    return value;
  }

  #plain(kind: string, handle: QuickJSHandle): Value {
    if (kind === "boolean") return [kind, this.#vm.getString(handle) === "true"];
    if (kind === "string" || kind === "bigint") return [kind, this.#vm.getString(handle)];
    if (kind !== "number") return ["null"];
    const double = this.#encoded(handle) === this.#double;
    const number = this.#vm.getNumber(handle);
    return Object.is(number, -0) ? ["-0"] : [double ? "double" : "integer", number];
  }

  /** The engine keeps small integers apart; only what it writes of a number tells which it is. */
  #encoded(handle: QuickJSHandle): number {
    const written = this.#vm.encodeBinaryJSON(handle);
    const bytes = this.#vm.getArrayBuffer(written);
    const length = bytes.value.length;
    for (const each of [bytes, written]) each.dispose();
    return length;
  }

  #made([kind, value]: Value): QuickJSHandle {
    if (kind === "string") return this.#vm.newString(String(value));
    if (kind === "double") return this.#vm.newNumber(Number(value));
    if (kind === "integer") return this.#integer(Number(value));
    if (kind === "boolean") return value ? this.#vm.true : this.#vm.false;
    if (kind === "object") return this.#object(Number(value)).dup();
    return this.#vm.null;
  }

  #integer(value: number): QuickJSHandle {
    return this.#vm.newNumber(value).consume((double) => this.#asked(this.#whole, double));
  }

  #asked(question: QuickJSHandle, value: QuickJSHandle): QuickJSHandle {
    return this.#vm.unwrapResult(this.#vm.callFunction(question, this.#vm.undefined, value));
  }
}
