import type { Event } from '@breakwater/model';
import { dropUndefined, isRecord, type Raw, toInteger, toRecord, toText, toTexts } from '../raw.ts';
import { redactUri } from '../redact/redact-uri.ts';
import { findCredentialWords, toRequest } from './to-request.ts';

type Audit = NonNullable<Event['audit']>;

/** What a request to the API server was, whoever wrote it down. */
export interface AuditFields {
  readonly id: string;
  /** RFC 3339. */
  readonly time: string;
  readonly namespace: string;
  readonly audit: Omit<Audit, 'request' | 'words' | 'uri'> & { readonly uri?: string | undefined };
  /** Body of the request; undefined below level Request. */
  readonly request: Raw | undefined;
}

/** An event of the API server, without values that may be secret. */
export function makeAuditEvent({ id, time, namespace, audit, request }: AuditFields): Event {
  const { uri = '', ...rest } = audit;
  return {
    id,
    time,
    type: 'kube-audit',
    cluster: '',
    node: '',
    source: 'kube-audit',
    ...(namespace === '' ? {} : { namespace }),
    audit: {
      ...dropUndefined(rest),
      ...(uri === '' ? {} : { uri: redactUri(uri) }),
      ...(request === undefined ? {} : { request: toRequest(request), words: [...findCredentialWords(request)] }),
    } as Audit,
  };
}

/** An audit event of Kubernetes (audit.k8s.io, any version); a fault in words where it is none. */
export function toAuditEvent(value: Raw, id: string): Event | string {
  const [verb, user] = [toText(value['verb']), toRecord(value['user'])];
  if (verb === '') return 'the audit event has no verb';
  const reference = toRecord(value['objectRef']);
  const [status, annotations] = [toRecord(value['responseStatus']), toRecord(value['annotations'])];
  const code = toInteger(status['code']) ?? 0;
  const response = toRecord(value['responseObject']);
  const request = isRecord(value['requestObject']) ? value['requestObject'] : undefined;
  const uri = toText(value['requestURI']);
  return makeAuditEvent({
    id: `${toText(value['auditID']) || id}/${toText(value['stage'])}`,
    time: toText(value['stageTimestamp']) || toText(value['requestReceivedTimestamp']) || toText(value['timestamp']),
    namespace: toText(reference['namespace']) || findNamespace(reference, response),
    request,
    audit: {
      user: toText(user['username']),
      groups: toTexts(user['groups']),
      verb,
      resource: toText(reference['resource']),
      allowed: isAllowed(toText(annotations['authorization.k8s.io/decision']), code),
      code,
      sourceIps: toTexts(value['sourceIPs']),
      uri,
      ...readRest(value, reference, user, annotations),
      ...toName(reference, response, request),
      ...dropEmpty({ reason: toText(status['reason']), message: toText(status['message']) }),
    },
  });
}

function readRest(value: Raw, reference: Raw, user: Raw, annotations: Raw): Partial<Audit> {
  const impersonated = toRecord(value['impersonatedUser']);
  const extra = toRecord(user['extra']);
  const name = toText(impersonated['username']);
  return {
    ...dropEmpty({
      stage: toText(value['stage']),
      level: toText(value['level']),
      uid: toText(user['uid']),
      group: toText(reference['apiGroup']),
      version: toText(reference['apiVersion']),
      subresource: toText(reference['subresource']),
      userAgent: toText(value['userAgent']),
    }),
    ...(name === '' ? {} : { impersonated: { user: name, groups: toTexts(impersonated['groups']) } }),
    ...(Object.keys(extra).length === 0
      ? {}
      : { extra: Object.fromEntries(Object.entries(extra).map(([key, texts]) => [key, toTexts(texts)])) }),
    ...(Object.keys(annotations).length === 0
      ? {}
      : { annotations: Object.fromEntries(Object.entries(annotations).map(([key, text]) => [key, toText(text)])) }),
  };
}

/** Logs that leave annotations out say by the code whether it was refused. */
function isAllowed(decision: string, code: number): boolean {
  return decision === '' ? code !== 401 && code !== 403 : decision === 'allow';
}

/** What is created under a generated name has its name in the answer only; where answers are not written down, what it begins with. */
function toName(reference: Raw, response: Raw, request: Raw = {}): { readonly name?: string } {
  const [answered, sent] = [toRecord(response['metadata']), toRecord(request['metadata'])];
  const name = toText(reference['name']) || toText(answered['name']) || toText(sent['name']) || toText(sent['generateName']);
  return name === '' ? {} : { name };
}

/** A Namespace is told in itself, as the API server does for some verbs only. */
function findNamespace(reference: Raw, response: Raw): string {
  return toText(reference['resource']) === 'namespaces' ? '' : toText(toRecord(response['metadata'])['namespace']);
}

function dropEmpty<T extends Readonly<Record<string, string>>>(texts: T): Partial<T> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')) as Partial<T>;
}
