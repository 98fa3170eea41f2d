import { type Raw, toRecord } from '@breakwater/inventory';
import { KubeError, type KubeWriter } from '@breakwater/kube';
import type { NativeReason } from '@breakwater/protocol';
import { NATIVE_KINDS, type NativeKind, type OwnedObject, WRITER } from './owned-object.ts';
import type { Step } from './reconcile.ts';

const GROUP = 'admissionregistration.k8s.io';
const REGISTRATION = `/apis/${GROUP}/v1`;
const REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const MAX_TEXT = 1500;

/** What came of a step: the object as it is now, nothing where it is gone. */
export type StepOutcome = { readonly object: Raw | undefined } | { readonly failure: NativeReason };

/** Writes the two kinds of objects, and no other. */
export class ClusterWriter {
  readonly #client: KubeWriter;
  /** Whether objects may be taken back, by kind and name; asked before one is made. */
  readonly #revocable = new Map<string, boolean>();

  constructor(client: KubeWriter) {
    this.#client = client;
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  /** Asks anew what is allowed. */
  forgetRights(): void {
    this.#revocable.clear();
  }

  async run(step: Step): Promise<StepOutcome> {
    try {
      return await this.#run(step);
    } catch (cause) {
      if (!(cause instanceof KubeError)) throw cause;
      return toFailure(cause, step);
    }
  }

  async #run(step: Step): Promise<StepOutcome> {
    if (step.action === 'delete') {
      const { kind, name, uid } = step.existing;
      const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } };
      await this.#client.change({ method: 'DELETE', path: toPath(kind, name), body }).catch(ignoreAbsence);
      return { object: undefined };
    }
    const { wanted } = step;
    if (step.action === 'replace') {
      const { uid, resourceVersion } = step.existing;
      const body = { ...wanted.body, metadata: { ...toRecord(wanted.body['metadata']), uid, resourceVersion } };
      return {
        object: await this.#client.change({
          method: 'PUT',
          path: `${toPath(wanted.kind, wanted.name)}?fieldManager=${WRITER}`,
          body,
        }),
      };
    }
    if (!(await this.#mayTakeBack(wanted))) return { failure: describeUnrevocable(wanted) };
    const path = `${REGISTRATION}/${NATIVE_KINDS[wanted.kind]}?fieldManager=${WRITER}`;
    return { object: await this.#client.change({ method: 'POST', path, body: wanted.body }) };
  }

  /** What could not be removed again when its setting is taken back is not made at all. */
  async #mayTakeBack({ kind, name }: OwnedObject): Promise<boolean> {
    const known = this.#revocable.get(`${kind} ${name}`) ?? this.#revocable.get(kind);
    if (known !== undefined) return known;
    if (this.#revocable.get(`any ${kind}`) === undefined) {
      const any = await this.#mayDelete(kind, '');
      this.#revocable.set(`any ${kind}`, any);
      if (any) this.#revocable.set(kind, true);
      if (any) return true;
    }
    const allowed = await this.#mayDelete(kind, name);
    this.#revocable.set(`${kind} ${name}`, allowed);
    return allowed;
  }

  async #mayDelete(kind: NativeKind, name: string): Promise<boolean> {
    const resourceAttributes = {
      group: GROUP,
      version: 'v1',
      resource: NATIVE_KINDS[kind],
      verb: 'delete',
      ...(name === '' ? {} : { name }),
    };
    const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } };
    const answer = await this.#client.change({ method: 'POST', path: REVIEWS, body });
    return toRecord(answer['status'])['allowed'] === true;
  }
}

function toPath(kind: NativeKind, name: string): string {
  return `${REGISTRATION}/${NATIVE_KINDS[kind]}/${encodeURIComponent(name)}`;
}

function ignoreAbsence(cause: unknown): void {
  if (!(cause instanceof KubeError) || cause.code !== 'cluster-not-found') throw cause;
}

function describeUnrevocable({ kind, name }: OwnedObject): NativeReason {
  return {
    code: 'no-rights',
    message: `the sensor may not delete ${kind} ${name}, so it does not create it: print the manifests anew with --native-enforcement (and --native-policy ID for a policy of your own) and apply them`,
  };
}

const PASSING: readonly KubeError['code'][] = ['cluster-unreachable', 'cluster-timeout', 'cluster-throttled', 'cluster-conflict'];

function toFailure(cause: KubeError, step: Step): StepOutcome {
  const { kind, name } = step.action === 'delete' ? step.existing : step.wanted;
  const said = cause.message.slice(0, MAX_TEXT);
  if (PASSING.includes(cause.code)) return { failure: { code: 'unreachable', message: `${kind} ${name} is tried again: ${said}` } };
  if (cause.code !== 'cluster-forbidden' && cause.code !== 'cluster-unauthorized')
    return { failure: { code: 'refused', message: `the API server did not take ${kind} ${name}: ${said}` } };
  const next = 'apply the manifests that `breakwater install manifest --native-enforcement` prints';
  return { failure: { code: 'no-rights', message: `the sensor may not ${step.action} ${kind} ${name}: ${next} (${said})` } };
}
