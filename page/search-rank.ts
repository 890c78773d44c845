// Which entries answer, and how well: BM25 over fields that count more or less, on a radix tree that
// finds what begins with a term, or is one letter from it. MiniSearch has both; its tree alone is a
// third of its bytes.

import SearchableMap from "minisearch/SearchableMap";
import { type Asked, forgiving, isOpen } from "./search-question";

/** How often a term is in each field of an entry. */
type Counts = number[];
type Scores = Map<number, number>;

const K = 1.2; // how soon a term that comes back counts no more
const B = 0.5; // how much a long text is worth less
const PREFIX = 0.4;
const TYPO = 0.2;
const WHOLE = 3; // how much more a name counts as a whole than its parts

export class Ranking {
  private readonly terms = new SearchableMap<Map<number, Counts>>();
  private readonly lengths: Counts[] = [];
  private readonly means: Counts;

  /** `entries`: the terms of each field of each; `boosts`: what each field counts. */
  constructor(
    entries: string[][][],
    private readonly boosts: number[],
  ) {
    for (const [id, fields] of entries.entries()) {
      this.lengths.push(fields.map(({ length }) => length));
      for (const [field, terms] of fields.entries())
        for (const term of terms) this.count(term, id, field);
    }
    this.means = boosts.map((_, field) => sum(this.lengths.map((each) => each[field] ?? 0)));
    this.means = this.means.map((total) => total / entries.length || 1);
  }

  private count(term: string, id: number, field: number): void {
    const entries = this.terms.fetch(term, () => new Map<number, Counts>());
    const counts = entries.get(id) ?? this.boosts.map(() => 0);
    counts[field] = (counts[field] ?? 0) + 1;
    entries.set(id, counts);
  }

  /** The entries that have all the words, or as many of them as any has; entry -> score. */
  search(words: Asked[]): Scores {
    const found = words.map((word) => this.named(word));
    const ids = [...new Set(found.flatMap((scores) => [...scores.keys()]))];
    const hits = new Map(ids.map((id) => [id, found.filter((scores) => scores.has(id)).length]));
    const most = Math.max(...hits.values());
    const best = ids.filter((id) => hits.get(id) === most);
    return new Map(best.map((id) => [id, sum(found.map((scores) => scores.get(id) ?? 0))]));
  }

  /** A name: all its parts, better still as a whole. */
  private named(name: Asked): Scores {
    const { whole, parts, open } = name;
    const scores: Scores = new Map();
    const each = parts.map((part, at) => this.near(part, isOpen(name, at)));
    for (const [id] of each[0] ?? [])
      if (each.every((found) => found.has(id)))
        scores.set(id, sum(each.map((found) => found.get(id) ?? 0)) / each.length);
    if (parts.length > 1) this.add(scores, whole, WHOLE, open, false);
    return scores;
  }

  private near(term: string, open: boolean): Scores {
    const scores: Scores = new Map();
    this.add(scores, term, 1, open, forgiving(term));
    return scores;
  }

  private add(scores: Scores, term: string, weight: number, open: boolean, typo: boolean): void {
    const kinds = new Map<string, number>();
    if (typo) for (const [other] of this.terms.fuzzyGet(term, 1)) kinds.set(other, TYPO);
    if (open)
      for (const [other] of this.terms.atPrefix(term))
        kinds.set(other, (PREFIX * term.length) / other.length);
    kinds.set(term, 1);
    for (const [other, kind] of kinds) this.score(scores, other, weight * kind);
  }

  private score(scores: Scores, term: string, weight: number): void {
    const entries = this.terms.get(term);
    const all = this.lengths.length;
    const rare = Math.log(1 + (all - (entries?.size ?? 0) + 0.5) / ((entries?.size ?? 0) + 0.5));
    for (const [id, counts] of entries ?? [])
      scores.set(id, (scores.get(id) ?? 0) + weight * rare * this.worth(id, counts));
  }

  private worth(id: number, counts: Counts): number {
    return sum(
      counts.map((count, field) => {
        const length = (this.lengths[id]?.[field] ?? 0) / (this.means[field] ?? 1);
        return ((this.boosts[field] ?? 1) * count * (K + 1)) / (count + K * (1 - B + B * length));
      }),
    );
  }
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
