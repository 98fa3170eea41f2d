import type { BehaviorBaseline } from '@breakwater/model';
import { CALLS, FILES, LISTENERS, NAMES, PEERS } from './sections.ts';

export interface BaselineEntry {
  readonly section: 'processes' | 'peers' | 'listeners' | 'files' | 'names' | 'calls';
  /** One line by which it is removed and spoken of, as `process init /bin/sh`. */
  readonly text: string;
  readonly firstSeen: string;
  /** Of a program: how it is called, by whom and by what, in words of their own. */
  readonly details: readonly string[];
}

/** Everything that a baseline holds, section by section. */
export function listEntries(
  baseline: Pick<BehaviorBaseline, 'processes' | 'peers' | 'listeners' | 'files' | 'names' | 'calls'>,
): readonly BaselineEntry[] {
  return [
    ...baseline.processes.map(({ entry, path, arguments: shapes, users, parents, firstSeen }) => ({
      section: 'processes' as const,
      text: toProcessText(entry, path),
      firstSeen,
      details: [
        ...shapes.map(shape => `arguments ${shape.join(' ')}`.trimEnd()),
        ...users.map(user => `user ${user}`),
        ...parents.map(parent => `started by ${parent}`),
      ],
    })),
    ...baseline.peers.map(one => ({ section: 'peers' as const, text: PEERS.toText(one), firstSeen: one.firstSeen, details: [] })),
    ...baseline.listeners.map(one => ({
      section: 'listeners' as const,
      text: LISTENERS.toText(one),
      firstSeen: one.firstSeen,
      details: [],
    })),
    ...baseline.files.map(one => ({ section: 'files' as const, text: FILES.toText(one), firstSeen: one.firstSeen, details: [] })),
    ...baseline.names.map(one => ({ section: 'names' as const, text: NAMES.toText(one), firstSeen: one.firstSeen, details: [] })),
    ...baseline.calls.map(one => ({ section: 'calls' as const, text: CALLS.toText(one), firstSeen: one.firstSeen, details: [] })),
  ];
}

export function toProcessText(entry: string, path: string): string {
  return `process ${entry} ${path}`;
}
