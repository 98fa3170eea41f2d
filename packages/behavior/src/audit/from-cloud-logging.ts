import type { Event } from '@breakwater/model';
import { isRecord, type Raw, toInteger, toRecord, toText } from '../raw.ts';
import { makeAuditEvent } from './to-audit-event.ts';

/** Codes of gRPC that have one of HTTP; others are faults of the server. */
const HTTP_CODES: Readonly<Record<number, number>> = { 0: 200, 3: 400, 5: 404, 6: 409, 7: 403, 9: 409, 10: 409, 16: 401 };

const METHOD = /^io\.k8s\./;

/** Whether it is an audit event of GKE, as Cloud Logging exports it. */
export function isCloudLogging(value: Raw): boolean {
  return METHOD.test(toText(toRecord(value['protoPayload'])['methodName']));
}

/** The audit event in it; a fault in words where it names no resource. */
export function fromCloudLogging(value: Raw, id: string): Event | string {
  const payload = toRecord(value['protoPayload']);
  const method = toText(payload['methodName']).split('.');
  const resource = readResource(toText(payload['resourceName']), method);
  const verb = method.at(-1) ?? '';
  if (resource === undefined) return 'the audit event names no resource';
  const metadata = toRecord(payload['requestMetadata']);
  const status = toInteger(toRecord(payload['status'])['code']) ?? 0;
  const labels = toRecord(value['labels']);
  const address = toText(metadata['callerIp']);
  const userAgent = toText(metadata['callerSuppliedUserAgent']);
  const message = toText(toRecord(payload['status'])['message']);
  const code = HTTP_CODES[status] ?? 500;
  const request = isRecord(payload['request']) ? payload['request'] : undefined;
  const name = resource.name || toText(toRecord(toRecord(payload['response'])['metadata'])['name']);
  return makeAuditEvent({
    id: toText(value['insertId']) || id,
    time: toText(value['timestamp']),
    namespace: resource.namespace,
    request: request === undefined ? undefined : withoutType(request),
    audit: {
      user: toText(toRecord(payload['authenticationInfo'])['principalEmail']),
      groups: [],
      verb,
      resource: resource.resource,
      allowed: isGranted(payload, labels, code),
      code,
      sourceIps: address === '' ? [] : [address],
      group: resource.group,
      version: resource.version,
      ...(resource.subresource === '' ? {} : { subresource: resource.subresource }),
      ...(name === '' ? {} : { name }),
      ...(userAgent === '' ? {} : { userAgent }),
      ...(message === '' ? {} : { message }),
      ...(Object.keys(labels).length === 0
        ? {}
        : { annotations: Object.fromEntries(Object.entries(labels).map(([key, text]) => [key, toText(text)])) }),
    },
  });
}

interface NamedResource {
  readonly group: string;
  readonly version: string;
  readonly namespace: string;
  readonly resource: string;
  readonly name: string;
  readonly subresource: string;
}

/** `core/v1/namespaces/shop/pods/web/exec`: group, version, namespace, resource, name, sub-resource. The method says whether the last but one is a name. */
function readResource(text: string, method: readonly string[]): NamedResource | undefined {
  const [group = '', version = '', ...rest] = text.split('/');
  if (version === '' || rest.length === 0) return undefined;
  const isNamespaced = rest[0] === 'namespaces' && rest.length > 2;
  const [resource = '', name = '', subresource = ''] = isNamespaced ? rest.slice(2) : rest;
  const named = subresource === '' && method.at(-2) !== resource ? (method.at(-2) ?? '') : subresource;
  const namespace = isNamespaced ? (rest[1] ?? '') : '';
  return { group: group === 'core' ? '' : group, version, namespace, resource, name, subresource: method.includes(named) ? named : '' };
}

function isGranted(payload: Raw, labels: Raw, code: number): boolean {
  const decision = toText(labels['authorization.k8s.io/decision']);
  if (decision !== '') return decision === 'allow';
  const infos = payload['authorizationInfo'];
  const granted = Array.isArray(infos) && isRecord(infos[0]) ? infos[0]['granted'] : undefined;
  return typeof granted === 'boolean' ? granted : code !== 401 && code !== 403;
}

/** Kinds stand in `@type`, as core.k8s.io/v1.Pod. */
function withoutType({ '@type': type, ...rest }: Raw): Raw {
  const kind = toText(type).split('.').at(-1) ?? '';
  return kind === '' || 'kind' in rest ? rest : { kind, ...rest };
}
