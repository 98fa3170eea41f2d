import type { Event } from '@breakwater/model';
import type { Frame, Head } from '../frames/frame.ts';
import { FLAG, TAG } from '../frames/layout.ts';
import type { ProcessRecord } from '../processes/process-record.ts';
import { listCapabilities } from './linux-names.ts';
import { readArguments, readEnvironment, readFieldPath, readFieldText } from './read-fields.ts';

type EventProcess = NonNullable<Event['process']>;

const NOBODY = 0xffff_ffff;

/** The process as it is after it has executed something; `before` is what it was until then. */
export function toExecuted(frame: Frame, before: ProcessRecord): ProcessRecord {
  const { head } = frame;
  const argv = readArguments(frame, TAG.argv);
  const exe = readFieldPath(frame, TAG.exe);
  return {
    ...before,
    uid: head.uid,
    name: head.name,
    exe: exe?.text ?? '',
    called: readFieldText(frame, TAG.called),
    interpreter: readFieldText(frame, TAG.interpreter),
    argv,
    argvTruncated: head.numbers[0] > BigInt(frame.fields.get(TAG.argv)?.[0]?.length ?? 0),
    cwd: readFieldPath(frame, TAG.cwd)?.text,
    tty: readFieldText(frame, TAG.tty),
    layer: (head.flags & FLAG.overlay) === 0 ? undefined : (head.flags & FLAG.upper) === 0 ? 'lower' : 'upper',
    traits: listTraits(head, exe?.text ?? '', exe?.detached === true),
    entry: findEntry(head, before),
    capabilities: listCapabilities(head.numbers[1]),
    environment: readEnvironment(frame, TAG.environment),
  };
}

/** A program of BusyBox, or a shell's own: it has another name, and that is all that is known. */
export function toRenamed(head: Head, before: ProcessRecord): ProcessRecord {
  return { ...before, name: head.name, argv: [head.name], argvTruncated: false, traits: ['applet'] };
}

const TRAITS: readonly (readonly [flag: number, trait: ProcessRecord['traits'][number]])[] = [
  [FLAG.deleted, 'deleted'],
  [FLAG.script, 'script'],
  [FLAG.secure, 'secure'],
  [FLAG.stdinSocket, 'stdin-socket'],
  [FLAG.stdoutSocket, 'stdout-socket'],
  [FLAG.killed, 'killed'],
];

function listTraits(head: Head, exe: string, isDetached: boolean): ProcessRecord['traits'] {
  const traits = TRAITS.filter(([flag]) => (head.flags & flag) !== 0).map(([, trait]) => trait);
  const isMemfd = isDetached && exe.startsWith('memfd:');
  return [...(isMemfd ? ['memfd' as const] : []), ...traits];
}

/** Whoever has a parent in another pid namespace and is not the first of its own was let in from outside. */
function findEntry({ containerPid, flags }: Head, { entry }: ProcessRecord): ProcessRecord['entry'] {
  if (containerPid === 1) return 'init';
  return (flags & FLAG.entered) === 0 ? entry : 'exec';
}

interface Told {
  readonly head: Head;
  readonly process: EventProcess;
}

/** What was told last of a process: most events of one are told in the same words. */
const told = new WeakMap<ProcessRecord, Told>();

/** As an event tells of it; who it acts as comes from the moment of the event. `isStart` tells also what is only told once. */
export function toEventProcess(record: ProcessRecord, head: Head, isStart: boolean): EventProcess {
  const { capabilities, environment } = record;
  const known = told.get(record);
  const process = known !== undefined && isSame(known.head, head) ? known.process : build(record, head);
  told.set(record, { head, process });
  if (!isStart) return process;
  return {
    ...process,
    ...(capabilities === undefined ? {} : { capabilities: [...capabilities] }),
    ...(environment === undefined ? {} : { environment: { ...environment } }),
  };
}

function isSame(a: Head, b: Head): boolean {
  return a.uid === b.uid && a.gid === b.gid && a.effectiveUid === b.effectiveUid && a.loginUid === b.loginUid && a.name === b.name;
}

function build(record: ProcessRecord, head: Head): EventProcess {
  const { id, parentId, pid, exe, argv, argvTruncated, traits, ancestors, ancestorsTruncated } = record;
  const { called, interpreter, cwd, tty, layer, entry } = record;
  return {
    id,
    ...(parentId === undefined ? {} : { parentId }),
    pid,
    containerPid: head.containerPid,
    name: head.name,
    exe,
    ...(called === undefined ? {} : { called }),
    ...(interpreter === undefined ? {} : { interpreter }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(tty === undefined ? {} : { tty }),
    ...(layer === undefined ? {} : { layer }),
    ...(entry === undefined ? {} : { entry }),
    argv: [...argv],
    argvTruncated,
    uid: head.uid,
    gid: head.gid,
    effectiveUid: head.effectiveUid,
    ...(head.loginUid === NOBODY ? {} : { loginUid: head.loginUid }),
    ...(traits.length === 0 ? {} : { traits: [...traits] }),
    ancestors: [...ancestors],
    ...(ancestorsTruncated ? { ancestorsTruncated } : {}),
  };
}
