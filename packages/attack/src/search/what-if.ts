import type { AttackPath } from './paths.ts';

/** What a change makes of the way from a start to a goal. */
export interface PathChange {
  readonly from: string;
  readonly to: string;
  /** `closed`: no way is left; `detour`: another one is; `opened`: there was none before. */
  readonly verdict: 'closed' | 'detour' | 'unchanged' | 'opened';
  readonly before: AttackPath | undefined;
  readonly after: AttackPath | undefined;
}

const ORDER: Readonly<Record<PathChange['verdict'], number>> = { closed: 0, opened: 1, detour: 2, unchanged: 3 };

/** Compares the paths of two sets, by start and goal: what dies first, what stays last. */
export function comparePaths(before: readonly AttackPath[], after: readonly AttackPath[]): readonly PathChange[] {
  const [old, now] = [index(before), index(after)];
  const changes = [...new Set([...old.keys(), ...now.keys()])].map(key => toChange(old.get(key), now.get(key)));
  return changes.toSorted((a, b) => ORDER[a.verdict] - ORDER[b.verdict]);
}

function index(paths: readonly AttackPath[]): ReadonlyMap<string, AttackPath> {
  return new Map(paths.map(path => [`${path.to}\n${path.from}`, path]));
}

function toChange(before: AttackPath | undefined, after: AttackPath | undefined): PathChange {
  const { from, to } = (before ?? after) as AttackPath;
  return { from, to, verdict: judge(before, after), before, after };
}

function judge(before: AttackPath | undefined, after: AttackPath | undefined): PathChange['verdict'] {
  if (after === undefined) return 'closed';
  if (before === undefined) return 'opened';
  const isSame = before.hops.length === after.hops.length && before.hops.every((hop, place) => isSameHop(hop, after.hops[place]));
  return isSame ? 'unchanged' : 'detour';
}

function isSameHop(a: AttackPath['hops'][number], b: AttackPath['hops'][number] | undefined): boolean {
  return a.edge === b?.edge && a.from === b.from && a.to === b.to && a.because === b.because;
}
