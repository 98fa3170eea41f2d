import type { CustomWorkload, InventoryObject, Workload } from '@breakwater/inventory';
import type { Remark } from '@breakwater/manifest';
import { formatPath } from '@breakwater/manifest';
import { type Problem, type Result, toErrorMessage } from '@breakwater/model';
import { createLocalAcceptance, type LocalException, readRemarks } from '@breakwater/policy';
import type { EnforcementState, ImageFacts, PolicySet } from '@breakwater/protocol';
import { joinPods } from '../summary/join-pods.ts';
import { type StaticSummary, summarizeWorkload } from '../summary/summarize-workload.ts';
import type { ObjectEntry } from '../thread/object-entry.ts';
import { type ObjectStore, toSlice } from '../thread/object-store.ts';
import type { Outbox } from '../thread/outbox.ts';
import type { ProblemBook } from '../thread/problem-book.ts';
import { listBrokenGlass } from './broken-glass.ts';
import { type DecidedResponse, decideResponses } from './decide-responses.ts';
import { Focus } from './focus.ts';
import { ImageBook } from './image-book.ts';
import { type Judgement, judgeObjects } from './judge-objects.ts';
import type { JudgedPolicy } from './judged-policy.ts';
import { PolicyBook } from './policy-book.ts';
import { PolicyTotals } from './policy-totals.ts';
import { createScene, type Scene } from './scene.ts';
import { SliceRound } from './slice-round.ts';
import { listViolations } from './violations.ts';

export interface EvaluatorOptions {
  readonly cluster: string;
  readonly kubeMinor: number;
  readonly store: ObjectStore;
  readonly outbox: Outbox;
  readonly problems: ProblemBook;
  /** Kinds that make pods beside the known ones. */
  readonly customWorkloads?: readonly CustomWorkload[];
  /** A policy wants something done; told again with each look. */
  readonly onDecided?: (decided: DecidedResponse) => void;
}

type Objects = ReadonlyMap<ObjectEntry, InventoryObject>;

/** Who finds objects that cannot be judged. */
const UNJUDGED = 'judging';

/** Objects that are judged at a stretch. */
const PART = 25;

/** Kinds that Kubernetes derives from others and rewrites all the time: their objects are used, and not told. */
const DERIVED = new Set(['discovery.k8s.io/EndpointSlice', '/Endpoints']);

/** Judges slices and tells what came of it: objects, workloads, violations, counts. */
export class Evaluator {
  /** Whether everything that objects may refer to could be read. */
  complete = true;
  readonly #options: EvaluatorOptions;
  readonly #images = new ImageBook();
  readonly #focus = new Focus();
  readonly #book: PolicyBook;
  readonly #totals: PolicyTotals;
  /** Keys of the violations that were told, by the key of the object that they are about. */
  readonly #violations = new Map<string, readonly string[]>();
  /** Keys of the objects that were told, by slice. */
  readonly #told = new Map<string, Set<string>>();
  /** Exceptions in comments of files. */
  #remarked: readonly LocalException[] = [];
  /** Problems in annotations, by slice. */
  readonly #annotations = new Map<string, readonly Problem[]>();
  /** Summaries of workloads without their pods, as JSON. */
  readonly #summaries = new Map<string, string>();

  constructor(options: EvaluatorOptions) {
    this.#options = options;
    this.#book = new PolicyBook(options.cluster, this.#focus);
    this.#totals = new PolicyTotals(options.outbox);
  }

  get revision(): number {
    return this.#book.revision;
  }

  /** When the next exception ends, in milliseconds; undefined when none does. */
  get nextExpiry(): number | undefined {
    const ends = [...this.#remarked, ...this.#book.exceptions]
      .map(({ exception }) => Date.parse(exception.expiry ?? ''))
      .filter(end => end > Date.now());
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  /** What settings want done when something is deployed. */
  listEnforced(): ReturnType<PolicyBook['listEnforced']> {
    return this.#book.listEnforced();
  }

  /** How policies are enforced in this cluster, by their ids. */
  setEnforcement(states: ReadonlyMap<string, EnforcementState>): void {
    this.#totals.setEnforcement(states);
    this.#totals.tell();
  }

  applyPolicies(set: PolicySet): void {
    this.#options.problems.set('policies', this.#book.apply(set));
  }

  /** Takes over what is known of images. Gives the references whose facts have changed; undefined when other policies judge now. */
  applyImages(entries: readonly ImageFacts[], gone: readonly string[]): ReadonlySet<string> | undefined {
    const changed = this.#images.apply(entries, gone);
    return this.#book.setImages(this.#images.knowledge) ? undefined : changed;
  }

  /** Ages of scans and images are those of today again. */
  refreshImages(): void {
    this.#images.refresh();
  }

  /** Takes over what comments in files accept, and says which of them are not understood. */
  setRemarks(remarks: readonly Remark[]): void {
    const { exceptions, problems } = readRemarks(remarks);
    this.#remarked = exceptions;
    this.#options.problems.set('comments', problems);
  }

  /** Some slices as they are at this moment. */
  createScene(slices: readonly string[]): Scene {
    const { store, cluster, kubeMinor, customWorkloads = [] } = this.#options;
    const { readImage, readScan } = this.#images;
    const accepts = createLocalAcceptance(
      this.#book.exceptions.map(({ exception }) => exception),
      cluster,
      new Date().toISOString(),
    );
    const images = { readImage, readScan, ...(accepts === undefined ? {} : { acceptsVulnerability: accepts }) };
    return createScene(store, slices, { cluster, kubeMinor, complete: this.complete, customWorkloads, ...images });
  }

  /** Judges the next part of a slice; true when it was the last. */
  judgePart(round: SliceRound): boolean {
    const { store, problems } = this.#options;
    const { slice, scene } = round;
    const objects = round.take(PART, entry => store.find(entry.key) === entry);
    if (objects.size > 0) round.add(this.#judge(slice, scene, objects));
    if (!round.isDone) return false;
    this.#totals.set(slice, round.states);
    this.#withdrawOthers(slice);
    problems.set('annotations', this.#gatherProblems(slice, scene));
    return true;
  }

  /** Judges single objects of a slice with everything that is joined to them. */
  judgeSome(slice: string, keys: ReadonlySet<string>, scene: Scene): void {
    const objects = new Map([...(scene.slices.get(slice) ?? [])].filter(([{ key }]) => keys.has(key)));
    if (objects.size > 0) this.#judge(slice, scene, objects);
  }

  /** Takes back what was told of an object that is gone, or that is judged through its owner now. */
  withdraw(key: string): void {
    const { outbox } = this.#options;
    outbox.delete('object', key);
    outbox.delete('workload', key);
    for (const violation of this.#violations.get(key) ?? []) outbox.delete('violation', violation);
    this.#options.problems.remove(UNJUDGED, key.slice(0, 500));
    this.#violations.delete(key);
    this.#summaries.delete(key);
  }

  /** Tells a workload anew, since its pods are others. */
  refreshPods(root: ObjectEntry): void {
    const summary = this.#summaries.get(root.key);
    if (summary !== undefined) this.#tellWorkload(root, JSON.parse(summary) as StaticSummary);
  }

  /** What was told of a slice and is not judged any more: gone, or owned by something that came later. */
  #withdrawOthers(slice: string): void {
    const told = this.#told.get(slice);
    if (told === undefined) return;
    const keys = new Set(this.#options.store.listJudged(slice).map(({ key }) => key));
    for (const key of told) {
      if (keys.has(key)) continue;
      this.withdraw(key);
      told.delete(key);
    }
    if (told.size === 0) this.#told.delete(slice);
  }

  tellTotals(): void {
    this.#totals.tell();
  }

  retell(): void {
    this.#totals.retell();
    this.#options.problems.retell();
  }

  /** Judges objects together; where that fails one by one, so that the one that makes it fail is found, and the others are judged. */
  #judge(slice: string, scene: Scene, objects: Objects): Judgement['states'] {
    for (const entry of objects.keys()) this.#tellObject(entry);
    const whole = new Map([...objects].filter(([{ isPartial }]) => !isPartial));
    try {
      return this.#judgeTogether(slice, scene, whole);
    } catch (cause) {
      const [first] = whole.keys();
      if (whole.size > 1 || first === undefined) return this.#judgeApart(slice, scene, whole);
      const message = `judging it fails: ${toErrorMessage(cause)}`;
      this.#options.problems.add(UNJUDGED, { code: 'object-unjudged', source: first.key.slice(0, 500), message });
      return new Map();
    }
  }

  #judgeApart(slice: string, scene: Scene, objects: Objects): Judgement['states'] {
    const round = new SliceRound(slice, scene);
    for (const [entry, object] of objects) round.add(this.#judge(slice, scene, new Map([[entry, object]])));
    return round.states;
  }

  #judgeTogether(slice: string, scene: Scene, objects: Objects): Judgement['states'] {
    const policies = this.#book.listFor(slice);
    const { results, japanese, states } = judgeObjects({
      scene,
      objects,
      policies,
      exceptions: [...this.#remarked, ...this.#book.exceptions],
      focus: this.#focus,
    });
    for (const [entry, object] of objects) {
      const found = results.get(entry) ?? [];
      this.#tellViolations(entry.key, listViolations(found, japanese));
      this.#tell(entry, scene, scene.workloads.get(object), found);
      if (scene.workloads.has(object)) this.#decide(entry, found, policies);
    }
    return states;
  }

  /** What policies want done about a workload; told with every look, and done once by whoever hears it. */
  #decide(entry: ObjectEntry, found: readonly Result[], policies: readonly JudgedPolicy[]): void {
    const { onDecided } = this.#options;
    if (onDecided === undefined || found.length === 0) return;
    const findActions = (policy: string) => new Set(policies.filter(({ id }) => id === policy).map(({ response }) => response));
    for (const decided of decideResponses(entry, found, findActions)) onDecided(decided);
  }

  /** Problems of objects name the object: those of a slice are the ones that name one of its objects. */
  #gatherProblems(slice: string, { annotated, slices, withoutTemplate, workloads }: Scene): readonly Problem[] {
    const objects = slices.get(slice) ?? new Map<ObjectEntry, InventoryObject>();
    const own = new Set([...objects.keys()].map(({ kind, name }) => `${kind} ${name}`));
    const found = [...annotated.problems, ...withoutTemplate.map(describeMissingTemplate)].filter(({ source }) => own.has(source));
    const problems = [...found, ...listBrokenGlass(objects.values(), workloads, Date.now())];
    if (problems.length === 0) this.#annotations.delete(slice);
    else this.#annotations.set(slice, problems);
    return [...this.#annotations.values()].flat();
  }

  #tell(entry: ObjectEntry, { inventory }: Scene, workload: Workload | undefined, found: readonly Result[]): void {
    if (workload === undefined) {
      this.#options.outbox.delete('workload', entry.key);
      this.#summaries.delete(entry.key);
      return;
    }
    const summary = summarizeWorkload(workload, inventory, found);
    this.#summaries.set(entry.key, JSON.stringify(summary));
    this.#tellWorkload(entry, summary);
  }

  #tellObject(entry: ObjectEntry): void {
    const told = this.#told.get(toSlice(entry));
    if (told === undefined) this.#told.set(toSlice(entry), new Set([entry.key]));
    else told.add(entry.key);
    const { key, group, apiVersion, kind, namespace, name, uid, text, hash } = entry;
    if (DERIVED.has(`${group}/${kind}`)) return;
    const head = JSON.stringify({ apiVersion, kind, namespace, name, uid });
    this.#options.outbox.put('object', key, `${head.slice(0, -1)},"raw":${text}}`, hash);
  }

  #tellWorkload(entry: ObjectEntry, summary: StaticSummary): void {
    const { outbox, store } = this.#options;
    outbox.put('workload', entry.key, JSON.stringify(joinPods(summary, store.listPods(entry))));
  }

  #tellViolations(key: string, violations: ReturnType<typeof listViolations>): void {
    const { outbox } = this.#options;
    const before = this.#violations.get(key) ?? [];
    const gone = before.filter(violation => !violations.has(violation));
    for (const violation of gone) outbox.delete('violation', violation);
    for (const [violation, body] of violations) outbox.put('violation', violation, JSON.stringify(body));
    if (violations.size === 0) this.#violations.delete(key);
    // The same keys once more are other texts, and would be kept beside those of before.
    else if (gone.length > 0 || before.length < violations.size) this.#violations.set(key, [...violations.keys()]);
  }
}

function describeMissingTemplate({ object, template }: Scene['withoutTemplate'][number]): Problem {
  const { apiVersion, kind, name } = object;
  const message = `${kind} '${name}' has no pod template at ${formatPath(template)}; correct the path of ${apiVersion} ${kind} among the configured workloads`;
  return { code: 'workload-template-missing', source: `${kind} ${name}`, message };
}
