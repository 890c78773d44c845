// On every page that has a program: puts the buttons in their place, and nothing more. All the
// rest waits for the reader to want it: a pointer or the focus on the row, or a link to a byte.

import type { Box } from "./program";

const opened = new WeakMap<HTMLElement, Promise<Box>>();
const pressed = new WeakSet<HTMLElement>(); // a button of theirs was, and nothing shows it yet

for (const box of document.querySelectorAll<HTMLElement>(".program")) prepare(box);
for (const view of document.querySelectorAll<HTMLElement>("section.wire")) awaken(view);
addEventListener("hashchange", follow);
follow();

function prepare(box: HTMLElement): void {
  const row = box.querySelector<HTMLElement>(".program__run");
  const controls = row?.querySelector("template");
  if (!row || !controls) return;
  row.append(controls.content.cloneNode(true));
  row.querySelector<HTMLElement>(".program__how")?.setAttribute("hidden", "");
  const wanted = () => void open(box).catch(() => {}); // said when a button is pressed
  row.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && wanted());
  row.addEventListener("focusin", wanted);
  for (const name of ["go", "edit", "reset"] as const) {
    row.querySelector(`.program__${name}`)?.addEventListener("click", (event) => {
      const { detail } = event as MouseEvent;
      if (detail < 2) void press(box, name); // a double click is one
    });
  }
  row.querySelector(".program__arguments")?.addEventListener("keydown", (event) => {
    const { key, isComposing } = event as KeyboardEvent;
    const running = box.classList.contains("program__running");
    if (key === "Enter" && !isComposing && !running) void press(box, "go");
  });
}

async function press(box: HTMLElement, name: "go" | "edit" | "reset"): Promise<void> {
  if (pressed.has(box)) return;
  pressed.add(box);
  try {
    (await open(box))[name]();
  } catch (error) {
    console.warn(error);
    fail(box);
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

function fail(box: HTMLElement): void {
  for (const name of ["failed", "how"]) {
    box.querySelector(`.program__${name}`)?.removeAttribute("hidden");
  }
}

/** A view that is in the page before any run. */
function awaken(view: HTMLElement): void {
  const wanted = () => void import("./wire").then((wire) => wire.attach(view));
  view.addEventListener("pointerenter", wanted, { once: true });
  view.addEventListener("focusin", wanted, { once: true });
}

function follow(): void {
  const { hash } = location;
  if (hash.startsWith("#wire:")) void import("./wire").then((wire) => wire.openFragment(hash));
}
