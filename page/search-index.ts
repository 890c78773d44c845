// The index is made from the pages' texts when the reader begins to search: they are needed anyway,
// to show where the words are, and weigh half as much as with an index made ahead.

import { type Asked, answers, asked } from "./search-question";
import { Ranking } from "./search-rank";
import { type Language, type Token, tokens } from "./search-terms";

/** [anchor, title, text] */
type Section = [string, string, string];
/** What hooks/search.py writes: [URL in the language's folder, sections] for each page. */
export type Texts = [string, Section[]][];
/** A text, cut where the words that are looked for begin and end: every second piece is one. */
export type Pieces = string[];
export interface Passage {
  url: string;
  title: Pieces;
  text: Pieces;
}
/** Passages of one page; the first is the page itself. */
export type Result = Passage[];

interface Entry {
  page: number;
  url: string;
  title: string;
  text: string;
  name: string;
}

interface Found {
  entry: Entry;
  score: number;
}

const BOOSTS = [6, 2, 2, 1]; // title, title of the page, name of the file and anchor, text
const PASSAGES = 4;
const LENGTH = 170;

export class Index {
  private readonly entries: Entry[];
  private readonly ranking: Ranking;

  constructor(
    texts: Texts,
    private readonly language: Language,
  ) {
    this.entries = texts.flatMap(([page, sections], at) =>
      sections.map((section) => entry(page, at, section, sections)),
    );
    const terms = (text: string) => tokens(text, language).map(({ term }) => term);
    const fields = this.entries.map((each) =>
      [each.title, each.name, each.url, each.text].map(terms),
    );
    this.ranking = new Ranking(fields, BOOSTS);
  }

  /** The pages that answer, best first. */
  search(question: string): Result[] {
    const words = asked(question, this.language);
    if (!words.length) return [];
    const pages = new Map<number, Found[]>();
    for (const found of this.found(words))
      pages.set(found.entry.page, [...(pages.get(found.entry.page) ?? []), found]);
    const best = [...pages.values()].sort((one, other) => worth(other) - worth(one));
    return best.map((found) =>
      this.result(
        found.map(({ entry }) => entry),
        words,
      ),
    );
  }

  /** The sections that answer, best first. */
  private found(words: Asked[]): Found[] {
    const scored = [...this.ranking.search(words)].map(([id, score]) => {
      return { entry: this.entries[id] as Entry, score };
    });
    return scored.sort((one, other) => other.score - one.score);
  }

  private result(found: Entry[], words: Asked[]): Result {
    const page = found[0]?.page;
    const head = this.entries.find((entry) => entry.page === page) as Entry;
    const best = found.filter((entry) => entry !== head).slice(0, PASSAGES);
    const own = found.includes(head) ? head : { ...head, text: "" };
    return [own, ...best].map((entry) => this.passage(entry, words));
  }

  private passage({ url, title, text }: Entry, words: Asked[]): Passage {
    const marked = (part: string) => pieces(part, answers(tokens(part, this.language), words));
    return { url, title: marked(title), text: marked(excerpt(text, this.language, words)) };
  }
}

/** Of a page: its best section counts most, the others less and less. */
function worth(found: Found[]): number {
  return found.reduce((total, { score }, at) => total + score / 2 ** at, 0);
}

function entry(page: string, at: number, section: Section, all: Section[]): Entry {
  const [anchor, title, text] = section;
  const url = anchor ? `${page}#${anchor}` : page;
  return { page: at, url, title, text, name: all[0]?.[1] ?? "" };
}

/** Where the text has most of what is looked for, cut at words. */
function excerpt(text: string, language: Language, words: Asked[]): string {
  const found = answers(tokens(text, language), words).sort(
    (one, other) => one.start - other.start,
  );
  const from = begin(found);
  if (text.length <= LENGTH || from < LENGTH / 2) return cut(text, 0);
  return cut(text, text.lastIndexOf(" ", from - LENGTH / 4) + 1);
}

function begin(found: Token[]): number {
  const kinds = ({ start }: Token) =>
    new Set(
      found
        .filter((token) => token.start >= start && token.end < start + LENGTH * 0.7)
        .map(({ term }) => term),
    ).size;
  const scores = found.map(kinds);
  return found[scores.indexOf(Math.max(...scores))]?.start ?? 0;
}

function cut(text: string, from: number): string {
  const to = from + LENGTH;
  const end = to < text.length ? text.lastIndexOf(" ", to) : text.length;
  const last = end > from ? end : to;
  return `${from ? "… " : ""}${text.slice(from, last)}${last < text.length ? " …" : ""}`;
}

/** Cut a text at the tokens' ends, those that overlap taken together. */
function pieces(text: string, found: Token[]): Pieces {
  const cuts: Pieces = [];
  let end = 0;
  for (const { start, end: to } of found.sort((one, other) => one.start - other.start)) {
    if (start >= end) cuts.push(text.slice(end, start), text.slice(start, to));
    else if (to > end) cuts.push((cuts.pop() ?? "") + text.slice(end, to));
    end = Math.max(end, to);
  }
  return [...cuts, text.slice(end)];
}
