// A question: the terms that are looked for, and how near to them a term of the text may be.

import { fold, type Language, type Token, tokens } from "./search-terms";

export interface Asked {
  /** The name as a whole, when it has several parts. */
  whole: string;
  parts: string[];
  /** The last word of a question may be one that is being typed. */
  open: boolean;
}

const COMMON = new Set(
  (
    "a au aux c ce ces d de des du en est et il j l la le les m n on ou par pas pour qu que qui s sa se " +
    "ses son sur t un une y an and are as at be by do does for how in is it its of or the to what why"
  ).split(" "),
);
const TYPO = 5; // letters from which one may be wrong

/** The words of a question, without those that are in every text, unless there are no others. */
export function asked(question: string, language: Language): Asked[] {
  const all = question.split(/\s+/).flatMap((word) => names(word, language));
  const rare = all.filter(({ parts }) => !COMMON.has(parts.join()));
  const kept = rare.length ? rare : all;
  const last = kept.at(-1);
  if (last) last.open = !/\s$/.test(question);
  return kept;
}

function names(word: string, language: Language): Asked[] {
  const found: Asked[] = [];
  let end = 0;
  for (const token of tokens(word, language)) {
    const inside = token.start < end;
    end = Math.max(end, token.end);
    const name = inside ? found.at(-1) : undefined;
    if (name) name.parts.push(token.term);
    else found.push(one(token, fold(word.slice(token.start, token.end))));
  }
  return found.map((name) =>
    name.parts.length > 1 ? { ...name, parts: name.parts.slice(1) } : name,
  );
}

function one(token: Token, whole: string): Asked {
  return { whole, parts: [token.term], open: false };
}

/** Whether a word is long enough for one of its letters to be wrong. */
export function forgiving(term: string): boolean {
  return term.length >= TYPO && !/\d/.test(term);
}

/** The places of the text that answer: exactly if it has such, else nearly. */
export function answers(text: Token[], question: Asked[]): Token[] {
  return question.flatMap((name) => {
    const { whole, parts, open } = name;
    const found = parts.length > 1 ? closest(text, whole, open) : [];
    if (found.length) return found;
    return parts.flatMap((part, at) => closest(text, part, isOpen(name, at)));
  });
}

/** Whether this part of a name may be one that is being typed: the last. */
export function isOpen({ open, parts }: Asked, part: number): boolean {
  return open && part === parts.length - 1;
}

function closest(text: Token[], term: string, open: boolean): Token[] {
  const kinds = [
    (other: string) => other === term,
    (other: string) => open && other.startsWith(term),
    (other: string) => forgiving(term) && near(other, term),
  ];
  for (const kind of kinds) {
    const found = text.filter((token) => kind(token.term));
    if (found.length) return found;
  }
  return [];
}

/** Whether one letter more, less or other makes them the same. */
function near(one: string, other: string): boolean {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  const [a, b] = [one.slice(same), other.slice(same)];
  return a.slice(1) === b.slice(1) || a === b.slice(1) || a.slice(1) === b;
}
