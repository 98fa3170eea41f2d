import { defineFacts } from '../fact.ts';
import { type EventSubject, fromProcess } from '../model/event-subject.ts';
import { listProgramKinds, toProgramName } from '../program-names.ts';

type Process = NonNullable<EventSubject['event']['process']>;

/** Recordings of others that do not tell the user have -1. */
const toKnownUser = (uid: number): number | undefined => (uid < 0 ? undefined : uid);

const toBase = (process: Process): string => toProgramName(process, process.traits?.includes('applet') === true);

/** The process that an event speaks of. What is not there is empty, unless the event is of a source that does not record it. */
export const facts = defineFacts<EventSubject>('Process', {
  id: { type: 'string', doc: 'Unique over reboots', source: 'event.process.id', get: fromProcess('id', p => p.id) },
  parentId: { type: 'string', doc: 'Id of the parent', source: 'event.process.parentId', get: fromProcess('parentId', p => p.parentId) },
  pid: { type: 'int', doc: 'As the node counts', source: 'event.process.pid', get: fromProcess('pid', p => p.pid) },
  containerPid: {
    type: 'int',
    doc: 'As the container counts, 1 for its first process; 0 where it is not known',
    source: 'event.process.containerPid',
    get: fromProcess('containerPid', p => p.containerPid, 0),
  },
  name: {
    type: 'string',
    doc: 'As it names itself, at most 15 bytes; not to be trusted',
    source: 'event.process.name',
    get: fromProcess('name', p => p.name),
  },
  exe: {
    type: 'string',
    doc: 'Path of the program, resolved; empty where it is not known',
    source: 'event.process.exe',
    get: fromProcess('exe', p => p.exe),
  },
  base: {
    type: 'string',
    doc: 'Name of the program without its path; of BusyBox and the like that of the applet',
    source: 'event.process.exe, argv, name',
    get: fromProcess('base', toBase),
  },
  kinds: {
    type: 'list(string)',
    doc: 'What the program is by its name: shell, web-server, database, interpreter, package-manager, network-tool, miner and others',
    source: 'packages/inventory/src/program-names.ts',
    get: fromProcess('kinds', p => listProgramKinds(toBase(p))),
  },
  called: {
    type: 'string',
    doc: 'The path that was executed as it was called; of a script its own',
    source: 'event.process.called',
    get: fromProcess('called', p => p.called, ''),
  },
  sha256: {
    type: 'string',
    doc: 'SHA-256 of the program in hexadecimal; empty where nobody has read it, as for files of the image',
    source: 'event.process.sha256',
    get: fromProcess('sha256', p => p.sha256, ''),
  },
  interpreter: {
    type: 'string',
    doc: 'Of a script; empty for others',
    source: 'event.process.interpreter',
    get: fromProcess('interpreter', p => p.interpreter, ''),
  },
  argv: { type: 'list(string)', doc: 'Arguments, the name first', source: 'event.process.argv', get: fromProcess('argv', p => p.argv) },
  line: {
    type: 'string',
    doc: 'Arguments with blanks between them',
    source: 'event.process.argv',
    get: fromProcess('line', p => p.argv.join(' ')),
  },
  argvTruncated: {
    type: 'bool',
    doc: 'Whether there are more arguments than are told',
    source: 'event.process.argvTruncated',
    get: fromProcess('argvTruncated', p => p.argvTruncated),
  },
  cwd: { type: 'string', doc: 'Folder that it runs in', source: 'event.process.cwd', get: fromProcess('cwd', p => p.cwd, '') },
  uid: { type: 'int', doc: 'User', source: 'event.process.uid', get: fromProcess('uid', p => toKnownUser(p.uid)) },
  gid: { type: 'int', doc: 'Group', source: 'event.process.gid', get: fromProcess('gid', p => p.gid) },
  effectiveUid: {
    type: 'int',
    doc: 'User that it acts as; the user where nothing else is said',
    source: 'event.process.effectiveUid',
    get: fromProcess('effectiveUid', p => toKnownUser(p.effectiveUid ?? p.uid)),
  },
  loginUid: {
    type: 'int',
    doc: 'Who logged in; -1 for nobody',
    source: 'event.process.loginUid',
    get: fromProcess('loginUid', p => p.loginUid ?? -1),
  },
  tty: { type: 'string', doc: 'Terminal; empty for none', source: 'event.process.tty', get: fromProcess('tty', p => p.tty, '') },
  layer: {
    type: 'string',
    doc: 'upper: the program was written since the container started; lower: it is of the image; empty for other file systems',
    source: 'event.process.layer',
    get: fromProcess('layer', p => p.layer, ''),
  },
  traits: {
    type: 'list(string)',
    doc: 'What is special: memfd, deleted, script, secure, applet, running, stdin-socket, stdout-socket, killed, runtime',
    source: 'event.process.traits',
    get: fromProcess('traits', p => p.traits, []),
  },
  runtime: {
    type: 'bool',
    doc: 'Whether it is the container runtime on its way into the container',
    source: 'event.process.traits',
    get: fromProcess('runtime', p => p.traits?.includes('runtime') === true),
  },
  entry: {
    type: 'string',
    doc: 'init: it descends from the first process of its container; exec: it came in from outside, as with kubectl exec and probes',
    source: 'event.process.entry',
    get: fromProcess('entry', p => p.entry, ''),
  },
  capabilities: {
    type: 'list(string)',
    doc: 'Effective ones, as CAP_SYS_ADMIN',
    source: 'event.process.capabilities',
    get: fromProcess('capabilities', p => p.capabilities),
  },
  environment: {
    type: 'map(string, string)',
    doc: 'Only what changes how programs are loaded, as LD_PRELOAD',
    source: 'event.process.environment',
    get: fromProcess('environment', p => p.environment, {}),
  },
  ancestors: {
    type: 'list(Ancestor)',
    doc: 'Parent first',
    source: 'event.process.ancestors',
    get: fromProcess('ancestors', p => p.ancestors),
  },
  ancestorsTruncated: {
    type: 'bool',
    doc: 'Whether there are more ancestors, or they were not seen',
    source: 'event.process.ancestorsTruncated',
    get: fromProcess('ancestorsTruncated', p => p.ancestorsTruncated === true),
  },
  ancestorKinds: {
    type: 'list(string)',
    doc: 'What the ancestors are by their names, nearest first',
    source: 'packages/inventory/src/program-names.ts',
    get: fromProcess('ancestorKinds', p => p.ancestors.flatMap(a => listProgramKinds(toProgramName(a, false)))),
  },
  parentKinds: {
    type: 'list(string)',
    doc: 'What the parent is by its name',
    source: 'packages/inventory/src/program-names.ts',
    get: fromProcess('parentKinds', p => p.ancestors.slice(0, 1).flatMap(a => listProgramKinds(toProgramName(a, false)))),
  },
  parentBase: {
    type: 'string',
    doc: 'Name of the program of the parent without its path; empty where no parent was seen',
    source: 'event.process.ancestors[0]',
    get: fromProcess('parentBase', p => (p.ancestors[0] === undefined ? '' : toProgramName(p.ancestors[0], false))),
  },
});
