// Where questions are answered: in a worker, which is this same script; on a disk, where a browser
// gives no worker, in the page. Either way the texts come with the first question, as a script: that
// is what a page may read on a disk.

import { Index, type Result, type Texts } from "./search-index";
import type { Language } from "./search-terms";

declare const __index: Texts;
/** To the worker: where the texts are, then questions. */
type Order = { texts: string; language: Language } | { id: number; question: string };
/** From it: an answer, or that there are no texts. */
type Said = { id: number; results: Result[] } | { failed: true };
export type Ask = (question: string) => Promise<Result[]>;

export function connect(script: string, texts: string, language: Language): Ask {
  return location.protocol === "file:"
    ? inPage(texts, language)
    : inWorker(script, texts, language);
}

function inPage(texts: string, language: Language): Ask {
  const index = loaded(texts).then(() => new Index(__index, language));
  return async (question) => (await index).search(question);
}

function loaded(url: string): Promise<unknown> {
  const script = document.createElement("script");
  script.src = url;
  document.head.append(script);
  return new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = reject;
  });
}

function inWorker(script: string, texts: string, language: Language): Ask {
  const worker = new Worker(script);
  const waiting = new Map<number, (results: Result[]) => void>();
  const failed = new Promise<never>((_, reject) => {
    worker.onerror = reject;
    worker.onmessage = ({ data }: MessageEvent<Said>) => {
      if ("failed" in data) reject(new Error(texts));
      else waiting.get(data.id)?.(data.results);
    };
  });
  failed.catch(() => {});
  worker.postMessage({ texts, language } satisfies Order);
  let id = 0;
  return (question) => {
    id += 1;
    const answer = new Promise<Result[]>((resolve) => waiting.set(id, resolve));
    worker.postMessage({ id, question } satisfies Order);
    return Promise.race([answer, failed]);
  };
}

/** What the worker does. */
export function answer(worker: DedicatedWorkerGlobalScope): void {
  let index: Index | undefined;
  worker.onmessage = ({ data }: MessageEvent<Order>) => {
    if ("texts" in data) index = made(worker, data.texts, data.language);
    else if (index) reply(worker, { id: data.id, results: index.search(data.question) });
    else reply(worker, { failed: true });
  };
}

function made(
  worker: DedicatedWorkerGlobalScope,
  texts: string,
  language: Language,
): Index | undefined {
  try {
    worker.importScripts(texts);
    return new Index(__index, language);
  } catch {
    return undefined;
  }
}

function reply(worker: DedicatedWorkerGlobalScope, said: Said): void {
  worker.postMessage(said);
}
