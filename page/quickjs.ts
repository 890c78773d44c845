// The JavaScript engine of the package quickjs-ng, compiled for the Web, for Python's `_quickjs`
// (lab/browser/quickjs.py). The page's own engine could not run a program's scripts apart from the
// page, nor under a policy without eval. An import cannot wait: so all is done at once, in a worker.

import load from "@jitl/quickjs-ng-wasmfile-release-sync/emscripten-module";
import { QuickJSFFI } from "@jitl/quickjs-ng-wasmfile-release-sync/ffi";
import { QuickJSWASMModule } from "quickjs-emscripten-core";
import { Context } from "./javascript";

/** One engine for a worker. `overdue`: whether the program that it works for has to end. */
export function quickjs(wasm: BufferSource, overdue: () => boolean = () => false): Engine {
  const compiled = new WebAssembly.Module(wasm);
  return new Engine(() => {
    const module = instantiated(compiled);
    return new QuickJSWASMModule(module, new QuickJSFFI(module));
  }, overdue);
}

/** Emscripten waits for nothing if it is given an instance; what it would do next, we do. */
// biome-ignore lint/suspicious/noExplicitAny: Emscripten fills it in by itself
function instantiated(compiled: WebAssembly.Module): any {
  const module = {
    instantiateWasm(imports: WebAssembly.Imports, receive: (made: object) => void) {
      const { exports } = new WebAssembly.Instance(compiled, imports);
      (exports.v as () => void)(); // what C does before all else
      receive({ exports: { ...exports, v() {} } });
      return exports;
    },
  };
  void load(module as never);
  return module;
}

export class Engine {
  #begin: () => QuickJSWASMModule;
  #module: QuickJSWASMModule;
  #overdue: () => boolean;

  constructor(begin: () => QuickJSWASMModule, overdue: () => boolean) {
    this.#begin = begin;
    this.#module = begin();
    this.#overdue = overdue;
  }

  /** The bytes that it holds; they never become fewer. */
  get memory(): number {
    return this.#module.getWasmMemory().buffer.byteLength;
  }

  context(): Context {
    return new Context(this.#module.newContext(), this.#overdue);
  }

  /** The end of a context. One that was cut short may not go: then all goes but the code. */
  free(context: Context): void {
    try {
      context.close();
    } catch {
      this.#module = this.#begin();
    }
  }
}
