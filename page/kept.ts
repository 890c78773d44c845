// What this browser keeps of the site. Each content is kept once, under its own hash, whatever the
// versions or languages that hold it: so an update fetches only what changed, two versions never
// mix, and a page of the last version still finds its own style sheet while the new one arrives.

/** What the build says of the site (hooks/offline.py): paths from its root, and their hashes. */
export interface Site {
  version: string;
  /** The folder of each language: "" for the first. */
  folders: string[];
  /** Fetched ahead: the pages and what they need. */
  now: Record<string, string>;
  /** Kept once asked for: the programs, Python. */
  later: Record<string, string>;
}
interface List {
  version: string;
  files: Record<string, string>;
}

const AT_ONCE = 4;

export class Kept {
  readonly #site: Site;
  readonly #scope: string;
  readonly #name: string;
  readonly #files: Record<string, string>;
  #lists: Promise<List[]> | undefined;

  /** `scope`: the URL of the site's root. */
  constructor(site: Site, scope: string) {
    this.#site = site;
    this.#scope = scope;
    this.#name = `aller-retour 1 ${new URL(scope).pathname}`;
    this.#files = { ...site.now, ...site.later };
  }

  /** The kept copy of a file, of this version, or else of the one before. */
  async find(path: string): Promise<Response | undefined> {
    for (const { files } of await this.#known()) {
      const found = files[path] && (await this.get(files[path]));
      if (found) return found;
    }
    return undefined;
  }

  /** The content that has this hash; a copy that a disk or a browser has spoilt goes. */
  async get(hash: string): Promise<Response | undefined> {
    try {
      const copy = await this.#match(hash);
      if (!copy) return undefined;
      const body = await copy.arrayBuffer();
      if ((await digest(body)) === hash) return new Response(body, { headers: copy.headers });
      await (await this.#cache()).delete(this.#key(hash));
    } catch {} // what cannot be read is not kept
    return undefined;
  }

  /** Whether this version, or the one before, has the file. */
  async has(path: string): Promise<boolean> {
    return (await this.#known()).some(({ files }) => path in files);
  }

  /** Keep a file as it was answered, if it is the one that its hash says. Throws if disk is full. */
  async take(path: string, answer: Response, hash = this.#files[path]): Promise<void> {
    if (!hash || answer.status !== 200 || answer.type !== "basic") return;
    const body = await answer.arrayBuffer();
    if ((await digest(body)) !== hash) return;
    const copy = new Response(body, { headers: answer.headers });
    await (await this.#cache()).put(this.#key(hash), copy);
  }

  /** Fetch what is missing of these files, a few at a time. Throws if the network or disk fails. */
  async fill(paths: string[], cache: RequestCache): Promise<void> {
    const queue = paths.values();
    const one = async () => {
      for (const path of queue) {
        const hash = this.#files[path];
        if (hash && !(await this.#match(hash)))
          await this.take(path, await fetch(this.#scope + path, { cache }));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  }

  /** This version is now the one: only what it or the last one holds stays. The disk may be full:
   * what is not needed goes first. */
  async settle(): Promise<void> {
    const lists = await this.#known();
    const cache = await this.#cache();
    const wanted = new Set(["lists", ...lists.flatMap(({ files }) => Object.values(files))]);
    const keys = new Set([...wanted].map((hash) => this.#key(hash)));
    for (const { url } of await cache.keys()) if (!keys.has(url)) await cache.delete(url);
    await cache.put(this.#key("lists"), new Response(JSON.stringify(lists)));
  }

  /** This version, even if the worker was stopped before it settled; and the one before. */
  #known(): Promise<List[]> {
    this.#lists ??= this.#read().then((lists) => {
      const others = lists.filter(({ version }) => version !== this.#site.version);
      return [{ version: this.#site.version, files: this.#files }, ...others.slice(0, 1)];
    });
    return this.#lists;
  }

  /** The lists of those who settled here; none if they are spoilt. */
  async #read(): Promise<List[]> {
    try {
      return (await (await this.#match("lists"))?.json()) ?? [];
    } catch {
      return [];
    }
  }

  async #match(key: string): Promise<Response | undefined> {
    return (await this.#cache()).match(this.#key(key));
  }

  #cache(): Promise<Cache> {
    return caches.open(this.#name);
  }

  #key(hash: string): string {
    return `${this.#scope}kept/${hash}`;
  }
}

async function digest(body: ArrayBuffer): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body)).slice(0, 8);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
