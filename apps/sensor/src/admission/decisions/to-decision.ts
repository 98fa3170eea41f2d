import { isRecord, type Raw, toRecords, toText } from '@breakwater/inventory';
import { type AdmissionDecision, MAX_DECIDED, MAX_GROUPS } from '@breakwater/protocol';
import type { Answered } from '../answer-request.ts';
import type { AdmissionRequest } from '../review/admission-request.ts';
import { redactObject } from './redact-object.ts';

const MAX_NAME = 500;
const MAX_USER = 1000;
const MAX_MESSAGE = 4000;

/** A decision without what counts it. */
export type DescribedDecision = Omit<AdmissionDecision, 'id' | 'count' | 'firstSeen' | 'lastSeen'>;

export interface Decided {
  /** The text that equal decisions have in common. */
  readonly fold: string;
  /** Asked for the first of them: most are only counted. */
  readonly describe: () => DescribedDecision;
}

export interface DecidedRequest {
  readonly request: AdmissionRequest;
  readonly answered: Answered;
  readonly revision: number;
  readonly durationMs: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What is told of an answer. Answers about objects of one controller are equal when the same policies said the same; others are so for one object and user. */
export function toDecided(decided: DecidedRequest): Decided {
  const { request, answered, revision } = decided;
  const { operation, kind, subResource, namespace, user } = request;
  const metadata = readMetadata(request);
  const controller = readController(metadata);
  const policies = listPolicies(answered);
  const fold = [
    ...[operation, kind.group, kind.kind, subResource, cut(namespace), controller?.uid ?? [readName(request, metadata), cut(user.name)]],
    ...[answered.mode, answered.answer.allowed, revision, answered.verdict?.breakGlass?.reason],
    policies.map(({ policy, action, state, container }) => [policy, action, state, container]),
  ];
  return { fold: JSON.stringify(fold), describe: () => describe(decided, metadata, policies) };
}

function describe(
  { request, answered, revision, durationMs, at }: DecidedRequest,
  metadata: Raw,
  policies: AdmissionDecision['policies'],
): DescribedDecision {
  const { operation, kind, resource, subResource, namespace, user } = request;
  const { verdict, mode, answer } = answered;
  const controller = readController(metadata);
  return {
    time: new Date(at).toISOString(),
    requestUid: cut(request.uid),
    operation,
    ...(subResource === '' ? {} : { subResource: cut(subResource) }),
    kind: { group: cut(kind.group), version: cut(kind.version), kind: cut(kind.kind) },
    resource: cut(resource.resource),
    namespace: cut(namespace),
    name: readName(request, metadata),
    ...pickText(metadata, 'generateName'),
    ...pickText(metadata, 'uid'),
    user: { name: user.name.slice(0, MAX_USER), groups: user.groups.slice(0, MAX_GROUPS).map(cut) },
    ...(controller === undefined ? {} : { controller }),
    dryRun: request.dryRun,
    allowed: answer.allowed,
    policies,
    notEvaluated: [...new Set((verdict?.notEvaluated ?? []).map(({ policy }) => policy))].slice(0, MAX_DECIDED),
    ...(verdict?.breakGlass === undefined ? {} : { breakGlass: verdict.breakGlass }),
    mode,
    revision,
    durationMs: Math.round(durationMs * 100) / 100,
    ...pickObject(request),
  };
}

function cut(text: string): string {
  return text.slice(0, MAX_NAME);
}

function readMetadata({ object, oldObject }: AdmissionRequest): Raw {
  const metadata = (object ?? oldObject)?.['metadata'];
  return isRecord(metadata) ? metadata : {};
}

function readName({ name }: AdmissionRequest, metadata: Raw): string {
  return cut(name || toText(metadata['name']));
}

function listPolicies({ verdict }: Answered): AdmissionDecision['policies'] {
  return (verdict?.policies ?? []).slice(0, MAX_DECIDED).map(({ message, ja, ...rest }) => ({
    ...rest,
    message: message.slice(0, MAX_MESSAGE),
    ...(ja === undefined ? {} : { ja: ja.slice(0, MAX_MESSAGE) }),
  }));
}

function readController(metadata: Raw): AdmissionDecision['controller'] {
  const owner = toRecords(metadata['ownerReferences']).find(({ controller }) => controller === true);
  if (owner === undefined) return undefined;
  return { kind: cut(toText(owner['kind'])), name: cut(toText(owner['name'])), uid: cut(toText(owner['uid'])) };
}

function pickText(metadata: Raw, field: 'generateName' | 'uid'): { readonly [key: string]: string } {
  const text = toText(metadata[field]);
  return text === '' ? {} : { [field]: cut(text) };
}

function pickObject({ object, oldObject, kind }: AdmissionRequest): { readonly object?: Record<string, unknown> } {
  const value = object ?? oldObject;
  const redacted = value === null ? undefined : redactObject(value, kind.group, kind.kind);
  return redacted === undefined ? {} : { object: { ...redacted } };
}
