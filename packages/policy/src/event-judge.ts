import type { Bindings } from '@breakwater/cel';
import {
  bindTarget,
  type EventSubject,
  findTarget,
  Inventory,
  type InventoryObject,
  type Target,
  type TargetInstance,
  toEventInstance,
  toEventObject,
} from '@breakwater/inventory';
import { EVENT_TYPES, type Event, type EventContext, OUTCOMES, type Result, type State } from '@breakwater/model';
import type { CompiledPolicy, Language } from './compiled-policy.ts';
import { type Answer, judge } from './evaluate.ts';
import { listProcesses } from './event-evidence.ts';
import type { ExceptionBook } from './exceptions.ts';
import { muteImplied } from './implies.ts';
import { NEWEST_MINOR } from './pod-security.ts';
import { toMessage, toResult, type Verdict } from './to-result.ts';

export interface EventJudgeOptions {
  /** uid of the cluster that results name; `file:` and a name without one. */
  readonly cluster: string;
  readonly language?: Language;
  /** Also yields results of state pass, not-applicable and not-evaluated. */
  readonly keepPassing?: boolean;
  /** Findings that somebody accepted. */
  readonly exceptions?: ExceptionBook;
  /** The object that an event is of, with its labels; by its name alone where this does not find it. */
  readonly findObject?: (event: Event) => InventoryObject | undefined;
  /** Takes secrets out of an event: policies judge it whole, results show what is left. */
  readonly redact: (event: Event) => Event;
  /** Told of every result while its facts are at hand, for whoever wants its message in another language too. */
  readonly onResult?: (result: Result, toMessageIn: (language: Language) => string) => void;
}

/** A policy that could not decide, as nobody looks at what it rests on: why, how often, and of what event first. */
export interface Uncovered {
  readonly policy: string;
  readonly cause: string;
  readonly count: number;
  readonly first: Result;
}

type Policies = readonly CompiledPolicy[];

/** Events after which what is remembered of namespaces and objects is forgotten, so that memory stays flat. */
const EVENTS_KEPT = 10_000;

/** Reasons of one policy that are told apart; the rest counts to the first. */
const MAX_CAUSES = 5;

/** Judges events by policies over target `event`, one at a time. Policies are compiled once, and asked only about types of events that they speak of. */
export class EventJudge {
  readonly #options: EventJudgeOptions;
  readonly #byType: ReadonlyMap<Event['type'], Policies>;
  readonly #target = findTarget('event') as Target;
  readonly #uncovered = new Map<string, Map<string, { count: number; first: Result }>>();
  #inventory: Inventory;
  #judged = 0;

  /** Policies of other targets are left out. Throws PolicyError for one that does not compile. */
  constructor(policies: Policies, options: EventJudgeOptions) {
    this.#options = options;
    const ofEvents = policies.filter(({ target }) => target === this.#target);
    for (const policy of ofEvents) policy.compileAll();
    this.#byType = new Map(
      EVENT_TYPES.map(type => [type, ofEvents.filter(({ definition }) => definition.events?.includes(type) === true)]),
    );
    this.#inventory = this.#createInventory();
  }

  /** Findings about one event, strongest first where one implies another. Never throws for what an event holds. */
  judge(event: Event, context: EventContext = {}): readonly Result[] {
    const policies = this.#byType.get(event.type) ?? [];
    if (policies.length === 0) return [];
    if (++this.#judged % EVENTS_KEPT === 0) this.#inventory = this.#createInventory();
    const object = this.#options.findObject?.(event) ?? toEventObject(event);
    const instance = toEventInstance({ event, context }, object);
    const bindings = bindTarget(this.#inventory, this.#target, instance);
    const verdicts: Verdict[] = [];
    for (const policy of policies) {
      const answer = judge(policy, bindings);
      if (this.#isWanted(answer.state)) verdicts.push(this.#toVerdict(policy, answer, instance));
      else if (answer.state === 'not-evaluated') this.#noteUncovered(policy, answer, instance);
    }
    return verdicts.length === 0 ? [] : this.#conclude(verdicts, { event, context });
  }

  /** Policies that could not decide about some events so far. */
  listUncovered(): readonly Uncovered[] {
    return [...this.#uncovered].flatMap(([policy, causes]) => [...causes].map(([cause, rest]) => ({ policy, cause, ...rest })));
  }

  #createInventory(): Inventory {
    return new Inventory([], { cluster: this.#options.cluster, kubeMinor: NEWEST_MINOR, complete: false, namespace: '' });
  }

  #isWanted(state: State): boolean {
    return this.#options.keepPassing === true || (state !== 'pass' && state !== 'not-applicable' && state !== 'not-evaluated');
  }

  #toVerdict(policy: CompiledPolicy, { bindings, state, cause }: Answer, instance: TargetInstance): Verdict {
    return { policy, instance, bindings, inventory: this.#inventory, state, ...(cause === undefined ? {} : { cause }) };
  }

  #noteUncovered(policy: CompiledPolicy, answer: Answer, instance: TargetInstance): void {
    const causes = this.#uncovered.get(policy.id) ?? new Map<string, { count: number; first: Result }>();
    this.#uncovered.set(policy.id, causes);
    const cause = answer.cause ?? '';
    const known = causes.get(cause) ?? (causes.size >= MAX_CAUSES ? causes.values().next().value : undefined);
    if (known !== undefined) known.count++;
    else causes.set(cause, { count: 1, first: toResult(this.#toVerdict(policy, answer, instance), this.#language) });
  }

  #conclude(verdicts: readonly Verdict[], { event, context }: EventSubject): readonly Result[] {
    const shown = this.#options.redact(event);
    const { kept } = muteImplied(verdicts);
    const [first] = kept;
    if (first === undefined) return [];
    const instance = toEventInstance({ event: shown, context }, first.instance.object);
    const bindings = shown === event ? undefined : bindTarget(this.#inventory, this.#target, instance);
    return kept.map(verdict => this.#toResult(show(this.#accept(verdict), instance, bindings), shown));
  }

  #accept(verdict: Verdict): Verdict {
    if (!(OUTCOMES as readonly State[]).includes(verdict.state)) return verdict;
    const exception = this.#options.exceptions?.find(verdict);
    return exception === undefined ? verdict : { ...verdict, state: 'accepted', exception };
  }

  #toResult(verdict: Verdict, event: Event): Result {
    const result = toResult(verdict, this.#language);
    const told =
      result.evidence.length === 0 && !isFinding(verdict.state)
        ? result
        : { ...result, evidence: [...result.evidence, ...listProcesses(event)] };
    this.#options.onResult?.(told, language => toMessage(verdict, language));
    return told;
  }

  get #language(): Language {
    return this.#options.language ?? 'en';
  }
}

function isFinding(state: State): boolean {
  return state === 'accepted' || (OUTCOMES as readonly State[]).includes(state);
}

/** The verdict over what may be shown of its event. */
function show(verdict: Verdict, instance: TargetInstance, bindings: Bindings | undefined): Verdict {
  return bindings === undefined ? verdict : { ...verdict, instance, bindings: verdict.policy.bind(bindings) };
}
