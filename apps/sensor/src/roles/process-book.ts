import { keepNewest, type Event as RuntimeEvent } from '@breakwater/model';
import type { Event, PodProcess, PodProcesses, PodSocket } from '@breakwater/protocol';

interface Pod {
  readonly since: string;
  readonly processes: Map<string, PodProcess>;
  readonly sockets: Map<string, PodSocket>;
}

/** Pods of which it is known what runs in them; whoever did nothing for longest goes. */
const MAX_PODS = 1000;
/** Processes of one pod, and sockets. */
const MAX_OF_POD = 200;
const MAX_ARGUMENTS = 50;
const MAX_TEXT = 500;

/** What runs in pods and what it is connected to, by what agents told: evidence of a pod that is about to be ended. In memory, bounded. */
export class ProcessBook {
  readonly #pods = new Map<string, Pod>();

  /** Takes events as they are kept: without the secrets of arguments. */
  note(events: readonly Event[]): void {
    for (const event of events) if (event.type === 'runtime') this.#note(event.body);
  }

  /** Undefined for a pod of which nobody has told anything. */
  find(uid: string): PodProcesses | undefined {
    const pod = this.#pods.get(uid);
    return pod === undefined ? undefined : { since: pod.since, processes: [...pod.processes.values()], sockets: [...pod.sockets.values()] };
  }

  #note(event: RuntimeEvent): void {
    const { podUid, process, type } = event;
    if (podUid === undefined || process === undefined) return;
    const pod = this.#open(podUid, event.time);
    if (type === 'process-exit') {
      pod.processes.delete(process.id);
      for (const [key, socket] of pod.sockets) if (socket.process === process.id) pod.sockets.delete(key);
      return;
    }
    // Whoever does something runs, also where its start was not heard of.
    if (type === 'process-exec' || !pod.processes.has(process.id))
      keepNewest(pod.processes, process.id, toPodProcess(event, process), MAX_OF_POD);
    const socket = toSocket(event, process.id);
    if (socket !== undefined) keepNewest(pod.sockets, toKey(socket), socket, MAX_OF_POD);
  }

  #open(uid: string, time: string): Pod {
    const known = this.#pods.get(uid);
    const pod = known ?? { since: time, processes: new Map<string, PodProcess>(), sockets: new Map<string, PodSocket>() };
    keepNewest(this.#pods, uid, pod, MAX_PODS);
    return pod;
  }
}

function toPodProcess({ time, container }: RuntimeEvent, process: NonNullable<RuntimeEvent['process']>): PodProcess {
  const { id, parentId, pid, exe, argv, uid, layer, sha256 } = process;
  return {
    id,
    ...(parentId === undefined ? {} : { parentId }),
    ...(pid === undefined ? {} : { pid }),
    ...(container === undefined ? {} : { container }),
    exe: exe.slice(0, MAX_TEXT),
    argv: argv.slice(0, MAX_ARGUMENTS).map(word => word.slice(0, MAX_TEXT)),
    uid,
    ...(layer === undefined ? {} : { layer }),
    ...(sha256 === undefined ? {} : { sha256 }),
    seen: time,
  };
}

function toSocket({ time, connect, accept, listen }: RuntimeEvent, process: string): PodSocket | undefined {
  if (connect !== undefined)
    return {
      process,
      state: 'connected',
      protocol: connect.protocol,
      local: connect.local,
      remote: connect.remote,
      result: connect.result,
      seen: time,
    };
  if (accept !== undefined)
    return { process, state: 'accepted', protocol: accept.protocol, local: accept.local, remote: accept.remote, seen: time };
  return listen === undefined ? undefined : { process, state: 'listening', protocol: listen.protocol, local: listen.local, seen: time };
}

/** One for each end: the own port differs with each connection, and so does that of whoever connects. */
function toKey({ process, state, protocol, local, remote = local }: PodSocket): string {
  return [process, state, protocol, remote.address, state === 'accepted' ? '' : remote.port].join('|');
}
