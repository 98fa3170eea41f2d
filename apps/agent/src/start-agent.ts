import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { startSteps } from '@breakwater/daemon';
import type { Event, Problem } from '@breakwater/model';
import type { AgentCapability, AgentWord } from '@breakwater/protocol';
import { ContainerBook } from './containers/container-book.ts';
import { readBundle } from './containers/read-bundle.ts';
import { deliverEvents, sendUntilTaken } from './delivery/deliver-events.ts';
import { deliverFacts } from './delivery/deliver-facts.ts';
import { formatEvent } from './delivery/format-event.ts';
import { Outbox } from './delivery/outbox.ts';
import { printEvents } from './delivery/print-events.ts';
import { SensorClient } from './delivery/sensor-client.ts';
import type { EventSource, SourceSurroundings } from './event-source.ts';
import { Clock } from './events/clock.ts';
import { EventMaker } from './events/event-maker.ts';
import { FairLimit } from './limits/fair-limit.ts';
import type { AgentOptions } from './options.ts';
import { ProblemBook } from './problem-book.ts';
import { ProcessTable } from './processes/process-table.ts';
import { ProgramHasher } from './programs/program-hasher.ts';
import { sources } from './sources.generated.ts';

export interface RunningAgent {
  readonly node: string;
  /** How it is, now. */
  readonly describe: () => AgentWord;
  /** Events that were told since the start. */
  readonly told: () => number;
  close(): Promise<void>;
}

const ROUND_MS = 5000;
/** Events are garbage soon: V8 would let the room for them grow by 40 MB, on every node. */
const SMALL_YOUNG_HEAP = '--semi-space-growth-factor=1';

/** Watches this node and tells what its containers do. Throws AgentError `kernel-side-missing`. */
export async function startAgent(options: AgentOptions): Promise<RunningAgent> {
  setFlagsFromString(SMALL_YOUNG_HEAP);
  const agent = new Agent(options);
  const close = await startSteps(
    [
      { name: 'delivery', start: () => agent.deliver() },
      ...sources.map((source: EventSource) => ({ name: source.name, start: () => source.start(agent.surroundings) })),
      { name: 'limits', start: () => agent.watchLimits() },
    ],
    options.log,
  );
  return { node: options.node, describe: () => agent.describe(), told: () => agent.told, close };
}

/** The parts of a running agent. */
class Agent {
  readonly surroundings: SourceSurroundings;
  readonly #options: AgentOptions;
  readonly #bootId: string;
  readonly #since = new Date().toISOString();
  readonly #outbox = new Outbox();
  readonly #limit: FairLimit;
  readonly #problems = new ProblemBook();
  readonly #capabilities = new Map<string, string | undefined>();
  #client: SensorClient | undefined;
  #told = 0;

  constructor(options: AgentOptions) {
    const { node, root, wholeHost, log } = options;
    this.#options = options;
    this.#bootId = readFileSync(join(root, 'proc/sys/kernel/random/boot_id'), 'utf8').trim();
    this.#limit = new FairLimit(options.limit);
    const clock = new Clock(readBootTime(root));
    const folders = options.runtimeFolders.map(folder => join(root, folder));
    const hasher = new ProgramHasher(join(root, 'proc'));
    const containers = new ContainerBook(id => readBundle(folders, id));
    const maker = new EventMaker({
      node,
      bootId: this.#bootId,
      run: Date.now().toString(36),
      processes: new ProcessTable(node, this.#bootId),
      containers,
      clock,
      wholeHost,
    });
    this.surroundings = {
      options,
      maker,
      log,
      clock,
      findContainer: cgroup => containers.find(cgroup)?.containerId ?? cgroup,
      emit: (event, start) => {
        if (!this.#limit.take(event)) return;
        // It is overtaken by what comes meanwhile; its time says when it was.
        if (start !== undefined && hasher.wants(event)) void hasher.add(event, start).then(hashed => this.#tell(hashed));
        else this.#tell(event);
      },
      deliver: (events, signal) => this.#deliverNow(events, signal),
      notice: (problem, lasting) => this.#notice(problem, lasting),
      tellCapability: (name, missing) => this.#setCapability(name, missing),
    };
  }

  #tell(event: Event): void {
    this.#told += 1;
    this.#outbox.add(event);
  }

  get told(): number {
    return this.#told;
  }

  describe(): AgentWord {
    const { node, version } = this.#options;
    const capabilities = [...this.#capabilities].map(
      ([name, missing]): AgentCapability => (missing === undefined ? { name } : { name, missing }),
    );
    return { node, bootId: this.#bootId, version, since: this.#since, capabilities, problems: this.#problems.list() };
  }

  deliver(): () => Promise<void> {
    const { to, log, collectFacts } = this.#options;
    if ('print' in to) return printEvents(this.#outbox, to.print);
    const client = new SensorClient(to.sensor);
    this.#client = client;
    const stop = deliverEvents({
      outbox: this.#outbox,
      send: (agent, events, signal) => client.send(agent, events, signal),
      describe: () => this.describe(),
      log,
    });
    const stopFacts =
      collectFacts === undefined
        ? undefined
        : deliverFacts({ collect: collectFacts, send: (facts, signal) => client.sendFacts(facts, signal), log });
    return async () => {
      await stop();
      await stopFacts?.();
      client.close();
    };
  }

  async #deliverNow(events: readonly Event[], signal: AbortSignal): Promise<void> {
    const { to, log } = this.#options;
    const texts = events.map(event => formatEvent(event));
    if ('print' in to) await to.print(texts.map(text => `${text}\n`).join(''));
    else if (this.#client !== undefined) {
      const client = this.#client;
      const batch = texts.map(text => ({ text, bytes: Buffer.byteLength(text) }));
      await sendUntilTaken({ send: end => client.send(this.describe(), batch, end), log }, signal);
    }
    signal.throwIfAborted();
    this.#told += events.length;
  }

  /** Says now and then what was left out, and why. */
  watchLimits(): () => Promise<void> {
    const timer = setInterval(() => this.#tellLimits(), ROUND_MS);
    return async () => clearInterval(timer);
  }

  #tellLimits(): void {
    for (const [container, count] of this.#limit.drain()) {
      const message = `${count} events within ${ROUND_MS / 1000} s were left out, all of them like others that were told: the container does more than ${this.#options.limit.rate} things a second`;
      this.#notice({ code: 'events-limited', source: container || 'host', message });
    }
    const { dropped } = this.#outbox;
    if (dropped > 0)
      this.#notice({
        code: 'events-dropped',
        source: 'delivery',
        message: `${dropped} events are lost since the start, as they were not taken in time: see whether the sensor is reached`,
      });
  }

  /** One that is new is also logged: without a sensor nobody else hears of it. */
  #notice(problem: Problem, lasting = false): void {
    if (this.#problems.notice(problem, lasting)) this.#options.log.warn({ code: problem.code, source: problem.source }, problem.message);
  }

  /** What is attached in several places is there when all of them are. */
  #setCapability(name: string, missing: string | undefined): void {
    if (this.#capabilities.has(name) && missing === undefined) return;
    this.#capabilities.set(name, missing);
    if (missing === undefined) return;
    this.#notice({ code: 'capability-missing', source: name, message: `${name} is not covered on this node: ${missing}` }, true);
  }
}

/** Nanoseconds between 1970 and boot, to the second; the kernel side says it exactly. */
function readBootTime(root: string): bigint {
  const seconds = /^btime (\d+)$/m.exec(readFileSync(join(root, 'proc/stat'), 'utf8'))?.[1] ?? '0';
  return BigInt(seconds) * 1_000_000_000n;
}
