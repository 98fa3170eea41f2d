import { EventWatcher, type LearningRule, toBehaviorSubject } from '@breakwater/behavior';
import type { Confidence, Event, EventContext, ResponseAction, Result } from '@breakwater/model';
import { type Problem, toErrorMessage } from '@breakwater/model';
import type { Uncovered } from '@breakwater/policy';
import type { BaselineChange, BaselineOutcome, ImageFacts } from '@breakwater/protocol';
import { BaselineStore } from '../behavior/baseline-store.ts';
import { BaselineTeller } from '../behavior/baseline-teller.ts';
import { BehaviorBook } from '../behavior/behavior-book.ts';
import { ChangeApplier } from '../behavior/change-applier.ts';
import {
  createPromise,
  findEventPod,
  findPeer,
  hasWorkload,
  listKubeletCommands,
  nameProgram,
  toSighting,
} from '../behavior/cluster-knowledge.ts';
import { EventFindings } from '../behavior/event-findings.ts';
import { NetworkJudge, type NetworkJudgeOptions } from '../behavior/network-judge.ts';
import { ProgramBook } from '../behavior/program-book.ts';
import { type DecidedResponse, decideResponses } from '../evaluation/decide-responses.ts';
import type { ObjectStore } from '../thread/object-store.ts';
import type { Outbox } from '../thread/outbox.ts';
import type { ProblemBook } from '../thread/problem-book.ts';

/** Policies over events. */
export interface EventJudging {
  /** What they say of an event. */
  readonly judge: (event: Event, context: EventContext) => readonly Result[];
  /** What is to be done about what violates a policy, as settings say; several different wishes lead to nothing. */
  readonly findActions: (policy: string, event: Event) => ReadonlySet<ResponseAction | undefined>;
  /** How sure a policy is of what it finds; not certain enough to act alone when absent. */
  readonly readConfidence?: (policy: string) => Confidence;
  /** The message of a result in Japanese. */
  readonly readJapanese?: (result: Result) => string | undefined;
  /** Policies that could not decide, as nobody looks at what they rest on. */
  readonly listUncovered: () => readonly Uncovered[];
}

export interface BehaviorOptions extends Pick<NetworkJudgeOptions, 'cluster' | 'kubeMinor' | 'customWorkloads'> {
  /** Where baselines and findings are kept. */
  readonly folder: string;
  readonly store: ObjectStore;
  readonly outbox: Outbox;
  readonly problems: ProblemBook;
  /** Without it events are learned from, and not judged. */
  readonly judging?: EventJudging;
  readonly onDecided: (decided: DecidedResponse) => void;
  readonly rule?: LearningRule;
  readonly saveMs?: number;
}

const SAVE_MS = 500;
/** Repeated violations are told so often. */
const TELL_MS = 10_000;
const DAY_MS = 86_400_000;
const FINDER = 'behavior';
const COVERAGE = 'behavior-coverage';
/** Policies that are not covered and are told of. */
const MAX_UNCOVERED = 200;
/** Actions on the pod where it happened; others are of its workload. */
const OF_POD: ReadonlySet<ResponseAction | undefined> = new Set(['kill-pod', 'quarantine']);

/** Learns what containers do, says of each event how it stands to that, and has it judged. */
export class BehaviorComponent {
  readonly #options: BehaviorOptions;
  readonly #disk: BaselineStore;
  readonly #book: BehaviorBook;
  readonly #applier: ChangeApplier;
  readonly #teller: BaselineTeller;
  readonly #findings: EventFindings;
  readonly #watcher: EventWatcher;
  readonly #programs = new ProgramBook();
  readonly #timers: readonly NodeJS.Timeout[];
  #failed = false;
  #isWhole = false;

  /** Throws what SQLite says when the file cannot be opened. */
  constructor(options: BehaviorOptions) {
    const { folder, store, outbox, rule, saveMs = SAVE_MS } = options;
    this.#options = options;
    this.#disk = BaselineStore.open({
      folder,
      onDamage: message => this.#tell('the baselines on disk are damaged, and are learned anew', message),
    });
    this.#teller = new BaselineTeller({ outbox, store: this.#disk, isThere: ({ subject }) => hasWorkload(store, subject) });
    this.#book = new BehaviorBook({ store: this.#disk, onWritten: this.#teller.notice, ...(rule === undefined ? {} : { rule }) });
    this.#applier = new ChangeApplier({ store: this.#disk, book: this.#book, toSighting: event => toSighting(store, event) });
    this.#findings = new EventFindings({ outbox, store: this.#disk });
    const network = new NetworkJudge(options);
    this.#watcher = new EventWatcher({
      findBehavior: event => {
        const subject = toBehaviorSubject(event, findEventPod(store, event)?.run?.version ?? '');
        return subject === undefined ? undefined : this.#book.find(subject, event.time, () => listKubeletCommands(store, event));
      },
      findAddress: address => findPeer(store, address),
      findStart: event => findEventPod(store, event)?.run?.startedAt,
      image: createPromise(store, this.#programs),
      judgeConnection: (event, peer) => network.judge(event, peer),
    });
    this.#timers = [
      setInterval(() => this.#write(() => this.#book.save(new Date().toISOString())), saveMs),
      setInterval(() => this.#round(), TELL_MS),
      setInterval(() => void this.#tellAgain(), DAY_MS),
    ];
  }

  /** Takes events that are joined with their pods; once it returns, what is newly violated is on disk. One that cannot be judged is told, and does not hold up the others. */
  take(events: readonly Event[]): void {
    for (const event of events) {
      try {
        this.#take(event);
      } catch (cause) {
        this.#tell('an event could not be judged', toErrorMessage(cause));
      }
    }
    this.#write(() => this.#findings.keep());
  }

  /** Tells of all that is on disk; to be called once every object was told. */
  async tellAll(): Promise<void> {
    this.#isWhole = true;
    try {
      await this.#teller.tellAll(Date.now());
    } catch (cause) {
      this.#tell('baselines cannot be read, and are not told', toErrorMessage(cause));
    }
  }

  /** Those of workloads that are gone by now are dropped. */
  async #tellAgain(): Promise<void> {
    if (this.#isWhole) await this.tellAll();
  }

  /** Does what people want of baselines, and says what came of it. */
  change(changes: readonly BaselineChange[]): readonly BaselineOutcome[] {
    return this.#applier.apply(changes, new Date().toISOString(), reason => this.#tell('a baseline could not be changed', reason));
  }

  /** Takes over what is known of images, and gives it without what others have no use for. */
  applyImages(entries: readonly ImageFacts[], gone: readonly string[]): readonly ImageFacts[] {
    return this.#programs.apply(entries, gone);
  }

  /** A program that was started, with the image and the package that it is of. */
  nameProgram(event: Event): Event {
    return nameProgram(event, this.#options.store, this.#programs);
  }

  retell(): void {
    this.#findings.retell();
  }

  /** Writes all that was learned and found since; a disk that does not take it is told, and it is tried again. */
  save(): void {
    this.#write(() => {
      this.#book.saveAll(new Date().toISOString());
      this.#findings.tell(Date.now());
    });
  }

  /** What went wrong holds until a round without it. */
  #round(): void {
    this.#write(() => this.#findings.tell(Date.now()));
    this.#tellCoverage();
    if (!this.#failed) this.#options.problems.remove(FINDER, 'behavior');
    this.#failed = false;
  }

  /** A policy that nobody could judge by is said to be so; it never counts as kept. */
  #tellCoverage(): void {
    const byPolicy = Map.groupBy(this.#options.judging?.listUncovered() ?? [], ({ policy }) => policy);
    const problems = [...byPolicy].map(([policy, causes]): Problem => {
      const count = causes.reduce((sum, cause) => sum + cause.count, 0);
      const why = causes.map(({ cause }) => cause).join('; ');
      return { code: 'policy-not-covered', source: policy, message: `not decided for ${count} events: ${why}`.slice(0, 1000) };
    });
    const told = problems.toSorted((a, b) => (a.source < b.source ? -1 : 1)).slice(0, MAX_UNCOVERED);
    this.#options.problems.set(COVERAGE, told);
  }

  #write(work: () => void): void {
    try {
      work();
    } catch (cause) {
      this.#tell('what was learned cannot be written, and is lost with the next restart', toErrorMessage(cause));
    }
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.save();
    this.#disk.close();
  }

  #take(event: Event): void {
    const context = this.#watcher.watch(event);
    const { judging } = this.#options;
    const results = judging?.judge(event, context) ?? [];
    if (judging === undefined || results.length === 0) return;
    this.#findings.add(event, results, readMessages(results, judging));
    this.#decide(event, results, judging);
  }

  #decide(event: Event, results: readonly Result[], { findActions, readConfidence = () => 'low' }: EventJudging): void {
    const { store, onDecided } = this.#options;
    const pod = findEventPod(store, event);
    if (pod === undefined) return;
    for (const result of results) {
      const actions = findActions(result.policy, event);
      const isOfPod = [...actions].some(action => OF_POD.has(action));
      const target = isOfPod ? pod : store.findRoot(pod);
      for (const decided of decideResponses(target, [result], () => actions, readConfidence)) onDecided(decided);
    }
  }

  #tell(what: string, reason: string): void {
    this.#failed = true;
    this.#options.problems.add(FINDER, { code: 'behavior-failed', source: 'behavior', message: `${what}: ${reason}`.slice(0, 1000) });
    this.#options.outbox.flush();
  }
}

function readMessages(results: readonly Result[], { readJapanese }: EventJudging): ReadonlyMap<Result, string> | undefined {
  return readJapanese === undefined ? undefined : new Map(results.map(result => [result, readJapanese(result) ?? result.message]));
}
