import type { Problem } from '@breakwater/model';
import type { EnforcementState, NativeReason } from '@breakwater/protocol';
import type { ExistingObject } from './owned-object.ts';
import { type Step, toNativeKey } from './reconcile.ts';

/** How long it is told that somebody changed something, in milliseconds. */
const SEEN_MS = 24 * 3600_000;
/** Changes that are told one by one. */
const MOST = 50;

interface Seen {
  readonly at: number;
  readonly problem: Problem;
}

interface Situation {
  readonly states: ReadonlyMap<string, EnforcementState>;
  readonly failures: ReadonlyMap<string, NativeReason>;
  /** Objects of ours that nobody looks after. */
  readonly left: readonly ExistingObject[];
  readonly now: number;
}

/** What went wrong with native enforcement, and what somebody did to it. */
export class NativeProblems {
  readonly #seen = new Map<string, Seen>();

  /** A step that was taken since somebody had changed something. */
  note(step: Step, now = Date.now()): void {
    const problem = describeChange(step);
    if (problem === undefined) return;
    this.#seen.delete(problem.source);
    this.#seen.set(problem.source, { at: now, problem });
    for (const oldest of [...this.#seen.keys()].slice(0, -MOST)) this.#seen.delete(oldest);
  }

  list({ states, failures, left, now }: Situation): readonly Problem[] {
    for (const [source, { at }] of this.#seen) if (now - at > SEEN_MS) this.#seen.delete(source);
    const failed = [...failures].map(([source, { message }]): Problem => ({ code: 'native-not-written', source, message }));
    const warned = [...states].flatMap(([source, { native }]) =>
      native.warnings.length === 0
        ? []
        : [
            {
              code: 'native-type-warning',
              source,
              message: `the API server takes the policy and warns about its expressions, which may therefore fail on requests: ${native.warnings.join('; ').slice(0, 1500)}`,
            },
          ],
    );
    return [...[...this.#seen.values()].map(({ problem }) => problem), ...failed.slice(0, MOST), ...warned, ...describeLeft(left)];
  }
}

function describeChange(step: Step): Problem | undefined {
  if (step.action === 'create' && step.wasDeleted) {
    const { wanted } = step;
    return toProblem(
      toNativeKey(wanted),
      `somebody deleted it, and the sensor wrote it again; the API server's audit log says who. To take it back for good, set ${wanted.policy} to inform`,
    );
  }
  if (step.action !== 'replace' || !('editor' in step)) return undefined;
  const { wanted, editor } = step;
  const who = editor === undefined ? 'somebody' : `'${editor.manager}' (${editor.time})`;
  return toProblem(toNativeKey(wanted), `${who} changed it, and the sensor put it right; settings of ${wanted.policy} are what it follows`);
}

function toProblem(source: string, message: string): Problem {
  return { code: 'native-changed', source, message };
}

function describeLeft(left: readonly ExistingObject[]): readonly Problem[] {
  if (left.length === 0) return [];
  const message = `${left.length} objects that a sensor with --native-enforcement wrote are still enforced by the API server, and nobody looks after them: start the sensor with it again, or delete them with kubectl delete validatingadmissionpolicies,validatingadmissionpolicybindings -l breakwater.dev/installed-by=breakwater-sensor`;
  return [{ code: 'native-left-over', source: 'native enforcement', message }];
}
