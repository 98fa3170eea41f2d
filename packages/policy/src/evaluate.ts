import { type Bindings, CelError } from '@breakwater/cel';
import { bindTarget, forgetFacts, type Inventory, type InventoryObject, type Target, type TargetInstance } from '@breakwater/inventory';
import { OUTCOMES, type Result, STATES, type State, toErrorMessage } from '@breakwater/model';
import type { CompiledPolicy, Language } from './compiled-policy.ts';
import type { ExceptionBook } from './exceptions.ts';
import { muteImplied } from './implies.ts';
import { findPlan, type Plan } from './plan.ts';
import { toMessage, toResult, type Verdict } from './to-result.ts';

export interface EvaluateOptions {
  readonly language?: Language;
  /** Also yields results of state pass and not-applicable; they are the bulk and rarely wanted. */
  readonly keepPassing?: boolean;
  /** Also tells findings that a stronger one at the same place implies: for whoever asks of each policy by itself. */
  readonly keepImplied?: boolean;
  /** Findings that somebody accepted. */
  readonly exceptions?: ExceptionBook;
  /** Results without evidence and repairs, for those who only decide by them. */
  readonly brief?: boolean;
  /** Verdicts that hold again. */
  readonly memory?: VerdictMemory;
  /** Told of every result while its facts are at hand, for whoever wants its message in another language too. */
  readonly onResult?: (result: Result, toMessageIn: (language: Language) => string) => void;
  /** Told of every verdict that is not worth a result, for whoever counts by policy. */
  readonly onQuiet?: (policy: CompiledPolicy, state: QuietState) => void;
}

type QuietState = Extract<State, 'pass' | 'not-applicable'>;

/** Verdicts that were reached before and hold again, since everything that they read is the same. */
export interface VerdictMemory {
  /** Undefined where it has to be judged. */
  recall(policy: CompiledPolicy, instance: TargetInstance): Recalled | undefined;
  /** Told of what was judged; not of failures. */
  keep(policy: CompiledPolicy, instance: TargetInstance, recalled: Recalled): void;
}

export type Recalled = Pick<Verdict, 'state' | 'cause'>;

/** What came of judging a set: findings and everything else worth telling, and how often each state occurred. */
export interface Evaluation {
  readonly results: readonly Result[];
  readonly states: Readonly<Record<State, number>>;
}

/** Objects after which facts are forgotten. Some facts of an object are read for its neighbours too, which are near it for the most part. */
const FACTS_KEPT = 200;

/** Judges every target of a set by every policy. A policy that fails on one target is `error` there and the rest goes on. */
export function evaluate(inventory: Inventory, policies: readonly CompiledPolicy[], options: EvaluateOptions = {}): Evaluation {
  const states = createCounts();
  const results: Result[] = [];
  for (const judged of evaluateByObject(inventory, policies, options)) {
    for (const state of STATES) states[state] += judged.states[state];
    for (const result of judged.results) results.push(result);
  }
  return { results, states };
}

/**
 * As `evaluate`, object after object, so that only results are kept and not what they were computed from. Of several threads that share a
 * set, each judges the objects that are its own: it is asked for each position in turn, when it comes to it.
 */
export function* evaluateByObject(
  inventory: Inventory,
  policies: readonly CompiledPolicy[],
  options: EvaluateOptions = {},
  isOwn: (position: number) => boolean = () => true,
): Generator<Evaluation> {
  const plan = findPlan(policies);
  const tasks = listTasks(inventory, plan.targets);
  let position = 0;
  let judged = 0;
  for (const [object, ofObject] of tasks) {
    tasks.delete(object);
    if (!isOwn(position++)) continue;
    if (++judged % FACTS_KEPT === 0) forgetFacts(inventory);
    yield judgeObject(inventory, plan, ofObject, options);
  }
}

/** An instance of a target, to be judged by the policies over that target. */
interface Task {
  readonly target: Target;
  readonly instance: TargetInstance;
}

/** What is to be judged of each object. */
function listTasks(inventory: Inventory, targets: readonly Target[]): Map<InventoryObject, readonly Task[]> {
  const tasks = new Map<InventoryObject, Task[]>();
  for (const target of targets) {
    for (const instance of target.list(inventory)) {
      const ofObject = tasks.get(instance.object);
      if (ofObject === undefined) tasks.set(instance.object, [{ target, instance }]);
      else ofObject.push({ target, instance });
    }
  }
  return tasks;
}

function judgeObject(inventory: Inventory, plan: Plan, tasks: readonly Task[], options: EvaluateOptions): Evaluation {
  const states = createCounts();
  const verdicts = tasks.flatMap(task => judgeTask(inventory, plan, task, options, states));
  const { kept, muted } = options.keepImplied === true ? { kept: verdicts, muted: [] } : muteImplied(verdicts);
  for (const verdict of muted) states[verdict.state]--;
  const told = kept.map(verdict => accept(verdict, options.exceptions, states));
  return { results: toResults(told, options), states };
}

/** Counts every verdict, and gives those that are worth a result. */
function judgeTask(
  inventory: Inventory,
  plan: Plan,
  { target, instance }: Task,
  options: EvaluateOptions,
  states: Record<State, number>,
): readonly Verdict[] {
  const { keepPassing = false, memory, onQuiet } = options;
  const verdicts: Verdict[] = [];
  const shared = bindTarget(inventory, target, instance);
  const { applicable, ruledOut } = keepPassing ? { applicable: plan.list(target), ruledOut: [] } : plan.group(target, instance, shared);
  states['not-applicable'] += ruledOut.length;
  if (onQuiet !== undefined) for (const policy of ruledOut) onQuiet(policy, 'not-applicable');
  for (const policy of applicable) {
    const { bindings, state, cause } = judgeOnce(policy, shared, instance, memory);
    states[state]++;
    if (isQuiet(state)) onQuiet?.(policy, state);
    if (keepPassing || !isQuiet(state))
      verdicts.push({ policy, instance, bindings, inventory, state, ...(cause === undefined ? {} : { cause }) });
  }
  return verdicts;
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

function isQuiet(state: State): state is QuietState {
  return state === 'pass' || state === 'not-applicable';
}

function createCounts(): Record<State, number> {
  return { pass: 0, fail: 0, review: 0, manual: 0, 'not-applicable': 0, 'not-evaluated': 0, error: 0, inconsistent: 0, accepted: 0 };
}

export type Answer = Pick<Verdict, 'bindings' | 'state' | 'cause'>;

/** What a policy says of one instance; what is remembered is not asked again. */
function judgeOnce(policy: CompiledPolicy, shared: Bindings, instance: TargetInstance, memory: VerdictMemory | undefined): Answer {
  if (memory === undefined) return judge(policy, shared);
  const known = memory.recall(policy, instance);
  if (known !== undefined) return { bindings: isQuiet(known.state) ? shared : policy.bind(shared), ...known };
  const answer = judge(policy, shared);
  const { state, cause } = answer;
  if (state !== 'error') memory.keep(policy, instance, cause === undefined ? { state } : { state, cause });
  return answer;
}

/** What a policy says of one instance, by the bindings of its target. */
export function judge(policy: CompiledPolicy, shared: Bindings): Answer {
  let bindings = shared;
  try {
    bindings = policy.bind(shared);
    for (const condition of policy.conditions) {
      if (condition.evaluate(bindings) !== true) return { bindings, state: 'not-applicable' };
    }
    return decide(policy, bindings);
  } catch (cause) {
    if (cause instanceof CelError && cause.code === 'unknown') return { bindings, state: 'not-evaluated', cause: dropPlace(cause.message) };
    return { bindings, state: 'error', cause: toErrorMessage(cause) };
  }
}

/** Where everything given was looked at, and only what may live elsewhere would change the answer, whoever knows the rest can give it. */
function decide(policy: CompiledPolicy, bindings: Bindings): Answer {
  try {
    return { bindings, state: policy.expression.evaluate(bindings) === true ? 'pass' : readOutcome(policy, bindings) };
  } catch (cause) {
    const isOutside = cause instanceof CelError && cause.unknowns.length > 0 && cause.unknowns.every(name => name === 'cluster.complete');
    if (isOutside) return { bindings, state: 'review', cause: dropPlace(cause.message) };
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
function toResults(verdicts: readonly Verdict[], { language = 'en', brief, onResult }: EvaluateOptions): readonly Result[] {
  const told = new Set<string>();
  return verdicts.flatMap(verdict => {
    const result = toResult(verdict, language, brief);
    if (result.container === undefined) {
      const key = `${result.policy}\n${result.state}\n${result.path}\n${result.message}`;
      if (told.has(key)) return [];
      told.add(key);
    }
    onResult?.(result, other => toMessage(verdict, other));
    return [result];
  });
}
