// One program's box: Run and Stop, Edit, Reset, what to break. It is opened when the reader first
// comes near. The recorded transcript stays until a run has something to show in its place.

import { chosen, clear } from "./choice";
import { line, type Recorded, recorded } from "./commands";
import * as lab from "./lab";
import { MOST, Output } from "./output";
import { Place } from "./place";
import { Row } from "./row";
import type { Source } from "./source";
import { styled } from "./style";
import { compared, verdict } from "./verdict";
import { filled, megabytes, type Words, words } from "./words";

export interface Box {
  go(): void;
  edit(): void;
  reset(): void;
}

/** The box comes to life, and Python with it unless the reader saves data. */
export async function open(box: HTMLElement): Promise<Box> {
  const { saveData } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {};
  if (!saveData) lab.load();
  const [said] = await Promise.all([words(), styled("run")]);
  return new Program(box, said);
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
  #place: Place;

  constructor(box: HTMLElement, words: Words) {
    this.#box = box;
    this.#words = words;
    this.#path = box.dataset.path ?? "";
    this.#name = this.#path.replace(/.*\//, "");
    this.#row = new Row(box, words);
    this.#row.watch();
    this.#place = new Place(box, this.#row);
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
    clear(this.#box);
    this.#edited?.close();
    this.#source = this.#edited = undefined;
    lab.renew();
    this.#row.say(this.#words.was_reset);
  }

  #start(): void {
    const command = { path: this.#path, ...chosen(this.#box) };
    const source = this.#edited?.text ?? null;
    this.#place.asked = source === null ? command : undefined;
    const same = source === null ? recorded(this.#box, command) : undefined;
    const label = source === null ? this.#words.this_run : this.#words.this_run_edited;
    const output = new Output(this.#words, line(command), label ?? "", this.#name);
    this.#row.running = true;
    this.#run = lab.run({ ...command, source }, this.#told(output, same, source !== null));
  }

  #told(output: Output, same: Recorded | undefined, edited: boolean): lab.Told {
    return {
      waiting: () => this.#row.say(this.#words.waiting),
      progress: (loaded, total) => this.#row.progress(loaded, total),
      running: () => {
        if (this.#place.shown) this.#place.show(output, same); // what an earlier run printed is not this run's
        this.#row.say(filled(this.#words.running, this.#name));
      },
      output: (stream, data) => {
        output.write(stream, data);
        this.#place.show(output, same);
        if (output.size <= MOST) return;
        this.#stop(filled(this.#words.flood, megabytes(this.#words, MOST)));
      },
      picture: ({ name, mime, data }) => {
        this.#place.show(output, same);
        output.draw(mime, [data], name);
      },
      done: (done) => void this.#done(done, output, same, edited),
      late: () => this.#cut(filled(this.#words.limit, lab.LIMIT)),
      failed: (error) => {
        console.warn(error);
        this.#cut();
        this.#row.fail();
      },
    };
  }

  async #done(done: lab.Done, output: Output, same: Recorded | undefined, edited: boolean) {
    this.#place.show(output, same);
    this.#place.end(true);
    this.#ended();
    const printed = await output.bytes;
    if (this.#place.shown !== output || this.#run) return; // the reader has gone on
    const words = this.#words;
    const likeness = edited ? words.edited : compared(words, printed, same?.output);
    this.#row.say(...verdict(words, done, output, likeness));
    await this.#place.wire(done);
  }

  #stop(said?: string): void {
    const id = this.#run;
    this.#cut(said);
    lab.stop(id);
  }

  /** The run did not come to its end. */
  #cut(said?: string): void {
    this.#place.end(false);
    this.#ended(said);
  }

  #ended(...said: (string | undefined)[]): void {
    this.#run = 0;
    this.#row.running = false;
    this.#row.say(...said);
  }

  /** Back to what the page showed before any run. */
  #forget(): void {
    if (this.#run) this.#stop();
    this.#place.clear();
    this.#row.say();
  }
}
