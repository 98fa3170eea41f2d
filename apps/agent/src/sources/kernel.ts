import { setTimeout } from 'node:timers/promises';
import type { EventSource, SourceSurroundings } from '../event-source.ts';
import { readFieldText } from '../events/read-fields.ts';
import type { Frame } from '../frames/frame.ts';
import { FRAME, TAG } from '../frames/layout.ts';
import { KernelSide } from '../kernel/kernel-side.ts';
import { READ_PATHS, WRITE_PATHS } from '../watched-paths.ts';

/** Seconds in which programs are loaded on a slow node; a start that takes longer is gone on without. */
const LOADING_SECONDS = 30;

/** Words for the types of frames that may be lost. */
const TYPES = new Map<number, string>(Object.entries(FRAME).map(([name, type]) => [type, name]));

/** Programs in the kernel (apps/agent/native), and the process that loads them. */
export const source: EventSource = {
  name: 'kernel',
  privileges: ['root, or the capabilities BPF and PERFMON; NET_ADMIN to refuse connections', 'a kernel from 5.8 on with BTF'],
  yields: ['process-exec', 'process-exit', 'connect', 'accept', 'listen', 'dns', 'file-open', 'privilege', 'syscalls'],
  capabilities: [
    'process-exec',
    'process-fork',
    'process-exit',
    'tcp',
    'system-calls',
    'dns-questions',
    'dns-answers',
    'deny-connect',
    'syscalls',
  ],
  // Once it is loaded, or has failed for the first time: whoever hears that a node is watched may rely on it, and what runs by then is read after it.
  start: async surroundings => {
    const loaded = Promise.withResolvers<void>();
    const { kernelSide, wholeHost, ringKib, syscalls } = surroundings.options;
    if (syscalls) surroundings.tellCapability('syscalls', undefined);
    const ends = { count: 0 };
    const side = new KernelSide({
      program: kernelSide,
      args: [
        ...(wholeHost ? ['--host'] : []),
        ...(syscalls ? ['--syscalls'] : []),
        '--ring',
        String(ringKib),
        '--agent',
        String(surroundings.options.pid),
      ],
      commands: [...READ_PATHS.map(path => `read ${path}`), ...WRITE_PATHS.map(path => `write ${path}`), 'start'],
      onFrame: frame => {
        if (frame.head.type === FRAME.ready) loaded.resolve();
        take(frame, surroundings);
      },
      onEnd: reason => {
        ends.count += 1;
        const message = `what is seen in the kernel is not told meanwhile: its program has ended ${ends.count} times, and is started again: ${reason}`;
        surroundings.notice({ code: 'kernel-side-ended', source: 'kernel', message });
        loaded.resolve();
      },
      log: surroundings.log,
    });
    await Promise.race([loaded.promise, setTimeout(LOADING_SECONDS * 1000, undefined, { ref: false })]);
    return () => side.stop();
  },
};

function take(frame: Frame, surroundings: SourceSurroundings): void {
  const handle = OWN[frame.head.type];
  if (handle !== undefined) {
    handle(frame, surroundings);
    return;
  }
  const event = surroundings.maker.make(frame);
  if (event !== undefined) surroundings.emit(event, frame.head.start);
}

type Handle = (frame: Frame, surroundings: SourceSurroundings) => void;

/** What the program says of itself. */
const OWN: Readonly<Record<number, Handle>> = {
  [FRAME.clock]: ({ head }, { clock }) => clock.set(head.time, head.numbers[0]),
  [FRAME.ready]: (_, { log }) => log.info({}, 'the kernel side is loaded'),
  [FRAME.capability]: (frame, { tellCapability }) => {
    const reason = readFieldText(frame, TAG.reason);
    tellCapability(readFieldText(frame, TAG.name) ?? '', reason === '' ? undefined : reason);
  },
  [FRAME.loss]: ({ head }, { notice }) => {
    const type = TYPES.get(Number(head.numbers[0])) ?? String(head.numbers[0]);
    const message = `${head.numbers[1]} events of type ${type} are lost since the start: the node does more than is read; see --ring, and what floods it`;
    notice({ code: 'events-lost', source: type, message });
  },
  [FRAME.limited]: ({ head }, { notice, findContainer }) => {
    const source = findContainer(head.cgroup);
    const message = `${head.numbers[0]} events within a second were left out, most of them like others that were told: it does more than a node's worth of things`;
    notice({ code: 'events-limited', source, message });
  },
  [FRAME.answer]: (frame, { log }) => {
    const reason = readFieldText(frame, TAG.reason);
    if (reason !== '') log.warn({ command: readFieldText(frame, TAG.name), reason }, 'the kernel side does not take a command');
  },
  [FRAME.syscalls]: (frame, { maker, emit }) => {
    const event = maker.makeSyscalls(frame);
    if (event !== undefined) emit(event);
  },
};
