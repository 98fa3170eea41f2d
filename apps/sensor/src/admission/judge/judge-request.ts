import { Inventory, InventoryObject, type InventoryOptions, listImageUses, type Workload } from '@breakwater/inventory';
import type { Result } from '@breakwater/model';
import { createNetworkReach } from '@breakwater/network';
import {
  createExceptionBook,
  createPodSecurity,
  type ExceptionBook,
  evaluate,
  type GlassBroken,
  type GlassConfirmation,
  type PodSecurity,
  readBreakGlass,
  type VerdictMemory,
} from '@breakwater/policy';
import { builtInPolicies, podSecurity } from '../../catalogue.ts';
import type { AdmissionRequest } from '../review/admission-request.ts';
import { findConfirmation, findForgery } from './confirmation.ts';
import type { Action, PolicyGroup } from './enforced-policies.ts';
import type { Knowledge } from './knowledge.ts';

/** What one policy says, with its message in both languages. */
export interface Finding {
  readonly action: Action;
  readonly result: Result;
  readonly ja: string;
}

export interface Judgement {
  readonly findings: readonly Finding[];
  /** What somebody wrote on the object to have it let through. */
  readonly breakGlass: GlassBroken | undefined;
  /** What a second person has confirmed where the object belongs; not looked for without a break-glass. */
  readonly confirmation: GlassConfirmation | undefined;
  /** Why the object may not confirm what it confirms. */
  readonly forgery: string | undefined;
  /** Images that it names and of which nothing is known. */
  readonly listUnknownImages: () => readonly string[];
}

/** An object that comes with no metadata, as the options of an exec. */
const EMPTY = { apiVersion: 'v1', kind: 'Nothing' };

/** Policies that judge a large object at a stretch. */
const STRETCH = 10;

/**
 * Judges a request by the policies that refuse or warn, as `check` judges the object among everything that is known beside it. Yields between stretches of a
 * large object, so that whoever runs it may let others have their turn, or give it up.
 */
export function* judgeRequest(
  request: AdmissionRequest,
  knowledge: Knowledge,
  now: number,
  isLarge = false,
): Generator<undefined, Judgement> {
  const value = request.object ?? request.oldObject ?? EMPTY;
  const object = new InventoryObject({ value }, request.namespace);
  const scene = new RequestScene(request, object, knowledge, now);
  const groups = knowledge.policies.listFor(request.namespace === '' && object.kind === 'Namespace' ? object.name : request.namespace);
  const onlyRequests = !isAboutObject(request);
  const findings: Finding[] = [];
  for (const group of groups) {
    for (const part of isLarge ? splitGroup(group) : [group]) {
      findings.push(...judgeGroup(part, onlyRequests, scene));
      if (isLarge) yield;
    }
  }
  const breakGlass = onlyRequests ? undefined : readBreakGlass(object, scene.workload, now);
  return {
    findings,
    breakGlass,
    confirmation: breakGlass === undefined ? undefined : findConfirmation(request, knowledge.surroundings, now),
    forgery: findForgery(request, now),
    listUnknownImages: () => scene.listImages().filter(reference => !knowledge.hasImage(reference)),
  };
}

function splitGroup(group: PolicyGroup): readonly PolicyGroup[] {
  const starts = group.policies.flatMap((_, index) => (index % STRETCH === 0 ? [index] : []));
  return starts.map(start => ({ ...group, policies: group.policies.slice(start, start + STRETCH) }));
}

/** What is deleted, connected to or scaled is no object that could be put right; and an update that changes nothing of it brings nothing in. */
function isAboutObject({ operation, subResource, object, oldObject }: AdmissionRequest): boolean {
  if (operation !== 'CREATE' && operation !== 'UPDATE') return false;
  if (object === null || (subResource !== '' && subResource !== 'ephemeralcontainers')) return false;
  if (operation === 'CREATE' || oldObject === null) return true;
  return toRecordedText(object) !== toRecordedText(oldObject);
}

/** The object without what Kubernetes writes into it by itself. */
function toRecordedText({ metadata, status: _, ...rest }: NonNullable<AdmissionRequest['object']>): string {
  const { name, labels, annotations } = (metadata ?? {}) as Readonly<Record<string, unknown>>;
  return JSON.stringify([name, labels, annotations, rest]);
}

function judgeGroup({ action, joined, policies }: PolicyGroup, onlyRequests: boolean, scene: RequestScene): readonly Finding[] {
  const asked = onlyRequests ? policies.filter(({ target }) => target.name === 'request') : policies;
  if (asked.length === 0) return [];
  const inventory = joined ? scene.joined : scene.alone;
  const japanese = new Map<Result, string>();
  const { results } = evaluate(inventory, asked, {
    exceptions: scene.exceptions,
    memory: scene.memory,
    brief: true,
    onResult: (result, toMessageIn) => japanese.set(result, toMessageIn('ja')),
  });
  return results.map(result => ({ action, result, ja: japanese.get(result) ?? result.message }));
}

let standards: PodSecurity | undefined;

/** Compiled when first needed, and once. */
function readStandards(): PodSecurity {
  standards ??= createPodSecurity(podSecurity, builtInPolicies);
  return standards;
}

/** The object of a request, by itself and among what is known of the cluster; each is made when a policy needs it. */
class RequestScene {
  readonly #request: AdmissionRequest;
  readonly #object: InventoryObject;
  readonly #knowledge: Knowledge;
  readonly #now: number;
  #alone: Inventory | undefined;
  #joined: Inventory | undefined;
  #exceptions: ExceptionBook | undefined;

  constructor(request: AdmissionRequest, object: InventoryObject, knowledge: Knowledge, now: number) {
    this.#request = request;
    this.#object = object;
    this.#knowledge = knowledge;
    this.#now = now;
  }

  get alone(): Inventory {
    const namespace =
      this.#object.kindName === 'Namespace' ? undefined : this.#knowledge.surroundings.findNamespace(this.#object.namespace);
    this.#alone ??= this.#create(namespace === undefined ? [] : [namespace], false);
    return this.#alone;
  }

  get joined(): Inventory {
    const { surroundings, complete } = this.#knowledge;
    this.#joined ??= this.#create(surroundings.listAround(this.#object), complete);
    return this.#joined;
  }

  get memory(): VerdictMemory {
    return this.#knowledge.imageVerdicts;
  }

  get workload(): Workload | undefined {
    const [first] = this.alone.workloads;
    return first?.object === this.#object ? first : undefined;
  }

  listImages(): readonly string[] {
    const { workload } = this;
    return workload === undefined ? [] : [...new Set(listImageUses(workload.pod).map(({ reference }) => reference.text))];
  }

  /** Those that somebody else has approved. What is written on the object itself is written by whoever asks, and excuses nothing here. */
  get exceptions(): ExceptionBook {
    this.#exceptions ??= createExceptionBook(this.#knowledge.exceptions, new Date(this.#now).toISOString());
    return this.#exceptions;
  }

  #create(around: readonly InventoryObject[], complete: boolean): Inventory {
    const { cluster, kubeMinor, customWorkloads, images, acceptsVulnerability } = this.#knowledge;
    const options: InventoryOptions = {
      cluster,
      kubeMinor,
      complete,
      namespace: this.#request.namespace,
      customWorkloads,
      request: toAccessRequest(this.#request),
      readImage: images.readImage,
      readScan: images.readScan,
      ...(acceptsVulnerability === undefined ? {} : { acceptsVulnerability }),
      createReach: createNetworkReach,
      listPodSecurityViolations: (workload, level) => readStandards().listViolations(inventory, workload, level),
    };
    const inventory: Inventory = new Inventory([this.#object, ...around], options);
    return inventory;
  }
}

function toAccessRequest({
  operation,
  resource,
  subResource,
  name,
  namespace,
  user,
  oldObject,
}: AdmissionRequest): NonNullable<InventoryOptions['request']> {
  return {
    operation,
    group: resource.group,
    resource: resource.resource,
    subresource: subResource,
    name,
    namespace,
    user: user.name,
    groups: user.groups,
    old: oldObject,
  };
}
