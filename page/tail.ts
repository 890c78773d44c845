// What a very long output has past the screen: it is counted, and of it the end alone is kept.

const LAST = 3_000; // characters shown at the end
const LINES = 50;

export interface Piece {
  stream: string;
  text: string;
}

export class Tail {
  #pieces: Piece[] = [];
  #kept = 0; // characters in these pieces
  #characters = 0;
  #lines = 0;

  keep({ stream, text }: Piece): void {
    this.#characters += text.length;
    this.#lines += newlines(text);
    const end = text.slice(-LAST);
    this.#kept += end.length;
    this.#pieces.push({ stream, text: end });
    while (this.#kept - this.#first >= LAST) {
      this.#kept -= this.#first;
      this.#pieces.shift();
    }
  }

  get #first(): number {
    return this.#pieces[0]?.text.length ?? 0;
  }

  /** All of it, if it is short: the screen may as well have it. */
  get whole(): Piece[] | undefined {
    const short = this.#characters <= LAST && this.#lines <= LINES;
    return short ? this.#pieces : undefined;
  }

  /** Its last whole lines, and how many there are before them. */
  get last(): { pieces: Piece[]; before: number } {
    const end = this.#pieces.map(({ text }) => text).join("");
    const lines = end
      .slice(-LAST)
      .split("\n")
      .slice(1)
      .slice(-LINES - 1)
      .join("\n");
    const text = lines || end.slice(-LAST); // of one endless line, what it ends with
    let skipped = end.length - text.length;
    const pieces = this.#pieces.map((piece) => {
      const rest = piece.text.slice(skipped);
      skipped = Math.max(0, skipped - piece.text.length);
      return { ...piece, text: rest };
    });
    return { pieces, before: this.#lines - newlines(text) };
  }
}

function newlines(text: string): number {
  return text.split("\n").length - 1;
}
