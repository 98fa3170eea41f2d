import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Raw } from '@breakwater/inventory';
import type { Remark } from '@breakwater/manifest';
import { toErrorMessage } from '@breakwater/model';
import type { EnforcementState, ImageFacts, PolicySet } from '@breakwater/protocol';
import { Agenda } from '../evaluation/agenda.ts';
import { Evaluator, type EvaluatorOptions } from '../evaluation/evaluator.ts';
import type { Scene } from '../evaluation/scene.ts';
import { SliceRound } from '../evaluation/slice-round.ts';
import { findReach } from '../thread/context-kinds.ts';
import type { ObjectEntry, Place } from '../thread/object-entry.ts';
import { toSlice } from '../thread/object-store.ts';

export interface EvaluationTiming {
  /** Changes are gathered for this long before they are judged. */
  readonly gatherMs: number;
  /** A slice is judged as a whole this long after one of its objects was. */
  readonly sliceMs: number;
  /** All slices are judged this long after something changed that may reach any of them. */
  readonly farMs: number;
  /** Everything is judged anew this often: a few facts rest on time, and on workloads of other namespaces. */
  readonly allMs: number;
}

const TIMING: EvaluationTiming = { gatherMs: 25, sliceMs: 700, farMs: 2000, allMs: 600_000 };

export interface EvaluationOptions extends EvaluatorOptions {
  /** Everything was told once, or once more. */
  readonly onComplete: () => void;
  readonly timing?: Partial<EvaluationTiming>;
}

const TOTALS_MS = 500;

/** Objects of the slices that are judged in one scene. */
const MOST = 1500;

/** Images whose workloads are looked for one by one. */
const MOST_IMAGES = 50;

/** However much changes, every so often a whole slice has its turn. */
const SLICE_TURN = 8;

/**
 * Judges what changes. A change is judged at once by itself, so that its violation is told soon; its namespace follows as a whole,
 * since others may rest on it. Changes that come faster than they can be judged fall together by object and by namespace: the
 * agenda never holds more than there is.
 */
export class Evaluation {
  readonly #options: EvaluationOptions;
  readonly #timing: EvaluationTiming;
  readonly #evaluator: Evaluator;
  readonly #agenda = new Agenda(() => performance.now());
  readonly #pods = new Set<string>();
  readonly #pass = new Set<string>();
  #scene: Scene | undefined;
  #current: SliceRound | undefined;
  /** Slices that have changed since the scene was made. */
  readonly #stale = new Set<string>();
  #totalsAt = 0;
  #started = false;
  #stopped = false;
  /** Whether somebody waits to hear that everything was told. */
  #owesComplete = false;
  #wake: () => void = () => {};
  #round: NodeJS.Timeout | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #done: Promise<void> = Promise.resolve();

  constructor(options: EvaluationOptions) {
    this.#options = options;
    this.#timing = { ...TIMING, ...options.timing };
    this.#evaluator = new Evaluator(options);
  }

  /** Of the policy set that is decided by. */
  get revision(): number {
    return this.#evaluator.revision;
  }

  /** Things that wait to be judged. */
  get pending(): number {
    return this.#agenda.size + this.#pods.size;
  }

  /** Whether everything could be read that objects may refer to. */
  get isComplete(): boolean {
    return this.#evaluator.complete;
  }

  /** @param isPartial whether only its metadata is known */
  put(object: Raw, isPartial = false, place?: Place): void {
    const { store } = this.#options;
    const entry = store.put(object, isPartial, place);
    if (entry === undefined || !this.#started) return;
    // A pod under an owner says nothing new about what is wanted, only about what runs.
    if (store.isOwned(entry)) this.#addOwned(entry);
    else this.#addChange(entry);
  }

  delete(key: string): void {
    const { store } = this.#options;
    const known = store.find(key);
    if (known === undefined) return;
    const root = store.findRoot(known);
    store.delete(key);
    if (!this.#started) return;
    if (root !== known) this.#addPods(root.key);
    else this.#addChange(known);
  }

  /** Everything was read once: from now on it is judged. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#options.store.dropOwned();
    this.#addAll(0, true);
    this.#round = setInterval(() => {
      this.#evaluator.refreshImages();
      this.#addAll(this.#timing.allMs / 10, false);
    }, this.#timing.allMs);
    this.#done = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#round);
    clearTimeout(this.#expiry);
    this.#wake();
    await this.#done;
  }

  applyPolicies(set: PolicySet): void {
    this.#evaluator.applyPolicies(set);
    this.#addAll(0, false);
    this.#planExpiry();
  }

  /** What settings want done when something is deployed. */
  listEnforced(): ReturnType<Evaluator['listEnforced']> {
    return this.#evaluator.listEnforced();
  }

  setEnforcement(states: ReadonlyMap<string, EnforcementState>): void {
    this.#evaluator.setEnforcement(states);
    this.#options.outbox.flush();
  }

  /** What is known of images has changed: what names them is judged anew, or everything where it is a lot. */
  applyImages(entries: readonly ImageFacts[], gone: readonly string[]): void {
    const changed = this.#evaluator.applyImages(entries, gone);
    if (!this.#started) return;
    if (changed === undefined || changed.size > MOST_IMAGES) this.#addAll(this.#timing.farMs, false);
    else for (const entry of this.#options.store.listNaming(changed)) this.#addChange(entry);
  }

  /** Comments in the files of the objects; told before the objects, which are judged by them. */
  setRemarks(remarks: readonly Remark[]): void {
    this.#evaluator.setRemarks(remarks);
  }

  /** Whether everything could be read that objects may refer to. */
  setComplete(complete: boolean): void {
    if (this.#evaluator.complete === complete) return;
    this.#evaluator.complete = complete;
    this.#addAll(this.#timing.farMs, false);
  }

  /** Tells everything once more. */
  retell(): void {
    this.#options.outbox.forget();
    this.#evaluator.retell();
    this.#addAll(0, true);
  }

  #addChange(entry: ObjectEntry): void {
    this.#stale.add(toSlice(entry));
    this.#agenda.addChange(toSlice(entry), entry.key);
    if (findReach(entry) === 'all') this.#addAll(this.#timing.farMs, false);
    this.#wake();
  }

  #addOwned(entry: ObjectEntry): void {
    // It may have been told as an object of its own before its owner came.
    this.#evaluator.withdraw(entry.key);
    const root = this.#options.store.findRoot(entry);
    this.#addPods(root.key);
    // Pods that came before it were taken for workloads of their own.
    if (entry.run !== undefined) return;
    this.#stale.add(toSlice(root));
    this.#agenda.addSlice(toSlice(root), this.#timing.sliceMs);
  }

  #addPods(root: string): void {
    this.#pods.add(root);
    this.#wake();
  }

  #addAll(withinMs: number, isPass: boolean): void {
    if (!this.#started) return;
    this.#scene = undefined;
    for (const slice of this.#options.store.slices) {
      this.#agenda.addSlice(slice, withinMs);
      if (isPass) this.#pass.add(slice);
    }
    if (isPass) this.#owesComplete = true;
    this.#wake();
  }

  async #run(): Promise<void> {
    for (let turn = 1; !this.#stopped; turn++) {
      await this.#options.outbox.wait();
      const worked = this.#judge(turn % SLICE_TURN === 0);
      this.#refreshPods();
      this.#finish();
      this.#options.outbox.flush();
      if (worked) await setImmediate();
      else await this.#sleep();
    }
  }

  /** The next piece of work; true when there was one. What cannot be explained by a single object is told, and does not end everything. */
  #judge(isSliceTurn: boolean): boolean {
    try {
      return isSliceTurn ? this.#judgeSlice() || this.#judgeChanges() : this.#judgeChanges() || this.#judgeSlice();
    } catch (cause) {
      this.#current = undefined;
      this.#scene = undefined;
      const message = `a part of the cluster could not be judged: ${toErrorMessage(cause)}`;
      this.#options.problems.add('evaluation', { code: 'object-unjudged', source: 'evaluation', message });
      return true;
    }
  }

  /** Changes of some slices; true when there were any. */
  #judgeChanges(): boolean {
    const changes = this.#agenda.takeChanges(slice => this.#options.store.countIn(slice), MOST);
    if (changes.size === 0) return false;
    this.#withdrawGone([...changes.values()].flatMap(keys => [...keys]));
    const scene = this.#evaluator.createScene([...changes.keys()]);
    for (const [slice, keys] of changes) {
      this.#evaluator.judgeSome(slice, keys, scene);
      this.#agenda.addSlice(slice, this.#timing.sliceMs);
    }
    return true;
  }

  #withdrawGone(keys: readonly string[]): void {
    const { store } = this.#options;
    for (const key of keys) {
      const entry = store.find(key);
      if (entry === undefined || store.isOwned(entry)) this.#evaluator.withdraw(key);
    }
  }

  /** A part of a slice whose time has come; true when there was one. */
  #judgeSlice(): boolean {
    const round = this.#current ?? this.#startRound();
    this.#current = round;
    if (round === undefined) {
      this.#scene = undefined;
      return false;
    }
    if (!this.#evaluator.judgePart(round)) return true;
    this.#options.store.dropEmpty(round.slice);
    this.#pass.delete(round.slice);
    this.#current = undefined;
    return true;
  }

  #startRound(): SliceRound | undefined {
    const slice = this.#agenda.takeSlice();
    if (slice === undefined) return undefined;
    this.#withdrawGone([...this.#agenda.dropChanges(slice)]);
    return new SliceRound(slice, this.#findScene(slice));
  }

  /** A scene that shows the slice as it is; made for as many as are due and fit, since what they share takes most of the time. */
  #findScene(slice: string): Scene {
    const known = this.#scene;
    if (known?.slices.has(slice) && !this.#stale.has(slice)) return known;
    const slices = [slice];
    let size = this.#options.store.countIn(slice);
    for (const due of this.#agenda.listDue()) {
      size += this.#options.store.countIn(due);
      if (size > MOST) break;
      slices.push(due);
    }
    this.#stale.clear();
    this.#scene = this.#evaluator.createScene(slices);
    return this.#scene;
  }

  #refreshPods(): void {
    for (const key of this.#pods) {
      const root = this.#options.store.find(key);
      if (root !== undefined) this.#evaluator.refreshPods(root);
    }
    this.#pods.clear();
  }

  /** Counts change with every part of every slice; they are told now and then, and before it is said that everything was. */
  #tellTotals(): void {
    const now = performance.now();
    if (now - this.#totalsAt < TOTALS_MS && !(this.#owesComplete && this.#pass.size === 0)) return;
    this.#totalsAt = now;
    this.#evaluator.tellTotals();
  }

  #finish(): void {
    this.#tellTotals();
    if (!this.#owesComplete || this.#pass.size > 0) return;
    const { outbox, onComplete } = this.#options;
    outbox.flush();
    if (!outbox.isIdle) return;
    this.#owesComplete = false;
    onComplete();
  }

  /** Until something changes, and then a little longer, so that what changes together is judged together. */
  async #sleep(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = globalThis.setTimeout(resolve, this.#owesComplete ? 5 : 100);
    await promise;
    globalThis.clearTimeout(timer);
    this.#wake = () => {};
    if (this.#agenda.hasChanges && !this.#stopped) await setTimeout(this.#timing.gatherMs);
  }

  /** Findings count again from the moment that an exception ends. */
  #planExpiry(): void {
    clearTimeout(this.#expiry);
    const end = this.#evaluator.nextExpiry;
    if (end === undefined) return;
    const judge = (): void => {
      this.#addAll(0, false);
      this.#planExpiry();
    };
    // Timers take no more than 24 days.
    this.#expiry = globalThis.setTimeout(judge, Math.min(end - Date.now() + 100, 86_400_000));
  }
}
