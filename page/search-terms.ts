// What the words of a text and those of a question are compared by: without accents or capitals,
// without most endings ("requête", "requêtes"), and, for a name of code, whole and in parts:
// "socket.SOCK_STREAM" is found by "sock_stream", "stream" and "socket".

export type Language = "fr" | "en";
export interface Token {
  term: string;
  start: number;
  end: number;
}

type Inside = (name: string, start: number) => Token[];

const NAME = /[\p{L}\p{N}\p{M}]+(?:[._@-]+[\p{L}\p{N}\p{M}]+)*/gu;
const JOINT = /[_@-]+|(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll}{2})/u;
const DOT = /\.+/;
const PLAIN = /^[\0-\x7f]*$/;

/** Its terms, in order, and where each is; a name of several parts comes before its parts. */
export function tokens(text: string, language: Language): Token[] {
  const word = (name: string, start: number) => [token(stem(fold(name), language), start, name)];
  const simple = (name: string, start: number) => cut(name, start, JOINT, word);
  return [...text.matchAll(NAME)].flatMap(({ 0: name, index }) => cut(name, index, DOT, simple));
}

/** A name and what its parts give; if it has but one, only that. */
function cut(name: string, start: number, joint: RegExp, inside: Inside): Token[] {
  const parts = name.split(joint);
  let end = 0;
  const found = parts.flatMap((part) => {
    const at = name.indexOf(part, end);
    end = at + part.length;
    return inside(part, start + at);
  });
  return parts.length > 1 ? [token(fold(name), start, name), ...found] : found;
}

function token(term: string, start: number, word: string): Token {
  return { term, start, end: start + word.length };
}

/** Without accents or capitals. */
export function fold(word: string): string {
  const small = word.toLowerCase();
  if (PLAIN.test(small)) return small;
  const bare = small.normalize("NFD").replace(/\p{M}/gu, "");
  return bare.replace(/œ/g, "oe").replace(/æ/g, "ae");
}

/** What the forms of a word have in common, more or less: it is only ever compared. */
export function stem(word: string, language: Language): string {
  if (word.length < 4 || /\d/.test(word) || word === "https") return word;
  return language === "fr" ? french(word) : english(word);
}

/** After Savoy's light rules: plurals, then the endings of gender, of -er and -é. */
function french(word: string): string {
  const one = word.replace(/([^e])aux$/, "$1al").replace(/(?<=[^s])s$|(?<=[aeo]u)x$/, "");
  const bare = one.length < 5 ? one : one.replace(/(?<!ad)er$|ee?$/, ""); // not "header"
  return bare.replace(/(.)\1$/, "$1");
}

/** Plurals, -ing and -ed when a vowel is left before them, a final -e. */
function english(word: string): string {
  const one = word.replace(/ie[sd]$/, "y").replace(/([^siu])s$/, "$1");
  const bare = one.replace(/^(.*[aeiouy].+?)(?:ing|(?<!e)ed)$/, "$1");
  const short = bare === one ? one : bare.replace(/([^aeiouls])\1$/, "$1");
  return short.length < 4 ? short : short.replace(/e$/, "");
}
