// A time limit without SharedArrayBuffer. Python looks now and then at element 0 of what it takes
// for shared memory, to see whether a signal came. Here this element is computed: 2 (SIGINT) once
// the time is over. Pyodide does not check what it was given; tests/browser hold it to that.

const SIGINT = 2;
const AGAIN = 1000; // milliseconds until the next signal, for a program that ignores the first

export class Clock {
  limit = Infinity; // milliseconds that a program may run
  tick: () => void = () => {};
  over: () => void = () => {};
  spent = 0; // milliseconds that the last program ran
  #begun = 0;
  #deadline = Infinity;

  /** The program begins, or has ended: outside it, nothing is interrupted. */
  watch = (running: boolean): void => {
    const now = performance.now();
    this.#deadline = running ? now + this.limit : Infinity;
    if (running) this.#begun = now;
    else {
      this.spent = now - this.#begun;
      this.over();
    }
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
