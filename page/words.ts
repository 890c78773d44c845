// What the script says comes from hooks/words.toml, through the bundle's manifest; numbers are
// written as the page's language writes them.

export type Words = Record<string, string>;
export interface Published {
  worker: string;
  words: Record<string, Words>;
}

export const script = document.querySelector<HTMLScriptElement>("script[data-lab]");
export const language = script?.dataset.language === "en" ? "en" : "fr";
export const manifest = new URL(script?.dataset.manifest ?? "", import.meta.url);

let asked: Promise<Published> | undefined;

/** The manifest; asked for again if that failed. */
export function published(): Promise<Published> {
  asked ??= fetch(manifest).then((answer) => {
    if (!answer.ok) throw new Error(`${manifest.pathname}: ${answer.status}`);
    return answer.json();
  });
  asked.catch(() => {
    asked = undefined;
  });
  return asked;
}

export async function words(): Promise<Words> {
  return (await published()).words[language] ?? {};
}

/** The sentence, its {} replaced. */
export function filled(sentence: string | undefined, ...values: (string | number)[]): string {
  let next = 0;
  return (sentence ?? "").replace(/\{\w*\}/g, () => shown(values[next++] ?? ""));
}

function shown(value: string | number): string {
  return typeof value === "string" ? value : new Intl.NumberFormat(language).format(value);
}

/** A number of bytes, in megabytes. */
export function megabytes(words: Words, bytes: number): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const number = new Intl.NumberFormat(language, digits).format(bytes / 1e6);
  return filled(words.megabytes, number);
}
