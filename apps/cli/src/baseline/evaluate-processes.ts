import { Behavior, createBaseline, lockBaseline } from '@breakwater/behavior';

/** A case of the truth data: containers, one baseline for all of them, and processes that were seen. */
export interface ProcessCase {
  readonly containers: readonly string[];
  readonly baseline: {
    readonly autoLocked: string | null;
    readonly userLocked: string | null;
    readonly elements: readonly string[];
  } | null;
  readonly indicators: readonly { readonly container: string; readonly path: string; readonly args?: string }[];
  readonly previousResult: {
    readonly BaselineStatuses?: readonly {
      readonly ContainerName: string;
      readonly BaselineStatus: string;
      readonly AnomalousProcessesExecuted: boolean;
    }[];
  } | null;
}

type Status = 'NOT_GENERATED' | 'UNLOCKED' | 'LOCKED';

export interface ProcessVerdict {
  readonly violatingIndices: readonly number[];
  readonly statusPerContainer: readonly Status[];
  readonly anomalousPerContainer: readonly boolean[];
  readonly resultPersisted: boolean;
}

const TIME = '2026-01-01T00:00:00Z';
const PREFIX = 'storage.ContainerNameAndBaselineStatus_';

/** Judges by our baselines where only paths count: arguments, users and parents are no reason. A result equal to the one before is not written again. */
export function evaluateProcesses({ containers, baseline, indicators, previousResult }: ProcessCase): ProcessVerdict {
  const behavior = baseline === null ? undefined : openBehavior(baseline);
  const status = findStatus(behavior);
  const violating = indicators.flatMap((indicator, index) => (violates(indicator, behavior) ? [index] : []));
  const anomalous = containers.map(name => violating.some(index => indicators[index]?.container === name));
  const written = containers.map((name, index) => `${name} ${PREFIX}${status} ${anomalous[index] === true}`);
  const before = previousResult?.BaselineStatuses?.map(
    one => `${one.ContainerName} ${one.BaselineStatus} ${one.AnomalousProcessesExecuted}`,
  );
  return {
    violatingIndices: violating,
    statusPerContainer: containers.map(() => status),
    anomalousPerContainer: anomalous,
    resultPersisted: before === undefined || before.toSorted().join() !== written.toSorted().join(),
  };
}

function openBehavior({ autoLocked, userLocked, elements }: NonNullable<ProcessCase['baseline']>): Behavior {
  const subject = { cluster: '', namespace: '', workload: '', version: '', container: '' };
  const processes = elements.map(path => ({ path, entry: 'init' as const, arguments: [], users: [], parents: [], firstSeen: TIME }));
  const baseline = { ...createBaseline(subject, TIME), processes };
  // A lock that only counts later is none yet.
  const isLocked = [autoLocked, userLocked].some(lock => lock === 'past' || lock === 'now');
  return new Behavior(isLocked ? lockBaseline(baseline, 'case', TIME) : baseline);
}

function violates({ path, args = '' }: ProcessCase['indicators'][number], behavior: Behavior | undefined): boolean {
  const argv = [path, ...args.split(' ').filter(word => word !== '')];
  const process = { id: '', exe: path, argv, argvTruncated: false, uid: 0, ancestors: [] };
  const context = behavior?.judge({ event: { id: '', time: TIME, type: 'process-exec', cluster: '', node: '', process } });
  return context?.state === 'locked' && context.verdict === 'new-path';
}

function findStatus(behavior: Behavior | undefined): Status {
  if (behavior === undefined) return 'NOT_GENERATED';
  return behavior.state === 'locked' ? 'LOCKED' : 'UNLOCKED';
}
