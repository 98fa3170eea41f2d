import type { Raw } from '@breakwater/inventory';
import type { ResponseAction, ResponseChange, ResponseEvidence, ResponseRequest, ResponseVerification } from '@breakwater/model';
import type { PodProcesses } from '@breakwater/protocol';

/** A kind of object and where it lives in the API. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** One object by where it lives. */
export interface ObjectRef {
  readonly resource: Resource;
  /** Empty for what is in none. */
  readonly namespace: string;
  readonly name: string;
}

/** Everything that responses do to, and read of, a cluster. Throws KubeError. */
export interface ResponderEdge {
  /** Undefined when it is not there. */
  read(ref: ObjectRef, subresource?: string): Promise<Raw | undefined>;
  /** Objects of a namespace, or of all when it is empty; undefined where the kind is not served or may not be read. */
  list(resource: Resource, namespace: string): Promise<readonly Raw[] | undefined>;
  /** JSON merge patch of an object or of a subresource; resourceVersion and uid in its metadata are preconditions. */
  patch(ref: ObjectRef, body: Raw, subresource?: string): Promise<Raw>;
  create(resource: Resource, namespace: string, body: Raw): Promise<Raw>;
  remove(ref: ObjectRef, options: Raw): Promise<void>;
  /** https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/ */
  evict(ref: ObjectRef, options: Raw): Promise<void>;
  readLog(pod: ObjectRef, container: string, options: { readonly previous: boolean; readonly maxBytes: number }): Promise<LimitedText>;
  /** Asks the kubelet of a node; what it writes stays there. */
  checkpoint(node: string, pod: ObjectRef, container: string): Promise<string>;
  /** What runs in the pod of a uid, by what agents told; undefined where none has told of it, or nobody is asked. */
  readProcesses(uid: string): Promise<PodProcesses | undefined>;
  /** The resource of a kind; undefined when it is not served. */
  findResource(apiVersion: string, kind: string): Promise<Resource | undefined>;
  /** Whether this runs in a pod: from a node connections come about that no NetworkPolicy is asked about. */
  readonly isInPod: boolean;
  /** Whether a TCP connection is taken within the time. */
  connect(host: string, port: number, milliseconds: number): Promise<boolean>;
  /** Posts to the rebuild webhook; the same key is the same rebuild. Throws ResponderError `rebuild-failed`. */
  rebuild(key: string, body: Raw): Promise<RebuildAnswer>;
}

export interface LimitedText {
  readonly text: Buffer;
  readonly truncated: boolean;
}

export interface RebuildAnswer {
  /** Undefined while it is being built. */
  readonly digest: string | undefined;
}

/** One field of an object as it shall become; undefined takes it away. Its value before is read when it is applied. */
export interface FieldChange {
  readonly path: readonly string[];
  readonly after: string | number | boolean | undefined;
}

/** One field as it was found. */
export interface FieldBefore {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

interface StepBase {
  /** As a person would say it. */
  readonly name: string;
}

/**
 * A step is data, so that it is in the journal before it is done and the same after a restart. Each is recognised in the cluster as done, and is
 * applied under preconditions, so that it is never done twice.
 */
export type Step = StepBase &
  (
    | {
        /** Fields of one object, with a mark of the response in its annotations: both or nothing. */
        readonly type: 'patch';
        readonly object: ObjectRef;
        readonly uid: string;
        readonly fields: readonly FieldChange[];
        /** More annotations of ours, removed again with the mark. */
        readonly notes?: Readonly<Record<string, string>>;
      }
    | { readonly type: 'scale'; readonly object: ObjectRef; readonly uid: string; readonly before: number; readonly after: number }
    | { readonly type: 'create'; readonly object: ObjectRef; readonly body: Raw }
    | {
        readonly type: 'end-pod';
        readonly object: ObjectRef;
        readonly uid: string;
        /** By eviction, which a PodDisruptionBudget may forbid; else by deletion. */
        readonly evict: boolean;
        readonly graceSeconds: number | undefined;
        readonly container: { readonly name: string; readonly id: string } | undefined;
      }
    | {
        readonly type: 'collect';
        readonly object: ObjectRef;
        readonly uid: string;
        readonly logBytes: number;
        readonly checkpoint: boolean;
      }
    | { readonly type: 'rebuild'; readonly body: Raw }
  );

export type StepOf<T extends Step['type']> = Extract<Step, { readonly type: T }>;

/** What a step left behind; in the journal. */
export interface StepResult {
  readonly message: string;
  readonly changes?: readonly ResponseChange[];
  readonly fields?: readonly FieldBefore[];
  readonly uid?: string;
  readonly evidence?: readonly ResponseEvidence[];
  readonly digest?: string;
}

/** A workload as guards look at it. */
export interface WorkloadFacts {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Pods that are wanted and ready; undefined where they are not counted. */
  readonly wanted: number | undefined;
  readonly ready: number | undefined;
  /** Ready pods that the response takes away. */
  readonly lost: number;
}

/** What would be done, down to each field. */
export interface ResponsePlan {
  readonly steps: readonly Step[];
  /** What each step changes, as far as it is known before. */
  readonly changes: readonly (readonly ResponseChange[])[];
  /** uid of the target. */
  readonly uid: string;
  readonly workload: WorkloadFacts | undefined;
  readonly warnings: readonly string[];
  /** Why it cannot be done at all. */
  readonly obstacle?: string;
  /** What to compare with once it is done; the action's own. */
  readonly baseline?: Raw;
}

export interface VerifyInput {
  readonly request: ResponseRequest;
  readonly plan: ResponsePlan;
  readonly results: readonly (StepResult | undefined)[];
  readonly edge: ResponderEdge;
  /** Waits, or throws when the responder stops. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Milliseconds that it may take. */
  readonly patienceMs: number;
}

/** RBAC rules that an action needs. */
export interface ActionRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** One thing that the responder can do; its file is all there is to it. */
export interface Action {
  readonly name: ResponseAction;
  /** Kinds that it takes, as `Deployment`; other kinds are refused by its plan. */
  readonly kinds: readonly string[];
  readonly rights: readonly ActionRule[];
  readonly undoable: boolean;
  /** Reads, and changes nothing. Throws KubeError. */
  readonly plan: (request: ResponseRequest, edge: ResponderEdge) => Promise<ResponsePlan>;
  /** Whether it has the effect, by what the cluster says. Changes nothing. */
  readonly verify: (input: VerifyInput) => Promise<ResponseVerification>;
}
