import { fromCloudLogging, isCloudLogging } from '../audit/from-cloud-logging.ts';
import { toAuditEvent } from '../audit/to-audit-event.ts';
import { isRecord, parseRecord, type Raw, toText } from '../raw.ts';
import type { Reading, Recording } from '../recording.ts';

/** Lists in lists were made to cost time. */
const MAX_DEPTH = 4;

/**
 * What the API server records: events and lists of them (audit.k8s.io of any version, as log file and webhook write them), and the same as EKS (CloudWatch), AKS (diagnostic settings) and GKE
 * (Cloud Logging) export them.
 */
export const recording: Recording = {
  name: 'kube-audit',
  doc: 'Audit events of Kubernetes: log, EventList, exports of EKS, GKE and AKS',
  isOf: value => isAuditEvent(value) || isCloudLogging(value) || listParts(value) !== undefined,
  read: (value, id) => read(value, id, 0),
};

function read(value: Raw, id: string, depth: number): Reading {
  if (isAuditEvent(value)) return toReading(toAuditEvent(value, id));
  if (isCloudLogging(value)) return toReading(fromCloudLogging(value, id));
  const parts = depth >= MAX_DEPTH ? undefined : listParts(value);
  if (parts === undefined) return { events: [], faults: ['what it holds is no audit event'] };
  const readings = parts.map((part, index) => read(part, `${id}.${index}`, depth + 1));
  return { events: readings.flatMap(({ events }) => events), faults: readings.flatMap(({ faults }) => faults) };
}

function toReading(event: ReturnType<typeof toAuditEvent>): Reading {
  return typeof event === 'string' ? { events: [], faults: [event] } : { events: [{ event }], faults: [] };
}

/** Old logs lack kind and apiVersion. */
function isAuditEvent(value: Raw): boolean {
  const apiVersion = toText(value['apiVersion']);
  if (apiVersion !== '') return apiVersion.startsWith('audit.k8s.io/') && value['kind'] === 'Event';
  return typeof value['auditID'] === 'string' && ('requestURI' in value || 'verb' in value);
}

/** What is inside of lists and of the envelopes of clouds; undefined for what is neither. */
function listParts(value: Raw): readonly Raw[] | undefined {
  if (value['kind'] === 'EventList' && toText(value['apiVersion']).startsWith('audit.k8s.io/')) return toRecords(value['items']);
  // AKS: batches of an event hub, and the log inside of the properties.
  if (Array.isArray(value['records'])) return toRecords(value['records']);
  if (isKubeAuditCategory(value['category'] ?? value['Category']))
    return toInner(isRecord(value['properties']) ? value['properties']['log'] : value['log_s']);
  // EKS: batches of a subscription, and single log events.
  if (Array.isArray(value['logEvents'])) return toRecords(value['logEvents']);
  if (Array.isArray(value['events']) && value['events'].some(isLogEvent)) return toRecords(value['events']);
  return isLogEvent(value) ? toInner(value['message'] ?? value['@message']) : undefined;
}

function isKubeAuditCategory(category: unknown): boolean {
  return category === 'kube-audit' || category === 'kube-audit-admin';
}

/** The message of a log event of CloudWatch that is an audit event; other logs of the control plane have other messages. */
function isLogEvent(value: unknown): boolean {
  return (
    isRecord(value) &&
    [value['message'], value['@message']].some(text => typeof text === 'string' && text.startsWith('{') && text.includes('audit.k8s.io/'))
  );
}

function toInner(text: unknown): readonly Raw[] {
  const inner = parseRecord(text);
  return inner === undefined ? [{}] : [inner];
}

function toRecords(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
