// "On the wire": the table that lab/trace/as_html.py made comes to life. A message opens to its
// bytes, a byte shows its field and a field its bytes, and the URL says which one is looked at.

import { Opened } from "./bytes";
import { unfold } from "./fold";
import { announce, fits, hush, isPlain, type Place, parsed, prepare } from "./link";

const alive = new WeakSet<HTMLElement>();
const opened = new WeakMap<HTMLDetailsElement, Opened>();
let unfolded = false; // once the reader has opened a view, those of the next runs are open
let under: EventTarget | null = null; // the pointer
let waiting: Place | undefined; // a link to a run that has not been made yet

/** Give life to a view; doing so twice changes nothing. */
export function attach(section: HTMLElement): void {
  if (alive.has(section)) return;
  alive.add(section);
  section.addEventListener("toggle", (event) => toggled(section, event.target), true);
  section.addEventListener("pointermove", moved);
  section.addEventListener("focusin", pointed);
  section.addEventListener("click", (event) => clicked(section, event));
  section.addEventListener("keydown", (event) => pressed(section, event));
  const details = whole(section);
  if (unfolded) details?.setAttribute("open", "");
  else unfolded = details?.open ?? false;
  for (const each of section.querySelectorAll<HTMLDetailsElement>("tr details[open]")) {
    live(section, each);
  }
  if (waiting && fits(section, waiting)) meet(section, waiting);
}

/** Offer the capture of a run, a pcap file, under its view; the URL to revoke with it. */
export function offerCapture(section: HTMLElement, bytes: Uint8Array<ArrayBuffer>): string {
  const tools = section.querySelector(".wire-tools");
  if (!tools) return "";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/vnd.tcpdump.pcap" }));
  link.download = `${(section.dataset.program ?? "lab").replaceAll("/", "-")}.pcap`;
  link.textContent = section.dataset.capture ?? "pcap";
  tools.replaceChildren(link);
  return link.href;
}

/** Go to the byte that a fragment names; if its run is not in the page, Run is ready to make it. */
export function openFragment(hash: string): void {
  const place = parsed(hash);
  if (!place) return;
  const views = document.querySelectorAll<HTMLElement>("section.wire");
  const section = [...views].find((each) => fits(each, place));
  if (section) {
    attach(section);
    meet(section, place);
  } else {
    const offered = prepare(place);
    waiting = offered ? place : undefined;
    announce(place, offered);
  }
}

/** The run of a link is there: open its message. An old link may be to another run, which has it. */
function meet(section: HTMLElement, place: Place): void {
  const there = show(section, place);
  waiting = !there && isPlain(place) ? { ...place, any: true } : undefined;
  if (there) hush();
  else announce(place, false);
}

/** Whether the message is in the view. Its byte is put in sight: all of it may be taller. */
function show(section: HTMLElement, place: Place): boolean {
  whole(section)?.setAttribute("open", "");
  if (place.message > shown(section).length) showAll(section);
  const details = shown(section)[place.message - 1];
  if (!details) return false;
  details.open = true;
  const message = live(section, details);
  const at = message.select(place.byte ?? 0);
  (place.byte === undefined ? details.firstElementChild : at)?.scrollIntoView({ block: "center" });
  return true;
}

function whole(section: HTMLElement): HTMLDetailsElement | null {
  return section.querySelector<HTMLDetailsElement>(":scope > details");
}

function shown(section: HTMLElement): HTMLDetailsElement[] {
  return [
    ...section.querySelectorAll<HTMLDetailsElement>("tbody:not([hidden]) > tr > td > details"),
  ];
}

function showAll(section: HTMLElement): void {
  section.querySelector("tbody[hidden]")?.removeAttribute("hidden");
  section.querySelector(".wire-all")?.remove();
}

function live(section: HTMLElement, details: HTMLDetailsElement): Opened {
  const known = opened.get(details);
  if (known) return known;
  unfold(section, details);
  const message = new Opened(section, details);
  opened.set(details, message);
  return message;
}

/** The message that an event happened in. */
function around(target: EventTarget | null): Opened | undefined {
  const details =
    target instanceof Element ? target.closest<HTMLDetailsElement>("tr details") : null;
  return details ? opened.get(details) : undefined;
}

// -- what the reader does ---------------------------------------------------------------------

function toggled(section: HTMLElement, target: EventTarget | null): void {
  if (!(target instanceof HTMLDetailsElement)) return;
  if (target === whole(section)) unfolded = target.open;
  else if (target.open) live(section, target);
}

/** The pointer moved, not the page under it: a link's byte stays marked when the page scrolls. */
function moved(event: PointerEvent): void {
  if (event.target === under) return;
  under = event.target;
  pointed(event);
}

function pointed(event: Event): void {
  const message = around(event.target);
  const byte = message?.byteAt(event.target);
  if (message && byte !== undefined) message.mark(byte, event.type === "focusin");
}

function clicked(section: HTMLElement, event: Event): void {
  const target = event.target;
  if (!(target instanceof Element)) return;
  const message = around(target);
  const byte = message?.byteAt(target);
  if (target.closest(".wire-all")) {
    const next = shown(section).length;
    showAll(section);
    shown(section)[next]?.querySelector("summary")?.focus();
  } else if (message && target.closest(".wire-copy")) void copy(section, message);
  else if (message && byte !== undefined) choose(section, message, byte);
}

function choose(section: HTMLElement, message: Opened, byte: number): void {
  waiting = undefined;
  message.select(byte);
  record(fragment(section, message));
}

/** Nothing for an edited program: no link can bring its text. */
function fragment(section: HTMLElement, message: Opened): string {
  const { program, query = "", unlinked } = section.dataset;
  return unlinked ? "" : `#wire:${program}:${message.number}:${message.at}${query}`;
}

function record(hash: string): void {
  try {
    history.replaceState(history.state, "", hash || location.pathname + location.search);
  } catch {} // a browser may refuse when it comes too often; the next one will do
}

async function copy(section: HTMLElement, message: Opened): Promise<void> {
  const hash = fragment(section, message);
  record(hash);
  const { copied = "", address = "" } = section.dataset;
  try {
    await navigator.clipboard.writeText(new URL(hash, location.href).href);
    message.say(copied);
  } catch {
    message.say(address);
  }
}

function pressed(section: HTMLElement, event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof Element)) return;
  const message = around(event.target);
  if (event.key === "Escape") {
    if (message) message.close();
  } else if (event.target.matches("tr summary")) {
    if (walk(section, event.target, event.key)) event.preventDefault();
  } else if (message && event.target.closest(".wire-name")) {
    const byte = message.after(event.key);
    if (byte === undefined) return;
    event.preventDefault();
    choose(section, message, byte);
    message.focus();
  }
}

/** From message to message. */
function walk(section: HTMLElement, from: Element, key: string): boolean {
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (!step) return false;
  const all = shown(section);
  const next = all[all.findIndex((details) => details.contains(from)) + step];
  next?.querySelector("summary")?.focus();
  return true;
}
