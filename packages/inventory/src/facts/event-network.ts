import type { Event } from '@breakwater/model';
import { defineFacts } from '../fact.ts';
import { type EventSubject, fromPart } from '../model/event-subject.ts';

type Ended = Pick<NonNullable<Event['accept']>, 'protocol' | 'local' | 'remote'>;

function toConnection(part: 'connect' | 'accept') {
  const get = (read: (value: Ended) => unknown) => fromPart(part, value => read(value));
  return {
    [`${part}.protocol`]: {
      type: 'string',
      doc: 'tcp, udp, icmp or unix; else its number',
      source: `event.${part}.protocol`,
      get: get(c => c.protocol),
    },
    [`${part}.localAddress`]: { type: 'string', doc: 'Own address', source: `event.${part}.local`, get: get(c => c.local.address) },
    [`${part}.localPort`]: { type: 'int', doc: 'Own port', source: `event.${part}.local`, get: get(c => c.local.port) },
    [`${part}.remoteAddress`]: {
      type: 'string',
      doc: 'Address of the other end; of a unix socket its path',
      source: `event.${part}.remote`,
      get: get(c => c.remote.address),
    },
    [`${part}.remotePort`]: { type: 'int', doc: 'Port of the other end', source: `event.${part}.remote`, get: get(c => c.remote.port) },
  };
}

/** Connections, listeners and names that are asked for. */
export const facts = defineFacts<EventSubject>('Event', {
  ...toConnection('connect'),
  'connect.result': {
    type: 'string',
    doc: 'started, or why it failed, as ECONNREFUSED',
    source: 'event.connect.result',
    get: fromPart('connect', c => c.result),
  },
  ...toConnection('accept'),
  'listen.protocol': {
    type: 'string',
    doc: 'tcp, udp or its number',
    source: 'event.listen.protocol',
    get: fromPart('listen', l => l.protocol),
  },
  'listen.address': {
    type: 'string',
    doc: 'Address that is listened at',
    source: 'event.listen.local',
    get: fromPart('listen', l => l.local.address),
  },
  'listen.port': { type: 'int', doc: 'Port that is listened at', source: 'event.listen.local', get: fromPart('listen', l => l.local.port) },
  'dns.query': {
    type: 'string',
    doc: 'Name that is asked for, in small letters, without a dot at its end',
    source: 'event.dns.query',
    get: fromPart('dns', d => d.query.toLowerCase().replace(/\.$/, '')),
  },
  'dns.type': { type: 'string', doc: 'As AAAA', source: 'event.dns.type', get: fromPart('dns', d => d.type) },
  'dns.answers': { type: 'list(string)', doc: 'Addresses and names', source: 'event.dns.answers', get: fromPart('dns', d => d.answers) },
  'dns.code': {
    type: 'string',
    doc: 'Of an answer, as NOERROR; empty for a question',
    source: 'event.dns.code',
    get: fromPart('dns', d => d.code ?? ''),
  },
  'dns.server': {
    type: 'string',
    doc: 'Who was asked; empty where it is not known',
    source: 'event.dns.server',
    get: fromPart('dns', d => d.server ?? ''),
  },
});
