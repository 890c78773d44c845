// What a program prints goes to the page in pieces: at once when it prints little, together when
// it prints a lot, since a message for each of a million lines would drown the page.

const PAUSE = 40; // milliseconds between two messages of output
const PIECE = 1 << 16; // bytes after which the next message does not wait

export interface Picture {
  name: string;
  mime: string;
  data: Uint8Array;
}
type Post = (message: object, transfer: Transferable[]) => void;

export class Outbox {
  #post: Post;
  #id = 0;
  #stream = "";
  #held: Uint8Array[] = [];
  #size = 0;
  #last = 0;

  constructor(post: Post) {
    this.#post = post;
  }

  /** What follows belongs to this run. */
  open(id: number): void {
    this.#id = id;
    this.#last = 0;
  }

  write(stream: string, data: Uint8Array): void {
    if (stream !== this.#stream) this.#send();
    this.#stream = stream;
    this.#held.push(data);
    this.#size += data.length;
    if (this.#size > PIECE) this.#send();
    else this.flush();
  }

  /** Send what is held, unless something was sent a moment ago. */
  flush(): void {
    if (this.#size && performance.now() - this.#last > PAUSE) this.#send();
  }

  picture({ name, mime, data }: Picture): void {
    this.#send();
    this.#post({ type: "picture", id: this.#id, name, mime, data }, [data.buffer as ArrayBuffer]);
  }

  /** The program has ended; what it drew and sent is still to come. */
  over(): void {
    this.#send();
    this.#post({ type: "over", id: this.#id }, []);
  }

  close(outcome: object): void {
    this.#send();
    this.#post({ type: "done", id: this.#id, ...outcome }, []);
  }

  #send(): void {
    if (!this.#size) return;
    const data = joined(this.#held, this.#size);
    this.#held = [];
    this.#size = 0;
    this.#last = performance.now();
    const message = { type: "output", id: this.#id, stream: this.#stream, data };
    this.#post(message, [data.buffer as ArrayBuffer]);
  }
}

function joined(pieces: Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
