// What can be said of a run that ended. Sameness is claimed only when every byte is the same.

import { type Done, LIMIT } from "./lab";
import { filled, type Words } from "./words";

// What a page cannot do, by exit status and what standard error says: lab/errors.py (ForeignName,
// ForeignAddress); input(), whose error ends the traceback.
const CANNOT: [string, number, RegExp][] = [
  ["foreign", 2, /^lab: .*The lab has no host (named|at) /m],
  ["no_keyboard", 1, /(^|\n)EOFError: EOF when reading a line\n$/],
];
const INTERRUPTED = 130;

type Said = (string | undefined)[];
interface Printed {
  errors: string;
  empty: boolean;
}

/** How the program ended, what it printed, and last what to do about it. */
export function verdict(words: Words, done: Done, printed: Printed, likeness?: string): Said {
  const late = done.status === INTERRUPTED && done.milliseconds >= LIMIT * 900;
  if (late) return [filled(words.limit, LIMIT), likeness];
  const ending = done.status ? filled(words.error, done.status) : words.finished;
  if (done.broken) return [ending, words.broken, likeness];
  const nothing = printed.empty ? words.nothing : undefined;
  return [ending, nothing, likeness, advice(words, done, printed.errors)];
}

function advice(words: Words, done: Done, errors: string): string | undefined {
  const found = CANNOT.find(([, status, said]) => done.status === status && said.test(errors));
  return found && words[found[0]];
}

/** What can be said of the recorded run of the same command, if the page has one. */
export function compared(words: Words, printed: Uint8Array, recorded?: string): string | undefined {
  if (recorded === undefined) return words.unrecorded;
  const line = difference(printed, recorded);
  return line ? filled(words.differs, line) : words.same;
}

/** The first line, from 1, where what was printed is not what was recorded; 0 if they are equal. */
function difference(printed: Uint8Array, recorded: string): number {
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
