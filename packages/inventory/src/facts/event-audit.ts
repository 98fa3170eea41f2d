import { Unknown } from '@breakwater/cel';
import type { Event } from '@breakwater/model';
import { defineFacts } from '../fact.ts';
import { type EventSubject, fromPart } from '../model/event-subject.ts';

type Audit = NonNullable<Event['audit']>;

const text = (doc: string, source: string, get: (audit: Audit) => string | undefined) => ({
  type: 'string',
  doc,
  source: `event.audit.${source}`,
  get: fromPart('audit', audit => get(audit) ?? ''),
});

/** What the API server recorded of a request. */
export const facts = defineFacts<EventSubject>('Event', {
  'audit.user': text('Who asks', 'user', a => a.user),
  'audit.uid': text('uid of who asks', 'uid', a => a.uid),
  'audit.groups': { type: 'list(string)', doc: 'Groups of who asks', source: 'event.audit.groups', get: fromPart('audit', a => a.groups) },
  'audit.extra': {
    type: 'map(string, list(string))',
    doc: 'What the login says beside',
    source: 'event.audit.extra',
    get: fromPart('audit', a => a.extra ?? {}),
  },
  'audit.impersonatedUser': text('Whom the user acts as; empty for nobody', 'impersonated', a => a.impersonated?.user),
  'audit.impersonatedGroups': {
    type: 'list(string)',
    doc: 'Groups that the user acts as',
    source: 'event.audit.impersonated',
    get: fromPart('audit', a => a.impersonated?.groups ?? []),
  },
  'audit.system': {
    type: 'bool',
    doc: 'Whether who asks is part of the cluster: a name that begins with system:, service accounts too',
    source: 'event.audit.user',
    get: fromPart('audit', a => a.user.startsWith('system:')),
  },
  'audit.verb': text('As create', 'verb', a => a.verb),
  'audit.group': text('API group; empty for core', 'group', a => a.group),
  'audit.version': text('API version', 'version', a => a.version),
  'audit.resource': text('Plural, as pods; empty for what is no resource', 'resource', a => a.resource),
  'audit.subresource': text('As exec; empty for the resource itself', 'subresource', a => a.subresource),
  'audit.name': text('Name of the object; empty where it is not known', 'name', a => a.name),
  'audit.allowed': {
    type: 'bool',
    doc: 'Whether the request was authorized',
    source: 'event.audit.allowed',
    get: fromPart('audit', a => a.allowed),
  },
  'audit.code': {
    type: 'int',
    doc: 'Of the response; 0 where there is none yet',
    source: 'event.audit.code',
    get: fromPart('audit', a => a.code),
  },
  'audit.succeeded': {
    type: 'bool',
    doc: 'Whether the response is 2xx, or 101 for what goes on as a stream',
    source: 'event.audit.code',
    get: fromPart('audit', a => a.code === 101 || (a.code >= 200 && a.code < 300)),
  },
  'audit.reason': text('Of the response, as Forbidden', 'reason', a => a.reason),
  'audit.message': text('Of the response', 'message', a => a.message),
  'audit.stage': text('As ResponseComplete', 'stage', a => a.stage),
  'audit.complete': {
    type: 'bool',
    doc: 'Whether the request has ended; each is told once then',
    source: 'event.audit.stage',
    get: fromPart('audit', a => (a.stage ?? 'ResponseComplete') === 'ResponseComplete'),
  },
  'audit.level': text('As Metadata', 'level', a => a.level),
  'audit.uri': text('What was asked for', 'uri', a => a.uri),
  'audit.userAgent': text('Program that asks, by its own account', 'userAgent', a => a.userAgent),
  'audit.sourceIps': {
    type: 'list(string)',
    doc: 'Where it came from',
    source: 'event.audit.sourceIps',
    get: fromPart('audit', a => a.sourceIps),
  },
  'audit.annotations': {
    type: 'map(string, string)',
    doc: 'What authorization and admission noted',
    source: 'event.audit.annotations',
    get: fromPart('audit', a => a.annotations ?? {}),
  },
  'audit.request': {
    type: 'dyn',
    doc: 'Object that was sent, without values that may be secret; not known below level Request',
    source: 'event.audit.request',
    get: fromPart(
      'audit',
      a => a.request ?? new Unknown('audit.request', 'not evaluated: the audit event has no request body (level Metadata)'),
    ),
  },
  'audit.credentialWords': {
    type: 'list(string)',
    doc: 'Words for credentials in the values that were left out of the request, as password; not known below level Request',
    source: 'event.audit.words',
    get: fromPart(
      'audit',
      a => a.words ?? new Unknown('audit.credentialWords', 'not evaluated: the audit event has no request body (level Metadata)'),
    ),
  },
});
