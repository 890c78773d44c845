// The row under a program: what the reader chose there, and what the page says there.

import { filled, megabytes, type Words } from "./words";

export class Row {
  readonly back: HTMLButtonElement;
  readonly go: HTMLButtonElement;
  #box: HTMLElement;
  #words: Words;
  #row: HTMLElement;

  constructor(box: HTMLElement, words: Words) {
    this.#box = box;
    this.#words = words;
    this.#row = this.#find("run");
    this.back = this.#find<HTMLButtonElement>("back");
    this.go = this.#find<HTMLButtonElement>("go");
    for (const number of this.#row.querySelectorAll("input")) tick(number); // typed before us
  }

  #find<Kind extends HTMLElement>(name: string): Kind {
    const found = this.#box.querySelector<Kind>(`.program__${name}`);
    if (!found) throw new Error(`.program__${name}`);
    return found;
  }

  /** A number is for a break that is made. */
  watch(): void {
    this.#row.addEventListener("input", ({ target }) => {
      if (target instanceof HTMLInputElement) tick(target);
    });
  }

  set running(on: boolean) {
    this.#box.classList.toggle("program__running", on);
    turn(this.go, on);
    if (!on) this.#loading.hidden = true;
  }

  /** Offer to go back to the transcript, where the run replaced one, or else to clear the run. */
  leave(replaced: boolean): void {
    turn(this.back, !replaced);
    this.back.hidden = false;
  }

  /** Change what is above the row: a button that the reader sees stays where it is. */
  still(change: () => void): void {
    const before = this.go.getBoundingClientRect().top;
    change();
    if (before < 0 || before > innerHeight) return;
    const top = this.go.getBoundingClientRect().top - before;
    if (top) scrollBy({ top, behavior: "instant" });
  }

  /** One or two sentences, which a screen reader says too. */
  say(...sentences: (string | undefined)[]): void {
    this.#find("status").textContent = sentences.filter(Boolean).join(" ");
    this.#find("status").classList.remove("program__name");
    this.#loading.hidden = true;
    this.#find("failed").hidden = true;
  }

  get #loading(): HTMLElement {
    return this.#find("loading");
  }

  /** How much of Python has come. A screen reader is told once, and can ask for the bar. */
  progress(loaded: number, total: number): void {
    const arrived = total > 0 && loaded >= total;
    if (this.#loading.hidden) this.say(this.#words.progress);
    this.#find("status").classList.add("program__name");
    this.#loading.hidden = false;
    const [bar, text] = this.#loading.children as unknown as [HTMLProgressElement, HTMLElement];
    if (total) {
      bar.max = total;
      bar.value = loaded;
    }
    const amounts = [megabytes(this.#words, loaded), megabytes(this.#words, total)];
    const said = total ? filled(this.#words.loading, ...amounts) : `${this.#words.progress}…`;
    text.textContent = arrived ? (this.#words.starting ?? "") : said;
  }

  fail(): void {
    this.say();
    this.#find("failed").hidden = false;
  }
}

/** Give a button its second label, or the first one back. */
function turn(button: HTMLElement, second: boolean): void {
  const label = button.querySelector<HTMLElement>("[data-second]");
  if (!label) return;
  label.dataset.first ??= label.textContent ?? "";
  label.textContent = (second ? label.dataset.second : label.dataset.first) ?? "";
}

function tick(number: HTMLInputElement): void {
  const box = number.closest("li")?.querySelector<HTMLInputElement>("[type=checkbox]");
  if (box && number.type === "number" && number.value) box.checked = true;
}
