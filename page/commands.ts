// A transcript begins with its command. This reads it as a shell would, so that a run can be
// compared with the transcript of the same command, and finds those that the page shows.

export interface Command {
  path: string;
  arguments: string[];
  breaks: string[];
}
export interface Recorded {
  output: string;
  block: HTMLElement;
  alone: boolean; // the block shows no other run
}

const PROMPT = /^\$ (?=python -m lab )/m;

/** The words of a line, as a shell cuts them. */
export function words(line: string): string[] {
  const found = line.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g);
  return Array.from(found, ([word]) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

/** The line that asks for this. */
export function line(command: Command): string {
  const options = command.breaks.flatMap((name) => ["--break", name]);
  const asked = [...options, command.path, ...command.arguments].map(quoted);
  return ["python -m lab run", ...asked].join(" ");
}

/** The word, as a shell cuts it out again. */
export function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}

/** What `python -m lab run …` asks; nothing if it asks for more than the program's output. */
export function parsed(text: string): Command | undefined {
  const [python, dash, lab, run, ...rest] = words(text);
  if ([python, dash, lab, run].join(" ") !== "python -m lab run") return undefined;
  const breaks: string[] = [];
  while (rest[0] === "--break") breaks.push(rest.splice(0, 2)[1] ?? "");
  const [path, ...given] = rest;
  return path && !path.startsWith("-") ? { path, arguments: given, breaks } : undefined;
}

/** Two commands that ask for the same; the order of what is broken changes nothing. */
function key(command: Command): string {
  return JSON.stringify([command.path, command.arguments, [...command.breaks].sort()]);
}

/** The transcript of this command, in this box or else anywhere in the page. */
export function recorded(box: HTMLElement, command: Command): Recorded | undefined {
  return search(box, command) ?? search(document.body, command);
}

function search(place: HTMLElement, command: Command): Recorded | undefined {
  const blocks = place.querySelectorAll<HTMLElement>(".language-console:not(.program__output)");
  for (const block of blocks) {
    const code = block.querySelector("code")?.textContent ?? "";
    const sections = code.split(PROMPT).slice(1);
    for (const [n, section] of sections.entries()) {
      const end = section.indexOf("\n");
      const asked = parsed(section.slice(0, end));
      if (!asked || key(asked) !== key(command)) continue;
      const rest = section.slice(end + 1);
      const output = n < sections.length - 1 ? rest.replace(/\n$/, "") : rest; // a blank line between
      return { output, block, alone: sections.length === 1 };
    }
  }
  return undefined;
}
