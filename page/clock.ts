// A time limit without SharedArrayBuffer. Python looks now and then at element 0 of what it takes
// for shared memory, to see whether a signal came. Here this element is computed: 2 (SIGINT) once
// the time is over. Pyodide does not check what it was given; tests/browser hold it to that.

const SIGINT = 2;
const AGAIN = 1000; // milliseconds until the next signal, for a program that ignores the first

export class Clock {
  limit = Infinity; // milliseconds that a program may run
  tick: () => void = () => {};
  #deadline = Infinity;

  /** The program begins, or has ended: outside it, nothing is interrupted. */
  watch = (running: boolean): void => {
    this.#deadline = running ? performance.now() + this.limit : Infinity;
  };

  /** The time is over: for what cannot look at element 0. */
  overdue = (): boolean => performance.now() >= this.#deadline;

  get 0(): number {
    const now = performance.now();
    this.tick();
    if (now < this.#deadline) return 0;
    this.#deadline = now + AGAIN;
    return SIGINT;
  }

  // Python puts back 0 once it has seen the signal.
  set 0(_value: number) {}
}
