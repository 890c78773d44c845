// On a page that has a program, once the reader is near one: theme/assets/javascripts/programs.js
// tells what happens there. All the rest waits for them to want it: a pointer or the focus on the
// row, a press, or a link to a byte.

import type { Box } from "./program";

const PRESSES = ["go", "edit", "reset"] as const;
const opened = new WeakMap<HTMLElement, Promise<Box>>();
const pressed = new WeakSet<HTMLElement>(); // a button of theirs was, and nothing shows it yet

/** Something happened in a program's box, or in a view that was in the page before any run. */
export function hear(event: Event): void {
  const target = event.target as Element;
  const view = target.closest<HTMLElement>("section.wire");
  const row = target.closest<HTMLElement>(".program__run");
  const box = target.closest<HTMLElement>(".program");
  if (view) void import("./wire").then((wire) => wire.attach(view));
  if (!row || !box) return;
  if (isWish(event)) void open(box).catch(() => {}); // said when a button is pressed
  const press = pressOf(box, target, event);
  if (press) void act(box, press);
}

/** A link to a byte, in the page's address. */
export function follow(): void {
  const { hash } = location;
  void import("./wire").then((wire) => wire.openFragment(hash));
}

/** A finger that passes wants nothing yet. */
function isWish(event: Event): boolean {
  if (event.type === "focusin") return true;
  return event.type === "pointerover" && (event as PointerEvent).pointerType === "mouse";
}

/** What the reader asks for: a button, or Enter in the arguments; a double click is one. */
function pressOf(box: HTMLElement, target: Element, event: Event) {
  if (event.type === "click" && (event as MouseEvent).detail < 2) {
    return PRESSES.find((name) => target.closest(`.program__${name}`));
  }
  const { key, isComposing } = event as KeyboardEvent;
  const entered = key === "Enter" && !isComposing && target.closest(".program__arguments");
  return entered && !box.classList.contains("program__running") ? "go" : undefined;
}

async function act(box: HTMLElement, name: (typeof PRESSES)[number]): Promise<void> {
  if (pressed.has(box)) return;
  pressed.add(box);
  try {
    (await open(box))[name]();
  } catch (error) {
    console.warn(error);
    box.querySelector(".program__failed")?.removeAttribute("hidden");
  }
  pressed.delete(box);
}

function open(box: HTMLElement): Promise<Box> {
  let ready = opened.get(box);
  if (!ready) {
    ready = import("./program").then((program) => program.open(box));
    opened.set(box, ready);
    ready.catch(() => opened.delete(box));
  }
  return ready;
}
