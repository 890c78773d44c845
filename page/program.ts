// One program's box: Run and Stop, Edit, Reset, what to break. It is opened when the reader first
// comes near. The recorded transcript stays until a run has something to show in its place.

import { type Command, line, type Recorded, recorded } from "./commands";
import * as lab from "./lab";
import { MOST, Output } from "./output";
import { Row } from "./row";
import type { Source } from "./source";
import { difference, ending } from "./verdict";
import { filled, megabytes, type Words, words } from "./words";

const PCAP = "application/vnd.tcpdump.pcap";

export interface Box {
  go(): void;
  edit(): void;
  reset(): void;
}

/** The box comes to life, and Python with it unless the reader saves data. */
export async function open(box: HTMLElement): Promise<Box> {
  const program = new Program(box, await words());
  const { saveData } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {};
  if (!saveData) lab.load();
  return program;
}

class Program implements Box {
  #box: HTMLElement;
  #words: Words;
  #row: Row;
  #path: string;
  #name: string;
  #run = 0; // the number of the run under way
  #source: Promise<Source> | undefined;
  #edited: Source | undefined;
  #output: Output | undefined;
  #hidden: HTMLElement | undefined; // the transcript that a run replaced
  #capture = ""; // the URL of the last run's
  #view: Node[] | undefined; // the view that was there before any run

  constructor(box: HTMLElement, words: Words) {
    this.#box = box;
    this.#words = words;
    this.#path = box.dataset.path ?? "";
    this.#name = this.#path.replace(/.*\//, "");
    this.#row = new Row(box, words);
    this.#row.watch();
    this.#row.back.addEventListener("click", () => {
      this.#row.go.focus();
      this.#forget();
    });
  }

  go(): void {
    if (this.#run) this.#stop(this.#words.stopped);
    else this.#start();
  }

  edit(): void {
    this.#source ??= import("./source").then((module) => module.open(this.#box, this.#words));
    const asked = this.#source;
    asked.then(
      (source) => {
        if (this.#source !== asked) return source.close(); // Reset came first
        this.#edited = source;
        source.focus();
      },
      () => {
        if (this.#source === asked) this.#source = undefined;
        this.#row.say(this.#words.unreadable);
      },
    );
  }

  reset(): void {
    if (this.#run) this.#stop();
    this.#forget();
    this.#row.reset();
    this.#edited?.close();
    this.#source = this.#edited = undefined;
    lab.renew();
    this.#row.say(this.#words.was_reset);
  }

  #start(): void {
    const { arguments: given, breaks } = this.#row;
    const command = { path: this.#path, arguments: given, breaks };
    const source = this.#edited?.text ?? null;
    const same = source === null ? recorded(this.#box, command) : undefined;
    const output = this.#page(command, source !== null);
    this.#row.running = true;
    this.#run = lab.run({ ...command, source }, this.#told(output, same, source !== null));
  }

  #page(command: Command, edited: boolean): Output {
    const label = edited ? this.#words.this_run_edited : this.#words.this_run;
    return new Output(this.#words, line(command), label ?? "", this.#name);
  }

  #told(output: Output, same: Recorded | undefined, edited: boolean): lab.Told {
    return {
      waiting: () => this.#row.say(this.#words.waiting),
      progress: (loaded, total) => this.#row.progress(loaded, total),
      running: () => {
        if (this.#output) this.#show(output, same); // what an earlier run printed is not this run's
        this.#row.say(filled(this.#words.running, this.#name));
      },
      output: (stream, data) => {
        output.write(stream, data);
        this.#show(output, same);
        if (output.size <= MOST) return;
        this.#stop(filled(this.#words.flood, megabytes(this.#words, MOST)));
      },
      picture: ({ name, mime, data }) => {
        this.#show(output, same);
        output.draw(mime, [data], name);
      },
      done: (done) => void this.#done(done, output, same, edited),
      late: () => this.#ended(filled(this.#words.limit, lab.LIMIT)),
      failed: (error) => {
        console.warn(error);
        this.#ended();
        this.#row.fail();
      },
    };
  }

  /** A run has something to show: it takes its transcript's place, or comes after the last one. */
  #show(output: Output, same: Recorded | undefined): void {
    if (this.#output === output) return;
    const height = this.#output?.block.offsetHeight;
    this.#clear();
    this.#output = output;
    const block = same?.alone && this.#box.contains(same.block) ? same.block : undefined;
    // The row stays under the pointer.
    output.block.style.minHeight = `${height ?? block?.offsetHeight ?? 0}px`;
    if (block) {
      block.after(output.block);
      block.hidden = true;
      this.#hidden = block;
    } else this.#box.querySelector(".program__run")?.before(output.block);
    this.#row.back.hidden = false;
  }

  async #done(done: lab.Done, output: Output, same: Recorded | undefined, edited: boolean) {
    this.#show(output, same);
    this.#ended();
    const printed = await output.bytes;
    if (this.#output !== output || this.#run) return; // the reader has gone on
    const said = ending(this.#words, done, output.errors, output.size);
    if (edited) said.push(this.#words.edited ?? "");
    else if (same) said.push(this.#compared(printed, same));
    this.#row.say(...said);
    await this.#wire(done);
  }

  #compared(printed: Uint8Array, same: Recorded): string {
    const line = difference(printed, same.output);
    return (line ? filled(this.#words.differs, line) : this.#words.same) ?? "";
  }

  /** What the run put on the wire, in the place of the view that was there. */
  async #wire(done: lab.Done): Promise<void> {
    const place = this.#box.querySelector<HTMLElement>(".program__wire");
    if (!place || !done.wire) return;
    this.#view ??= [...place.childNodes];
    place.innerHTML = done.wire; // made by lab/trace/as_html.py, which escapes what was sent
    const section = place.querySelector<HTMLElement>("section");
    const wire = await import("./wire");
    if (!section?.isConnected) return;
    wire.attach(section);
    URL.revokeObjectURL(this.#capture);
    this.#capture = URL.createObjectURL(new Blob([done.pcap], { type: PCAP }));
    wire.offerCapture(section, this.#capture);
  }

  #stop(said?: string): void {
    const id = this.#run;
    this.#ended(said);
    lab.stop(id);
  }

  #ended(...said: (string | undefined)[]): void {
    this.#run = 0;
    this.#row.running = false;
    this.#output?.end();
    this.#output?.block.style.removeProperty("min-height");
    this.#row.say(...said);
  }

  /** Back to what the page showed before any run. */
  #forget(): void {
    if (this.#run) this.#stop();
    this.#clear();
    this.#row.say();
    this.#row.back.hidden = true;
  }

  #clear(): void {
    this.#output?.remove();
    this.#output = undefined;
    if (this.#hidden) this.#hidden.hidden = false;
    this.#hidden = undefined;
    if (this.#view) this.#box.querySelector(".program__wire")?.replaceChildren(...this.#view);
  }
}
