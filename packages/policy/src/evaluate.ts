import { type Bindings, CelError } from '@breakwater/cel';
import { bindTarget, type Inventory, type TargetInstance } from '@breakwater/inventory';
import { OUTCOMES, type Result, type State, toErrorMessage } from '@breakwater/model';
import type { CompiledPolicy, Language } from './compiled-policy.ts';
import type { ExceptionBook } from './exceptions.ts';
import { muteImplied } from './implies.ts';
import { toResult, type Verdict } from './to-result.ts';

export interface EvaluateOptions {
  readonly language?: Language;
  /** Also yields results of state pass and not-applicable; they are the bulk and rarely wanted. */
  readonly keepPassing?: boolean;
  /** Findings that somebody accepted. */
  readonly exceptions?: ExceptionBook;
}

/** What came of judging a set: findings and everything else worth telling, and how often each state occurred. */
export interface Evaluation {
  readonly results: readonly Result[];
  readonly states: Readonly<Record<State, number>>;
}

/**
 * Judges every target of a set by every policy, object after object, so that only results are kept and not what they were
 * computed from. A policy that fails on one target is `error` there and the rest goes on.
 */
export function evaluate(inventory: Inventory, policies: readonly CompiledPolicy[], options: EvaluateOptions = {}): Evaluation {
  const states = createCounts();
  const results: Result[] = [];
  const groups = [...Map.groupBy(policies, policy => policy.target).values()];
  const tasks = groups.flatMap(group => (group[0]?.target.list(inventory) ?? []).map(instance => ({ instance, group })));
  for (const ofObject of Map.groupBy(tasks, task => task.instance.object).values()) {
    const verdicts: Verdict[] = [];
    for (const { instance, group } of ofObject) {
      judgeInstance(inventory, instance, group, verdict => {
        states[verdict.state]++;
        if (options.keepPassing === true || !isQuiet(verdict.state)) verdicts.push(verdict);
      });
    }
    const { kept, muted } = muteImplied(verdicts);
    for (const verdict of muted) states[verdict.state]--;
    const told = kept.map(verdict => accept(verdict, options.exceptions, states));
    for (const result of toResults(told, options.language ?? 'en')) results.push(result);
  }
  return { results, states };
}

/** A violation that an exception covers stays visible as accepted. */
function accept(verdict: Verdict, exceptions: ExceptionBook | undefined, states: Record<State, number>): Verdict {
  if (exceptions === undefined || !(OUTCOMES as readonly State[]).includes(verdict.state)) return verdict;
  const exception = exceptions.find(verdict);
  if (exception === undefined) return verdict;
  states[verdict.state]--;
  states.accepted++;
  return { ...verdict, state: 'accepted', exception };
}

function isQuiet(state: State): boolean {
  return state === 'pass' || state === 'not-applicable';
}

function createCounts(): Record<State, number> {
  return { pass: 0, fail: 0, review: 0, manual: 0, 'not-applicable': 0, 'not-evaluated': 0, error: 0, inconsistent: 0, accepted: 0 };
}

function judgeInstance(
  inventory: Inventory,
  instance: TargetInstance,
  policies: readonly CompiledPolicy[],
  report: (verdict: Verdict) => void,
): void {
  const first = policies[0];
  if (first === undefined) return;
  const bindings = bindTarget(inventory, first.target, instance);
  for (const policy of policies) report(judge(policy, instance, bindings, inventory));
}

function judge(policy: CompiledPolicy, instance: TargetInstance, shared: Bindings, inventory: Inventory): Verdict {
  const base = { policy, instance, bindings: shared, inventory };
  try {
    const bindings = policy.bind(shared);
    base.bindings = bindings;
    for (const condition of policy.conditions) {
      if (condition.evaluate(bindings) !== true) return { ...base, state: 'not-applicable' };
    }
    return { ...base, ...decide(policy, bindings) };
  } catch (cause) {
    if (cause instanceof CelError && cause.code === 'unknown') return { ...base, state: 'not-evaluated', cause: dropPlace(cause.message) };
    return { ...base, state: 'error', cause: toErrorMessage(cause) };
  }
}

/** Where everything given was looked at, and only what may live elsewhere would change the answer, whoever knows the rest can give it. */
function decide(policy: CompiledPolicy, bindings: Verdict['bindings']): Pick<Verdict, 'state' | 'cause'> {
  try {
    return { state: policy.expression.evaluate(bindings) === true ? 'pass' : readOutcome(policy, bindings) };
  } catch (cause) {
    const isOutside = cause instanceof CelError && cause.unknowns.length > 0 && cause.unknowns.every(name => name === 'cluster.complete');
    if (isOutside) return { state: 'review', cause: dropPlace(cause.message) };
    throw cause;
  }
}

/** What it means that the expression does not hold: a violation, or a question to a person. */
function readOutcome(policy: CompiledPolicy, bindings: Verdict['bindings']): State {
  const given = policy.outcome?.evaluate(bindings) ?? policy.definition.outcome;
  return OUTCOMES.find(outcome => outcome === given) ?? 'fail';
}

/** What is missing says enough; where the policy asks for it is of no use to whoever reads the report. */
function dropPlace(message: string): string {
  return message.replace(/^\d+:\d+: /, '');
}

/** Several containers may lead to one and the same finding at the pod: it is told once for their object. */
function toResults(verdicts: readonly Verdict[], language: Language): readonly Result[] {
  const told = new Set<string>();
  return verdicts.flatMap(verdict => {
    const result = toResult(verdict, language);
    if (result.container !== undefined) return [result];
    const key = [result.policy, result.state, result.path, result.message].join('\n');
    if (told.has(key)) return [];
    told.add(key);
    return [result];
  });
}
