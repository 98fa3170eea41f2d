import type { BehaviorBaseline } from '@breakwater/model';
import { CALLS, FILES, LISTENERS, NAMES, PEERS, type Section } from './sections.ts';

export interface BaselineEntry {
  readonly section: 'processes' | 'peers' | 'listeners' | 'files' | 'names' | 'calls';
  /** One line by which it is removed and spoken of, as `process init /bin/sh`. */
  readonly text: string;
  readonly firstSeen: string;
  /** Whether it was seen while the baseline learned, promised by the manifest, or allowed by somebody. */
  readonly origin: 'learned' | 'manifest' | 'allowed';
  /** Of a program: how it is called, by whom and by what, in words of their own. */
  readonly details: readonly string[];
}

/** Everything that a baseline holds, section by section. */
export function listEntries(
  baseline: Pick<BehaviorBaseline, 'processes' | 'peers' | 'listeners' | 'files' | 'names' | 'calls' | 'seeded' | 'allowed'>,
): readonly BaselineEntry[] {
  const [allowed, seeded] = [new Set(baseline.allowed), new Set(baseline.seeded)];
  const findOrigin = (text: string): BaselineEntry['origin'] => {
    if (allowed.has(text)) return 'allowed';
    return seeded.has(text) ? 'manifest' : 'learned';
  };
  const toEntry = (section: BaselineEntry['section'], text: string, firstSeen: string, details: readonly string[] = []): BaselineEntry => ({
    section,
    text,
    firstSeen,
    origin: findOrigin(text),
    details,
  });
  const list = <T extends { readonly firstSeen: string }>(
    section: BaselineEntry['section'],
    entries: readonly T[],
    { toText }: Pick<Section<T>, 'toText'>,
  ): readonly BaselineEntry[] => entries.map(one => toEntry(section, toText(one), one.firstSeen));
  return [
    ...baseline.processes.map(({ entry, path, arguments: shapes, users, parents, firstSeen }) =>
      toEntry('processes', toProcessText(entry, path), firstSeen, [
        ...shapes.map(shape => `arguments ${shape.join(' ')}`.trimEnd()),
        ...users.map(user => `user ${user}`),
        ...parents.map(parent => `started by ${parent}`),
      ]),
    ),
    ...list('peers', baseline.peers, PEERS),
    ...list('listeners', baseline.listeners, LISTENERS),
    ...list('files', baseline.files, FILES),
    ...list('names', baseline.names, NAMES),
    ...list('calls', baseline.calls, CALLS),
  ];
}

export function toProcessText(entry: string, path: string): string {
  return `process ${entry} ${path}`;
}
