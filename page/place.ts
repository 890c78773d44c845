// Where a run is shown: in the place of its transcript or after the last one, and its messages in
// the place of those that were there. What the page showed before any run comes back from here.

import { type Choice, LONGEST, query, usual } from "./choice";
import type { Recorded } from "./commands";
import type { Done } from "./lab";
import type { Output } from "./output";
import type { Row } from "./row";
import { styled } from "./style";
import { type Words, words } from "./words";

export class Place {
  shown: Output | undefined;
  asked: Choice | undefined; // by the last run; nothing if the program was edited
  #box: HTMLElement;
  #row: Row;
  #hidden: HTMLElement | undefined; // the transcript that a run replaced
  #capture = ""; // the URL of the last run's
  #view: Node[] | undefined; // the view that was there before any run

  constructor(box: HTMLElement, row: Row) {
    this.#box = box;
    this.#row = row;
  }

  /** A run has something to show: it takes its transcript's place, or comes after the last one. */
  show(output: Output, same: Recorded | undefined): void {
    if (this.shown === output) return;
    const block = same?.alone && this.#box.contains(same.block) ? same.block : undefined;
    this.#row.still(() => {
      const height = this.shown?.block.offsetHeight;
      this.#clear();
      this.shown = output;
      output.still = (change) => this.#row.still(change);
      output.block.style.minHeight = `${height ?? block?.offsetHeight ?? 0}px`;
      this.#put(output.block, block);
    });
    this.#row.leave(block !== undefined);
  }

  #put(shown: HTMLElement, transcript: HTMLElement | undefined): void {
    this.#hidden = transcript;
    if (transcript) {
      transcript.after(shown);
      transcript.hidden = true;
    } else this.#box.querySelector(".program__run")?.before(shown);
  }

  /** The run ended by itself, or was cut short: if it had shown nothing, the transcript is back. */
  end(whole: boolean): void {
    const output = this.shown;
    if (!output) return;
    if (!whole && output.empty) this.clear();
    else {
      this.#row.still(() => {
        output.end();
        output.block.style.removeProperty("min-height");
      });
    }
  }

  /** Back to what the page showed before any run. */
  clear(): void {
    this.#row.still(() => this.#clear());
    this.#row.back.hidden = true;
  }

  #clear(): void {
    this.shown?.remove();
    this.shown = undefined;
    if (this.#hidden) this.#hidden.hidden = false;
    this.#hidden = undefined;
    if (this.#view) this.#box.querySelector(".program__wire")?.replaceChildren(...this.#view);
  }

  /** What the run put on the wire, in the place of the view that was there. */
  async wire(done: Done): Promise<void> {
    const { shown: output, asked } = this;
    const place = this.#box.querySelector<HTMLElement>(".program__wire");
    if (!place || !done.wire) return;
    const [said] = await Promise.all([words(), styled("wire")]);
    if (this.shown !== output) return; // the reader has gone on
    this.#view ??= [...place.childNodes];
    place.innerHTML = done.wire; // made by lab/trace/as_html.py, which escapes what was sent
    const section = place.querySelector<HTMLElement>("section");
    if (section) this.#link(section, asked, said);
    const wire = await import("./wire");
    if (!section?.isConnected) return;
    wire.attach(section);
    URL.revokeObjectURL(this.#capture);
    this.#capture = wire.offerCapture(section, done.pcap);
  }

  /** What links to the bytes of a run say of it, or why there are none. */
  #link({ dataset }: HTMLElement, asked: Choice | undefined, said: Words): void {
    const link = asked ? query(asked, usual(this.#box)) : "";
    if (!asked) dataset.unlinked = said.wire_edited;
    else if (link.length > LONGEST) dataset.unlinked = said.wire_long;
    else dataset.query = link;
  }
}
