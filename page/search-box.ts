// The dialog. Its results are plain links: Tab and the arrows go from one to the next, and each can be
// opened in another tab. What is found is counted in words for who does not see it.

import { type Ask, connect } from "./search-ask";
import type { Passage, Pieces, Result } from "./search-index";
import { asked } from "./search-marks";
import { element, folder, language, place, style, words } from "./search-place";

const PAUSE = 90; // milliseconds without a key before an answer is looked for
const KEYS = "aller-retour.keys";
let box: Box | undefined;

/** Open the dialog, or go back to its field if it is open. */
export async function openSearch(): Promise<void> {
  box ??= new Box();
  await style();
  box.open();
}

class Box {
  private readonly ask: Ask = connect(place("search"), place("index"), language());
  private readonly field = element("input", {
    className: "search__field",
    type: "text",
    id: "search-field",
    autocomplete: "off",
    spellcheck: false,
    enterKeyHint: "search",
    placeholder: words("hint"),
    value: asked(),
  });
  private readonly said = element("p", { className: "search__said", role: "status" });
  private readonly list = element("ol", { className: "search__pages" });
  private readonly dialog = dialog(this.field, this.said, this.list);
  private timer = 0;
  private last = "";

  constructor() {
    document.body.append(this.dialog);
    this.field.addEventListener("input", () => this.wait());
    this.dialog.addEventListener("keydown", (event) => this.move(event));
    this.dialog.addEventListener("click", (event) => this.leave(event));
    this.dialog.addEventListener("submit", (event) => this.first(event));
  }

  open(): void {
    if (!this.dialog.open) this.dialog.showModal();
    this.field.focus();
    this.field.select();
    if (this.field.value !== this.last) this.wait();
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), PAUSE);
  }

  /** Ask, and show the answer unless the reader has typed something else meanwhile. */
  private async look(): Promise<void> {
    const question = this.field.value;
    this.last = question;
    if (!this.said.textContent && question) this.said.textContent = words("loading");
    const results = await this.ask(question).catch(() => undefined);
    if (question !== this.field.value) return;
    this.list.replaceChildren(...(results ?? []).map((result) => shown(result, question.trim())));
    const count = results?.length
      ? words("count").replace("{}", `${results.length}`)
      : words("none");
    this.said.textContent = !results ? words("failed") : question.trim() && count;
  }

  private links(): HTMLAnchorElement[] {
    return [...this.list.querySelectorAll("a")];
  }

  /** The arrows go through the field and the links. */
  private move(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops: HTMLElement[] = [this.field, ...this.links()];
    const here = stops.indexOf(document.activeElement as HTMLElement);
    if (!step || here < 0) return;
    event.preventDefault();
    stops[Math.max(here + step, 0)]?.focus();
  }

  /** A click beside the dialog, on its cross, or on a link, which may lead to this very page. */
  private leave({ target }: Event): void {
    if (target === this.dialog || (target as Element).closest("a, button")) this.dialog.close();
  }

  /** Enter, in the field: the first result. */
  private async first(event: Event): Promise<void> {
    event.preventDefault();
    clearTimeout(this.timer);
    if (this.field.value !== this.last) await this.look();
    this.links()[0]?.click();
  }
}

/** Its parts, in order: the field, what is said, the results, the reader's choice of keys. */
function dialog(field: HTMLElement, said: HTMLElement, list: HTMLElement): HTMLDialogElement {
  const label = element("label", { className: "search__label", htmlFor: field.id }, words("label"));
  const close = element("button", { className: "search__close", type: "button" }, "×");
  close.ariaLabel = words("close");
  const form = element("form", { className: "search__form", role: "search" });
  form.append(label, field, close);
  const whole = element("dialog", { className: "search", ariaLabel: words("label") });
  whole.append(form, said, list, keys());
  return whole;
}

/** Shortcuts of one key can be turned off: who speaks to their computer types them unwillingly. */
function keys(): HTMLElement {
  const box = element("input", { type: "checkbox", checked: true });
  try {
    box.checked = localStorage.getItem(KEYS) !== "off";
    box.onchange = () => localStorage.setItem(KEYS, box.checked ? "on" : "off");
  } catch {} // a browser that keeps nothing: the shortcuts stay
  return element("label", { className: "search__keys" }, box, words("keys"));
}

/** A page that was found: its link, and those of its sections. */
function shown([page, ...sections]: Result, question: string): HTMLElement {
  const inside = sections.map((each) => element("li", {}, link(each, question)));
  const item = element("li", {}, ...(page ? [link(page, question)] : []));
  if (inside.length) item.append(element("ol", { className: "search__sections" }, ...inside));
  return item;
}

function link({ url, title, text }: Passage, question: string): HTMLElement {
  const target = new URL(url, folder());
  target.search = `?${new URLSearchParams({ h: question })}`;
  const name = element("strong", { className: "search__title" }, ...marked(title));
  const around = element("span", { className: "search__text" }, ...marked(text));
  return element(
    "a",
    { className: "search__link", href: target.href },
    name,
    ...(text[0] || text[1] ? [around] : []),
  );
}

function marked(pieces: Pieces): (Node | string)[] {
  return pieces.map((piece, at) => (at % 2 ? element("mark", {}, piece) : piece));
}
