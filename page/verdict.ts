// What can be said of a run that ended. Sameness is claimed only when every byte is the same.

import { type Done, LIMIT } from "./lab";
import { filled, type Words } from "./words";

const FOREIGN = /^lab: .*The lab has no host (named|at) /m; // lab/errors.py: ForeignName, ForeignAddress
const INTERRUPTED = 130;

/** How the program ended. */
export function ending(words: Words, done: Done, errors: string, size: number): string[] {
  if (done.status === INTERRUPTED && done.milliseconds >= LIMIT * 900) {
    return [filled(words.limit, LIMIT)];
  }
  const said = [done.status ? filled(words.error, done.status) : (words.finished ?? "")];
  if (!size) said.push(words.nothing ?? "");
  if (done.status === 2 && FOREIGN.test(errors)) said.push(words.foreign ?? "");
  return said;
}

/** The first line, from 1, where what was printed is not what was recorded; 0 if they are equal. */
export function difference(printed: Uint8Array, recorded: string): number {
  const expected = new TextEncoder().encode(recorded);
  const whole = ended(printed);
  let line = 1;
  for (let n = 0; n < Math.max(whole.length, expected.length); n++) {
    if (whole[n] !== expected[n]) return line;
    if (whole[n] === 10) line++;
  }
  return 0;
}

/** A transcript ends its last line, even when the program does not. */
function ended(printed: Uint8Array): Uint8Array {
  if (!printed.length || printed.at(-1) === 10) return printed;
  const whole = new Uint8Array(printed.length + 1);
  whole.set(printed);
  whole[printed.length] = 10;
  return whole;
}
