import type { NodeFacts } from '@breakwater/model';
import { readYaml, type Yaml } from './yaml.ts';

export type NodeFile = NodeFacts['files'][number];

/** What collectors write as type of a path where nothing is, and of one that they may not look at. */
export const ABSENT = 'absent';
export const UNREADABLE = 'unreadable';

/** What became of looking for a file. */
export type FoundFile =
  | { readonly state: 'found'; readonly file: NodeFile }
  | { readonly state: 'absent' }
  /** Nobody looked, or nobody could. */
  | { readonly state: 'unseen'; readonly reason: string };

/** The files of one node, by path. A path that is not among them was not looked for, which says nothing of what is there. */
export class NodeFiles {
  readonly #files: ReadonlyMap<string, NodeFile>;
  /** Many checks ask of one configuration. */
  readonly #yaml = new Map<string, Yaml | undefined>();

  constructor(files: readonly NodeFile[]) {
    this.#files = new Map(files.map(file => [normalize(file.path), file]));
  }

  find(path: string): FoundFile {
    const file = this.#files.get(normalize(path));
    if (file === undefined) return { state: 'unseen', reason: `${path} was not collected` };
    if (file.type === ABSENT) return { state: 'absent' };
    if (file.type === UNREADABLE) return { state: 'unseen', reason: `${path} could not be read by the collector` };
    return { state: 'found', file };
  }

  /** The first of several places where something is; absent when all were looked at in vain. */
  findFirst(paths: readonly string[]): FoundFile {
    const found = paths.map(path => this.find(path));
    return found.find(({ state }) => state === 'found') ?? found.find(({ state }) => state === 'unseen') ?? { state: 'absent' };
  }

  /** Everything below a folder that was collected, the folder itself left out; undefined when nobody looked at the folder. */
  listBelow(folder: string): readonly NodeFile[] | undefined {
    const prefix = `${normalize(folder)}/`;
    const files = [...this.#files].filter(([path]) => path.startsWith(prefix)).map(([, file]) => file);
    if (files.length === 0 && this.find(folder).state === 'unseen') return undefined;
    return files.filter(({ type }) => type !== ABSENT);
  }

  /** Whether the text of a file was kept. */
  hasText(path: string): boolean {
    return this.#readText(path) !== undefined;
  }

  /** A configuration file; undefined where it was not kept, whatever the reason, and where it is no map in YAML. */
  readYaml(path: string): Yaml | undefined {
    if (this.#yaml.has(path)) return this.#yaml.get(path);
    const content = this.#readText(path);
    const value = content === undefined ? undefined : readYaml(content, path);
    this.#yaml.set(path, value);
    return value;
  }

  #readText(path: string): string | undefined {
    const found = this.find(path);
    return found.state === 'found' ? found.file.content : undefined;
  }
}

function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
