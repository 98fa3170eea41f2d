import { arch } from 'node:process';
import type { Event } from '@breakwater/model';
import type { Container, ContainerBook } from '../containers/container-book.ts';
import type { Frame, Head } from '../frames/frame.ts';
import { FRAME, TAG } from '../frames/layout.ts';
import type { ProcessRecord } from '../processes/process-record.ts';
import type { ProcessTable } from '../processes/process-table.ts';
import type { FoundProcess } from '../processes/read-process.ts';
import { toRunning } from '../processes/to-running.ts';
import type { Clock } from './clock.ts';
import { readFieldPath } from './read-fields.ts';
import { listSyscalls } from './syscall-names.ts';
import { SyscallSets } from './syscall-sets.ts';
import { type EventBody, toBody } from './to-body.ts';
import { toEventProcess, toExecuted, toRenamed } from './to-process.ts';

export interface EventMakerOptions {
  readonly node: string;
  readonly bootId: string;
  /** Tells runs of the agent within one boot from each other. */
  readonly run: string;
  readonly processes: ProcessTable;
  readonly containers: ContainerBook;
  readonly clock: Clock;
  /** Tell also what happens outside of containers. */
  readonly wholeHost: boolean;
}

/** Turns what the kernel side tells into events: keeps the processes, and says whose container it was. */
export class EventMaker {
  readonly #options: EventMakerOptions;
  readonly #syscalls = new SyscallSets();
  #sequence = 0;

  constructor(options: EventMakerOptions) {
    this.#options = options;
  }

  /** The event of a frame; undefined for what is only noted. */
  make(frame: Frame): Event | undefined {
    const { head } = frame;
    const { containers } = this.#options;
    if (head.type === FRAME.cgroup) {
      containers.hear(head.cgroup, readFieldPath(frame, TAG.cgroup)?.text ?? '');
      return undefined;
    }
    const record = this.#note(frame);
    const container = containers.find(head.cgroup);
    if (record === undefined || (container === undefined && !this.#options.wholeHost)) return undefined;
    const body = toBody(frame);
    return body === undefined ? undefined : this.#toEvent(head, record, container, body);
  }

  /** A process that ran before anybody looked; whoever started it was told before. */
  makeRunning(found: FoundProcess): Event | undefined {
    const { containers, processes, wholeHost } = this.#options;
    const { head, cgroupPath } = found;
    const record = processes.put(toRunning(found, processes));
    containers.hear(cgroupPath, cgroupPath);
    const container = containers.find(cgroupPath);
    if (container === undefined && !wholeHost) return undefined;
    return this.#toEvent(head, record, container, { type: 'process-exec' });
  }

  /** The system calls that a container has made so far; undefined where that is nothing new, or it is of no container. */
  makeSyscalls(frame: Frame): Event | undefined {
    const { containers, clock } = this.#options;
    const { head } = frame;
    const container = containers.find(head.cgroup);
    const [bits] = frame.fields.get(TAG.payload) ?? [];
    if (container === undefined || bits === undefined || !this.#syscalls.note(head.cgroup, bits)) return undefined;
    const names = [...listSyscalls(bits, arch)];
    return { ...this.#toStart(clock.now, head, container), type: 'syscalls', syscalls: { names } };
  }

  #note(frame: Frame): ProcessRecord | undefined {
    const { head } = frame;
    const { processes } = this.#options;
    if (head.type === FRAME.fork) {
      const [pid, start, containerPid] = head.numbers.map(Number);
      processes.fork(head, { pid: pid ?? 0, start: Math.floor((start ?? 0) / 10_000_000), containerPid: containerPid ?? 0 });
      return undefined;
    }
    const before = processes.resolve(head);
    if (head.type === FRAME.exec) return processes.put(toExecuted(frame, before));
    if (head.type === FRAME.name) return processes.put(toRenamed(head, before));
    if (head.type === FRAME.exit) processes.end(head.pid, head.start);
    return before;
  }

  #toEvent(head: Head, record: ProcessRecord, container: Container | undefined, body: EventBody): Event {
    return {
      ...this.#toStart(head.time, head, container),
      process: toEventProcess(record, head, body.type === 'process-exec'),
      ...body,
    } as Event;
  }

  #toStart(time: bigint, { cgroup }: Head, container: Container | undefined) {
    const { node, bootId, run, clock } = this.#options;
    this.#sequence += 1;
    return {
      id: `${node}/${bootId}/${run}.${this.#sequence}`,
      time: clock.format(time),
      cluster: '',
      node,
      ...container,
      ...(cgroup === '' ? {} : { cgroup }),
    };
  }
}
