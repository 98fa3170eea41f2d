import { defineFacts } from '../fact.ts';
import { type EventSubject, fromPart, toMissing } from '../model/event-subject.ts';
import { toBaseName } from '../program-names.ts';

const READS = new Set(['read']);

/** Files, ends of processes, and what is done with rights. */
export const facts = defineFacts<EventSubject>('Event', {
  'file.path': {
    type: 'string',
    doc: 'Resolved: what was opened, whichever path led there',
    source: 'event.file.path',
    get: fromPart('file', f => f.path),
  },
  'file.base': {
    type: 'string',
    doc: 'The last part of the path',
    source: 'event.file.path',
    get: fromPart('file', f => toBaseName(f.path)),
  },
  'file.paths': {
    type: 'list(string)',
    doc: 'Every name of the file that is known: the path, the watched name of a hard link, and where a rename or link leads',
    source: 'event.file.path, alias, target',
    get: fromPart('file', f => [f.path, f.alias, f.target].filter(path => path !== undefined)),
  },
  'file.operation': {
    type: 'string',
    doc: 'read, write, create, rename, link, symlink, unlink or chmod',
    source: 'event.file.operation',
    get: fromPart('file', f => f.operation),
  },
  'file.changes': {
    type: 'bool',
    doc: 'Whether it is more than reading',
    source: 'event.file.operation',
    get: fromPart('file', f => !READS.has(f.operation)),
  },
  'file.flags': { type: 'list(string)', doc: 'As O_CREAT', source: 'event.file.flags', get: fromPart('file', f => f.flags) },
  'file.called': {
    type: 'string',
    doc: 'As it was called; empty where it is not known',
    source: 'event.file.called',
    get: fromPart('file', (f, e) => f.called ?? toMissing(e, 'event.file.called', '')),
  },
  'file.alias': {
    type: 'string',
    doc: 'Another name of the same file, which is a watched one; empty for none',
    source: 'event.file.alias',
    get: fromPart('file', f => f.alias ?? ''),
  },
  'file.target': {
    type: 'string',
    doc: 'Of a rename and of a link: where it leads; empty for others',
    source: 'event.file.target',
    get: fromPart('file', f => f.target ?? ''),
  },
  'file.mode': {
    type: 'string',
    doc: 'New rights, octal; empty where they stay',
    source: 'event.file.mode',
    get: fromPart('file', f => f.mode ?? ''),
  },
  'file.outside': {
    type: 'bool',
    doc: 'Whether the file is not below the root that the process sees',
    source: 'event.file.outside',
    get: fromPart('file', f => f.outside === true),
  },
  'exit.code': {
    type: 'int',
    doc: 'What the program returned; not set where a signal ended it',
    source: 'event.exit.code',
    get: fromPart('exit', x => x.code),
  },
  'exit.signal': {
    type: 'int',
    doc: 'Signal that ended it; not set where none did',
    source: 'event.exit.signal',
    get: fromPart('exit', x => x.signal),
  },
  'syscalls.names': {
    type: 'list(string)',
    doc: 'System calls that the container has made since it started',
    source: 'event.syscalls.names',
    get: fromPart('syscalls', c => c.names),
  },
  'privilege.operation': {
    type: 'string',
    doc: 'As setuid, mount, ptrace, bpf, module-load',
    source: 'event.privilege.operation',
    get: fromPart('privilege', p => p.operation),
  },
  'privilege.detail': {
    type: 'map(string, string)',
    doc: 'What about, by the operation',
    source: 'event.privilege.detail',
    get: fromPart('privilege', p => p.detail),
  },
  'privilege.result': {
    type: 'string',
    doc: 'Why it failed, as EPERM; empty where it did not',
    source: 'event.privilege.result',
    get: fromPart('privilege', p => p.result ?? ''),
  },
});
