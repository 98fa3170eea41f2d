import type { BehaviorBaseline } from '@breakwater/model';
import { ANY, REST } from '../patterns/pattern-set.ts';
import type { Sighting } from '../sighting.ts';
import { Behavior, createBaseline, learnAll } from './behavior.ts';
import { listEntries, toProcessText } from './list-entries.ts';
import { CALLS, FILES, LISTENERS, NAMES, PEERS } from './sections.ts';

const PATTERNS = { peers: PEERS, listeners: LISTENERS, files: FILES, names: NAMES, calls: CALLS } as const;
const SECTIONS = ['processes', 'peers', 'listeners', 'files', 'names', 'calls'] as const;

type Entries = Pick<BehaviorBaseline, (typeof SECTIONS)[number]>;
export interface ChangedEntries {
  readonly baseline: BehaviorBaseline;
  /** Lines that there are none of, or that are none. */
  readonly unknown: readonly string[];
}

/** Takes entries out by their lines, as `process init /bin/sh`, so that they are not learned again. */
export function removeEntries(baseline: BehaviorBaseline, lines: readonly string[]): ChangedEntries {
  const known = new Set(listEntries(baseline).map(({ text }) => text));
  const gone = new Set(lines.filter(line => known.has(line)));
  const keep = <K extends keyof Entries>(section: K): BehaviorBaseline[K] =>
    baseline[section].filter(one => !gone.has(listEntries({ ...NOTHING, [section]: [one] })[0]?.text ?? '')) as BehaviorBaseline[K];
  return {
    baseline: {
      ...baseline,
      processes: keep('processes'),
      peers: keep('peers'),
      listeners: keep('listeners'),
      files: keep('files'),
      names: keep('names'),
      calls: keep('calls'),
      removed: [...new Set([...baseline.removed, ...gone])].toSorted(),
    },
    unknown: lines.filter(line => !gone.has(line)),
  };
}

const NOTHING: Entries = { processes: [], peers: [], listeners: [], files: [], names: [], calls: [] };

/** Knows entries from now on by their lines, locked or not, also those that were taken out; of a program that is every way to call it. `time`: RFC 3339 UTC. */
export function allowEntries(baseline: BehaviorBaseline, lines: readonly string[], time: string): ChangedEntries {
  const parsed = lines.map(line => [line, parseEntry(line, time)] as const);
  const allowed = parsed.flatMap(([line, entry]) => (entry === undefined ? [] : [line]));
  const added = parsed.flatMap(([, entry]) => (entry === undefined ? [] : [entry]));
  const add = <K extends keyof Entries>(section: K): Entries[K] =>
    [...baseline[section], ...added.flatMap((one): readonly unknown[] => one[section] ?? [])] as Entries[K];
  const all = {
    processes: add('processes'),
    peers: add('peers'),
    listeners: add('listeners'),
    files: add('files'),
    names: add('names'),
    calls: add('calls'),
  };
  const head = { ...baseline, ...all, removed: baseline.removed.filter(line => !allowed.includes(line)) };
  return { baseline: markAllowed(new Behavior(head).toBaseline(), allowed), unknown: lines.filter(line => !allowed.includes(line)) };
}

/** Knows from now on what was seen, and nothing else of it: a program with these arguments, as this user. */
export function allowSightings(baseline: BehaviorBaseline, sightings: readonly Sighting[]): BehaviorBaseline {
  const removed = baseline.removed.filter(line => !sightings.some(one => isOf(line, one, baseline)));
  const learned = learnAll({ ...baseline, removed, state: 'learning' }, sightings);
  const entries = Object.fromEntries(SECTIONS.map(section => [section, learned[section]]));
  const { syscalls } = learned;
  const known = new Set(listEntries(baseline).map(toWhole));
  const changed = listEntries(learned).filter(entry => !known.has(toWhole(entry)));
  const head = { ...baseline, ...entries, removed, ...(syscalls === undefined ? {} : { syscalls }) };
  return markAllowed(
    head,
    changed.map(({ text }) => text),
  );
}

function markAllowed(baseline: BehaviorBaseline, lines: readonly string[]): BehaviorBaseline {
  if (lines.length === 0) return baseline;
  return { ...baseline, allowed: [...new Set([...(baseline.allowed ?? []), ...lines])].toSorted() };
}

function toWhole({ text, details }: { readonly text: string; readonly details: readonly string[] }): string {
  return [text, ...details].join('\n');
}

/** Whether what was taken out is what was seen. */
function isOf(line: string, sighting: Sighting, { subject, since }: BehaviorBaseline): boolean {
  return new Behavior({ ...createBaseline(subject, since), removed: [line] }).judge(sighting)?.verdict === 'removed';
}

function parseEntry(line: string, firstSeen: string): Partial<Entries> | undefined {
  const [, entry, path = ''] = /^process (init|exec) (\/?\S.*)$/s.exec(line) ?? [];
  if (entry !== undefined) {
    const program = { path, entry: entry as 'init' | 'exec', arguments: [[], [REST]], users: [ANY], parents: [ANY], firstSeen };
    return toProcessText(entry, path) === line ? { processes: [program] } : undefined;
  }
  for (const section of SECTIONS) {
    if (section === 'processes') continue;
    const found = PATTERNS[section].parse(line);
    if (found !== undefined) return { [section]: [{ ...found, firstSeen }] };
  }
  return undefined;
}
