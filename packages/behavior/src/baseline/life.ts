import type { BehaviorBaseline, BehaviorSubject } from '@breakwater/model';
import { toArgumentShape, toProgramPath } from '../patterns/generalize.ts';
import { ANY } from '../patterns/pattern-set.ts';
import { Behavior } from './behavior.ts';
import { toProcessText } from './list-entries.ts';

/** When a baseline is taken for complete by itself. Milliseconds. */
export interface LearningRule {
  /** It learns for so long at least. */
  readonly learnMs: number;
  /** And found nothing new for so long. */
  readonly steadyMs: number;
}

export const LEARNING: LearningRule = { learnMs: 24 * 3_600_000, steadyMs: 6 * 3_600_000 };

/** Who locks a baseline that has become steady. */
export const BY_STEADINESS = 'steadiness';

/** Why a baseline still learns, and until when it does so unless something new comes: RFC 3339 UTC. */
export interface Learning {
  readonly reason: 'nothing-seen' | 'young' | 'new';
  readonly until?: string;
}

/** Undefined for a baseline that may be locked by itself. `now`: RFC 3339 UTC. */
export function findLearning(
  { since, lastNew, events }: Pick<BehaviorBaseline, 'since' | 'lastNew' | 'events'>,
  now: string,
  { learnMs, steadyMs }: LearningRule = LEARNING,
): Learning | undefined {
  if (events === 0) return { reason: 'nothing-seen' };
  const [learned, steady] = [Date.parse(since) + learnMs, Date.parse(lastNew) + steadyMs];
  const end = Math.max(learned, steady);
  if (Date.parse(now) >= end) return undefined;
  const reason = Date.parse(now) < learned ? 'young' : 'new';
  return Number.isFinite(end) ? { reason, until: new Date(end).toISOString() } : { reason };
}

/** Why a baseline still learns, in words; undefined for one that may be locked by itself. `now`: RFC 3339 UTC. */
export function explainLearning(
  progress: Pick<BehaviorBaseline, 'since' | 'lastNew' | 'events'>,
  now: string,
  rule: LearningRule = LEARNING,
): string | undefined {
  const { since, lastNew } = progress;
  const reason = findLearning(progress, now, rule)?.reason;
  if (reason === 'nothing-seen') return 'nothing was seen yet';
  if (reason === 'young') return `it learns since ${since}, and does so for ${toHours(rule.learnMs)} hours at least`;
  if (reason === 'new')
    return `something new was seen at ${lastNew}: it is locked when there is nothing new for ${toHours(rule.steadyMs)} hours`;
  return undefined;
}

/** From now on what it does not know is a deviation, and nothing is added to it. `time`: RFC 3339 UTC. */
export function lockBaseline(baseline: BehaviorBaseline, by: string, time: string): BehaviorBaseline {
  return baseline.state === 'locked' ? baseline : { ...baseline, state: 'locked', lockedBy: by, lockedAt: time };
}

/** It learns again, from now on; what it knows stays. */
export function unlockBaseline(baseline: BehaviorBaseline, time: string): BehaviorBaseline {
  const { lockedBy: _, lockedAt: __, ...rest } = baseline;
  return { ...rest, state: 'learning', since: time, lastNew: time };
}

/** A version begins with what the one before it did, and learns anew: what it adds is first seen later than its own beginning. */
export function followVersion(before: BehaviorBaseline, subject: BehaviorSubject, time: string): BehaviorBaseline {
  const { syscalls: _, ...rest } = unlockBaseline(before, time);
  return {
    ...rest,
    subject,
    follows: before.subject.version,
    coverage: 'partial',
    lastSeen: time,
    events: 0,
    pods: [],
    suppressed: { processes: 0, arguments: 0, peers: 0, files: 0, names: 0, calls: 0 },
  };
}

/** A command that the manifest says will come in from outside: of a probe, or of a hook. */
export interface ManifestCommand {
  readonly argv: readonly string[];
}

/** Knows commands of the manifest before they are seen. Those that name no path are found by the container alone, and have to be learned. */
export function seedCommands(baseline: BehaviorBaseline, commands: readonly ManifestCommand[], time: string): BehaviorBaseline {
  const named = commands.filter(({ argv: [program = ''] }) => program.startsWith('/'));
  const processes = named.map(({ argv: [program = '', ...rest] }) => ({
    path: toProgramPath(program),
    entry: 'exec' as const,
    arguments: [[...toArgumentShape([program, ...rest], false)]],
    users: [ANY],
    parents: [ANY],
    firstSeen: time,
  }));
  if (processes.length === 0) return baseline;
  const seeded = new Set([...(baseline.seeded ?? []), ...processes.map(({ entry, path }) => toProcessText(entry, path))]);
  return new Behavior({ ...baseline, processes: [...baseline.processes, ...processes], seeded: [...seeded].toSorted() }).toBaseline();
}

function toHours(milliseconds: number): number {
  return Math.round(milliseconds / 360_000) / 10;
}
