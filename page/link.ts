// Links to one byte: "#wire:dns/resolve:4:32" is byte 32, from 0, of message 4 of that program's run.
// A run with breaks, or with arguments of the reader's, says so: "…:4:32?break=dns-servfail&args=A".

import { type Choice, choose, LONGEST, query, usual } from "./choice";
import { words as cut } from "./commands";
import { styled } from "./style";
import { filled, words } from "./words";

export interface Place {
  program: string;
  message: number;
  byte: number | undefined;
  breaks: string[];
  given: string | undefined; // the arguments; undefined: the usual ones
  any?: boolean; // a run of which the link does not say all: they once did not
}

const BYTE = /^#wire:([\w/.-]+):([1-9]\d{0,5})(?::(\d{1,6}))?$/;
const BREAK = /^[\w-]+(=[1-9]\d{0,5})?$/;

/** What a fragment names; undefined if it is not one of ours. */
export function parsed(hash: string): Place | undefined {
  if (hash.length > LONGEST + 100) return undefined;
  const text = hash.includes("?") ? hash : decoded(hash);
  const [head = "", ...tail] = text.split("?");
  const found = BYTE.exec(decoded(head));
  const asked = options(tail.join("?"));
  if (!found || !asked) return undefined;
  const byte = found[3] === undefined ? undefined : Number(found[3]);
  return { program: found[1] ?? "", message: Number(found[2]), byte, ...asked };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray %: not a link of ours, and found not to be one
  }
}

function options(text: string): Pick<Place, "breaks" | "given"> | undefined {
  const asked = new URLSearchParams(text.replaceAll("&amp;", "&")); // HTML that was read as text
  const breaks = asked.getAll("break");
  const [given, ...more] = asked.getAll("args");
  const known = [...asked.keys()].every((name) => name === "break" || name === "args");
  const good = known && !more.length && breaks.every((each) => BREAK.test(each));
  return good ? { breaks, given } : undefined;
}

/** Whether a view is that of the run that a link names. */
export function fits(section: HTMLElement, place: Place): boolean {
  const box = section.closest(".program");
  if (!box || section.dataset.program !== place.program || section.dataset.unlinked) return false;
  return place.any || (section.dataset.query ?? "") === query(choice(box, place), usual(box));
}

function choice(box: Element, { breaks, given }: Place): Choice {
  return { breaks, arguments: given === undefined ? usual(box).arguments : cut(given) };
}

/** Choose, in the program's box, what the link says; false if the page offers no such run. */
export function prepare(place: Place): boolean {
  const box = boxOf(place);
  return box?.querySelector(".program__go") ? choose(box, choice(box, place)) : false;
}

function boxOf(place: Place): Element | null {
  return document.querySelector(`[data-path="snippets/${CSS.escape(place.program)}.py"]`);
}

let told: Place | undefined;

/** Nothing is to be said any more of a link. */
export function hush(): void {
  told = undefined;
  for (const old of document.querySelectorAll(".wire-wait")) old.remove();
}

/** Say above Run that it shows the message of a link; or that the page knows no such run. */
export function announce(place: Place, known: boolean): void {
  say(place, known).catch(() => {}); // without words, the box alone is shown
}

async function say(place: Place, known: boolean): Promise<void> {
  hush();
  const row = boxOf(place)?.querySelector(".program__run");
  if (!row) return;
  told = place;
  row.scrollIntoView({ block: "center" });
  const [said] = await Promise.all([words(), styled("wire")]);
  if (told !== place) return;
  const sentence = known ? said.wire_pending : said.wire_unknown;
  const chosen = known && !isPlain(place) ? ` ${said.wire_chosen}` : "";
  const note = put(row, filled(sentence, String(place.message)) + chosen);
  if (known) note.focus({ preventScroll: true });
}

/** Whether a link says nothing of its run. Those that were made before links could are like that. */
export function isPlain(place: Place): boolean {
  return !place.breaks.length && place.given === undefined;
}

/** Before Run, for the eye and the keyboard; it goes when Run would do something else. */
function put(row: Element, text: string): HTMLElement {
  const note = document.createElement("p");
  note.className = "wire-wait";
  note.setAttribute("role", "status");
  note.tabIndex = -1;
  note.textContent = text;
  row.before(note);
  note.scrollIntoView({ block: "center" });
  row.addEventListener("input", () => note.remove());
  for (const other of row.querySelectorAll(".program__edit, .program__reset")) {
    other.addEventListener("click", () => note.remove());
  }
  return note;
}
