import { keepNewest } from '@breakwater/model';

/** Containers, addresses of one, and names of one address that are kept. */
const MAX_SUBJECTS = 2000;
const MAX_ADDRESSES = 500;
const MAX_NAMES = 5;
const MAX_ALIASES = 10;

/** Which names led a container to an address, by the answers that it got. */
export class DnsMemory {
  readonly #subjects = new Map<string, Map<string, string[]>>();

  /** Takes an answer: addresses, and the names that lead to them. */
  note(subject: string, query: string, answers: readonly string[]): void {
    const name = toName(query);
    const found = answers.filter(isAddress).slice(0, MAX_ADDRESSES);
    if (found.length === 0 || name === '') return;
    const aliases = answers.filter(answer => !isAddress(answer)).slice(0, MAX_ALIASES);
    const addresses = touch(this.#subjects, subject, () => new Map<string, string[]>(), MAX_SUBJECTS);
    for (const address of found) {
      const known = touch(addresses, address, () => [], MAX_ADDRESSES);
      // What was asked for says more than where it led.
      const names = [...new Set([name, ...known.filter(one => one !== name), ...aliases.map(toName)])].slice(0, MAX_NAMES);
      known.splice(0, known.length, ...names);
    }
  }

  /** The last one asked for first. */
  list(subject: string, address: string): readonly string[] {
    return this.#subjects.get(subject)?.get(address) ?? [];
  }
}

/** The value of a key, moved to the end; the one that was not touched for longest goes when there are too many. */
function touch<V>(map: Map<string, V>, key: string, create: () => V, max: number): V {
  const value = map.get(key) ?? create();
  keepNewest(map, key, value, max);
  return value;
}

function toName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function isAddress(text: string): boolean {
  return text.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(text);
}
