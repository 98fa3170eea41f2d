import type { LearnedProcess } from '@breakwater/model';
import { ANY, type CollapseRule, PatternSet } from '../patterns/pattern-set.ts';
import type { ProcessElement } from './to-element.ts';

/** Programs of one container that are learned, and shapes of arguments of one program. */
const MAX_PROCESSES = 1000;
const MAX_SHAPES = 300;
const MAX_USERS = 1000;
/** Words in one place of a command line that are told apart, and what a program is told to run, which always is. */
const WORDS = 10;
const CODE = new Set(['-c', '-e', '-E', '--eval', '--command', '-Command']);

const ofArguments: CollapseRule = prefix => ({
  limit: CODE.has(prefix.at(-1) ?? '') ? Number.POSITIVE_INFINITY : WORDS,
  isDeep: false,
});
const ofFew: CollapseRule = () => ({ limit: 20, isDeep: false });

interface Known {
  readonly arguments: PatternSet;
  readonly users: PatternSet;
  readonly parents: PatternSet;
  firstSeen: string;
}

export type ProcessNews = 'known' | 'new-path' | 'new-user' | 'new-parent' | 'new-arguments';

/** The programs of one container: which, as whom, started by what, with which arguments. */
export class ProcessBook {
  readonly #known = new Map<string, Known>();

  constructor(entries: readonly LearnedProcess[]) {
    for (const { entry, path, arguments: shapes, users, parents, firstSeen } of entries) {
      const known = createKnown(firstSeen);
      this.#known.set(toKey(entry, path), known);
      for (const shape of shapes) known.arguments.add(shape, firstSeen);
      for (const user of users) known.users.add([user], firstSeen);
      for (const parent of parents) known.parents.add([parent], firstSeen);
    }
  }

  get size(): number {
    return this.#known.size;
  }

  judge({ entry, path, user, parent, arguments: shape }: ProcessElement): ProcessNews {
    const known = this.#known.get(toKey(entry, path));
    if (known === undefined) return 'new-path';
    if (!known.users.has([user])) return 'new-user';
    if (parent !== undefined && !known.parents.has([parent])) return 'new-parent';
    return known.arguments.has(shape) ? 'known' : 'new-arguments';
  }

  /** `full`: something of it has no room. */
  learn(
    { entry, path, user, parent, arguments: shape }: ProcessElement,
    time: string,
  ): 'known' | 'new' | 'full-processes' | 'full-arguments' {
    const key = toKey(entry, path);
    const before = this.#known.get(key);
    if (before === undefined && this.#known.size >= MAX_PROCESSES) return 'full-processes';
    const known = before ?? createKnown(time);
    this.#known.set(key, known);
    if (time < known.firstSeen) known.firstSeen = time;
    const added = [
      known.users.add([user], time),
      parent === undefined ? 'known' : known.parents.add([parent], time),
      known.arguments.add(shape, time),
    ];
    if (added.includes('full')) return 'full-arguments';
    return before === undefined || added.includes('new') ? 'new' : 'known';
  }

  /** Whether it was there. */
  remove(entry: string, path: string): boolean {
    return this.#known.delete(toKey(entry as 'init', path));
  }

  /** Sorted by path, those of the container itself first. */
  list(): readonly LearnedProcess[] {
    return [...this.#known]
      .map(([key, { arguments: shapes, users, parents, firstSeen }]): LearnedProcess => {
        const [entry, path] = splitKey(key);
        return {
          path,
          entry,
          arguments: shapes.list().map(({ segments }) => [...segments]),
          users: listFirst(users),
          parents: listFirst(parents),
          firstSeen,
        };
      })
      .toSorted((a, b) => compareText(a.path, b.path) || -compareText(a.entry, b.entry));
  }
}

function createKnown(firstSeen: string): Known {
  return {
    arguments: new PatternSet(ofArguments, MAX_SHAPES),
    users: new PatternSet(ofFew, MAX_USERS),
    parents: new PatternSet(ofFew, MAX_USERS),
    firstSeen,
  };
}

function listFirst(set: PatternSet): string[] {
  return set.list().map(({ segments }) => segments[0] ?? ANY);
}

function toKey(entry: LearnedProcess['entry'], path: string): string {
  return `${entry} ${path}`;
}

function splitKey(key: string): readonly [LearnedProcess['entry'], string] {
  const end = key.indexOf(' ');
  return [key.slice(0, end) as LearnedProcess['entry'], key.slice(end + 1)];
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
