import { randomUUID } from 'node:crypto';
import type { Log, Socket } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import {
  type BaselineChange,
  type Batch,
  decodeSensorFrame,
  type EventsFrame,
  encodeFrame,
  HASH_PAGE,
  type Hello,
  ITEM_TYPES,
  KNOWS_AGENTS,
  KNOWS_BASELINES,
  KNOWS_ENFORCEMENT,
  KNOWS_EVENTS,
  KNOWS_FACTS,
  KNOWS_IMAGES,
  KNOWS_REPLACED,
  KNOWS_REPLICAS,
  KNOWS_RESPONSES,
  KNOWS_WANTED,
  type KnownImages,
  MAX_UNACKNOWLEDGED,
  type NodeFactsFrame,
  OLDEST_PROTOCOL,
  PROTOCOL,
  ProtocolError,
  type Refused,
  type ResponseWork,
  type SensorFrame,
  type ServerFrame,
  type WantedImagesFrame,
  withoutEnforcement,
} from '@breakwater/protocol';
import type { Pool } from '../database/connection.ts';
import { storeBatch } from '../ingest/batch/store.ts';
import { IngestError } from '../ingest/errors.ts';
import { storeEvents } from '../ingest/events/store.ts';
import { isTimely, storeFacts } from '../ingest/node-facts/store.ts';
import { readPolicySet } from '../policy-set/store.ts';
import { listDueChanges } from './baselines/store.ts';
import { claimCluster, listHashes, markSynced, refreshStatistics, releaseCluster, storeStatus } from './connection/store.ts';
import { DueTeller } from './due-teller.ts';
import { ImageTeller } from './images/image-teller.ts';
import type { IngestMetrics } from './ingest-metrics.ts';
import { listDueWork } from './responses/store.ts';
import { storeWanted } from './wanted/store.ts';

/** Longest wait for the first frame. */
const HELLO_MS = 10_000;
/** Certificates and expiry of exceptions need clocks that agree. */
const MAX_SKEW_MS = 5 * 60_000;
const REPLACED = 'another connection of this cluster writes now, or the cluster was removed';
/** So many items change how the database had better look things up. */
const MANY_ITEMS = 1000;
/** Tokens that say what this server can do, for sensors of other releases. */
const CAPABILITIES = [
  'items',
  'policy-set',
  KNOWS_IMAGES,
  KNOWS_EVENTS,
  KNOWS_REPLICAS,
  KNOWS_AGENTS,
  KNOWS_WANTED,
  KNOWS_FACTS,
  KNOWS_BASELINES,
] as const;

export interface SessionContext {
  readonly pool: Pool;
  readonly log: Log;
  readonly version: string;
  readonly now: () => number;
  readonly metrics: IngestMetrics;
}

/** One connection of one sensor, from hello to the end. */
export interface Session {
  /** Sends the policy set as it is now, unless it was sent already. */
  readonly distribute: () => Promise<void>;
  /** Sends what has changed of images since the sensor was told of them, once it said what it has. */
  readonly distributeImages: () => Promise<void>;
  /** Hands on what the responder of the cluster is to do, where the sensor has one, and what is to be changed in baselines. */
  readonly distributeWork: () => Promise<void>;
  readonly close: (reason: string) => void;
  /** Resolves when the connection has ended and everything that it sent is dealt with. */
  readonly done: Promise<void>;
}

/** A refusal on its way to the sensor. */
class Refusal extends Error {
  readonly code: Refused['code'];

  constructor(code: Refused['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** @param cluster id of the cluster that the client's certificate is for */
export function openSession(socket: Socket, cluster: string, context: SessionContext): Session {
  const talk = new Conversation(socket, cluster, context);
  return {
    distribute: () => talk.distribute(),
    distributeImages: () => talk.distributeImages(),
    distributeWork: () => talk.distributeWork(),
    close: reason => socket.close(reason),
    done: talk.done,
  };
}

class Conversation {
  readonly done: Promise<void>;
  readonly #socket: Socket;
  readonly #context: SessionContext;
  readonly #log: Log;
  readonly #writer: { readonly cluster: string; readonly connection: string };
  readonly #waiting: string[] = [];
  readonly #helloTimer: NodeJS.Timeout;
  readonly #images: ImageTeller;
  readonly #responses: DueTeller<ResponseWork>;
  readonly #changes: DueTeller<BaselineChange>;
  #greeted = false;
  #knowsBaselines = false;
  #knowsReplaced = false;
  #knowsEnforcement = false;
  #knowsResponses = false;
  #sequence = 0;
  #eventsSequence = 0;
  #stored = 0;
  #revision = -1;
  #working = false;
  #paused = false;
  #ended = false;
  #left = false;
  #finish: () => void = () => {};

  constructor(socket: Socket, cluster: string, context: SessionContext) {
    this.#socket = socket;
    this.#context = context;
    this.#writer = { cluster, connection: randomUUID() };
    this.#log = context.log.child({ cluster });
    this.#images = new ImageTeller(context.pool, cluster, frame => this.#send(frame));
    this.#responses = new DueTeller({
      list: () => listDueWork(context.pool, cluster),
      toKey: work => (work.type === 'respond' ? `respond ${work.request.id}` : `undo ${work.id}`),
      send: work => this.#send({ type: 'response-work', work: [...work] }),
    });
    this.#changes = new DueTeller({
      list: () => listDueChanges(context.pool, cluster),
      toKey: ({ id }) => id,
      send: changes => this.#send({ type: 'baseline-changes', changes: [...changes] }),
    });
    this.done = new Promise(resolve => {
      this.#finish = resolve;
    });
    this.#helloTimer = setTimeout(() => this.#refuse(new Refusal('frame-invalid', 'no hello came')), HELLO_MS).unref();
    socket.onText(text => this.#receive(text));
    socket.onClose(reason => {
      clearTimeout(this.#helloTimer);
      this.#ended = true;
      this.#log.info({ reason }, 'sensor disconnected');
      if (!this.#working) void this.#leave();
    });
  }

  async distribute(): Promise<void> {
    if (!this.#greeted || this.#ended) return;
    const set = await readPolicySet(this.#context.pool, this.#writer.cluster);
    if (set.revision === this.#revision) return;
    this.#revision = set.revision;
    await this.#send({ type: 'policy-set', set: this.#knowsEnforcement ? set : withoutEnforcement(set) });
  }

  async distributeImages(): Promise<void> {
    if (this.#greeted && !this.#ended) await this.#images.tell(() => this.#ended);
  }

  async distributeWork(): Promise<void> {
    if (!this.#greeted || this.#ended) return;
    if (this.#knowsResponses) await this.#responses.tell(() => this.#ended);
    if (this.#knowsBaselines) await this.#changes.tell(() => this.#ended);
  }

  /** What waits is bounded: the line is not read while there is enough to do. */
  #receive(text: string): void {
    if (this.#ended) return;
    this.#waiting.push(text);
    if (this.#waiting.length >= MAX_UNACKNOWLEDGED && !this.#paused) {
      this.#paused = true;
      this.#socket.pause();
    }
    if (!this.#working) void this.#work();
  }

  /** The next frame is read while the database stores the one before it. */
  async #work(): Promise<void> {
    this.#working = true;
    try {
      for (let frame = this.#takeFrame(); frame !== undefined && !this.#ended; ) {
        const answering = this.#answer(frame());
        answering.catch(() => {});
        const next = this.#takeFrame();
        await answering;
        frame = next ?? this.#takeFrame();
      }
    } catch (error) {
      this.#refuse(toRefusal(error));
    } finally {
      this.#working = false;
      if (this.#ended) await this.#leave();
    }
  }

  /** A frame that waits, or, when it is none, what throws the reason once its turn comes. */
  #takeFrame(): (() => SensorFrame) | undefined {
    const text = this.#waiting.shift();
    if (this.#paused && this.#waiting.length < MAX_UNACKNOWLEDGED / 2) {
      this.#paused = false;
      this.#socket.resume();
    }
    if (text === undefined) return undefined;
    try {
      const frame = decodeSensorFrame(text);
      return () => frame;
    } catch (error) {
      return () => {
        throw error;
      };
    }
  }

  async #answer(frame: SensorFrame): Promise<void> {
    if (frame.type === 'hello') return this.#greet(frame);
    if (!this.#greeted) throw new Refusal('frame-invalid', `the first frame is a hello, not '${frame.type}'`);
    if (frame.type === 'known-images') return this.#takeKnown(frame);
    if (frame.type === 'wanted-images') return this.#want(frame);
    if (frame.type === 'node-facts') return this.#storeFacts(frame);
    if (frame.type === 'status') return this.#keep(await storeStatus(this.#context.pool, this.#writer, frame));
    if (frame.type === 'events') return this.#storeEvents(frame);
    if (frame.sequence !== this.#sequence + 1) {
      throw new Refusal('sequence-wrong', `sequence ${frame.sequence} came after ${this.#sequence}`);
    }
    if (frame.type === 'batch') await this.#store(frame);
    else await this.#complete();
    this.#sequence = frame.sequence;
    await this.#send({ type: 'acknowledge', sequence: frame.sequence });
  }

  /** The line is not held up by what takes a while; a failure is made good by the next change, or by the next connection. */
  async #takeKnown({ entries, last }: KnownImages): Promise<void> {
    this.#images.learn(entries, last);
    if (last) void this.distributeImages().catch(error => this.#log.debug({ error: toErrorMessage(error) }, 'images were not told'));
  }

  /** What others have read already is told at once. */
  async #want({ images }: WantedImagesFrame): Promise<void> {
    await storeWanted(this.#context.pool, this.#writer, images);
    void this.distributeImages().catch(error => this.#log.debug({ error: toErrorMessage(error) }, 'images were not told'));
  }

  /** One whose clock is wrong is told again and again, and does not end the connection of all the others. */
  async #storeFacts({ facts }: NodeFactsFrame): Promise<void> {
    const { pool, now } = this.#context;
    const { cluster, connection } = this.#writer;
    if (isTimely(facts, now())) return storeFacts(pool, cluster, facts, connection);
    this.#log.warn({ node: facts.node, collectedAt: facts.collectedAt }, 'the clock of a node is wrong; its facts are left out');
  }

  async #store({ items }: Batch): Promise<void> {
    const stored = this.#context.metrics.start();
    await storeBatch(this.#context.pool, this.#writer, items);
    stored(items.length);
    this.#stored += items.length;
  }

  async #storeEvents({ sequence, events }: EventsFrame): Promise<void> {
    if (sequence !== this.#eventsSequence + 1) {
      throw new Refusal('sequence-wrong', `sequence ${sequence} of events came after ${this.#eventsSequence}`);
    }
    const { pool, metrics, now } = this.#context;
    const stored = metrics.start();
    const [first, ...others] = await storeEvents(pool, this.#writer, events, now());
    stored(events.length);
    if (first !== undefined) {
      this.#log.warn(
        { event: first.id, error: first.message, refused: others.length + 1 },
        'events of the sensor are no events, and are left out',
      );
    }
    this.#eventsSequence = sequence;
    await this.#send({ type: 'events-stored', sequence });
  }

  async #complete(): Promise<void> {
    this.#keep(await markSynced(this.#context.pool, this.#writer));
    if (this.#stored < MANY_ITEMS) return;
    this.#stored = 0;
    refreshStatistics(this.#context.pool).catch(error => this.#log.debug({ error: toErrorMessage(error) }, 'statistics are not fresh'));
  }

  async #greet(hello: Hello): Promise<void> {
    if (this.#greeted) throw new Refusal('frame-invalid', 'a second hello on one connection');
    clearTimeout(this.#helloTimer);
    this.#knowsBaselines = hello.capabilities.includes(KNOWS_BASELINES);
    this.#images.greet(hello.capabilities);
    this.#knowsReplaced = hello.capabilities.includes(KNOWS_REPLACED);
    this.#knowsEnforcement = hello.capabilities.includes(KNOWS_ENFORCEMENT);
    this.#knowsResponses = hello.capabilities.includes(KNOWS_RESPONSES);
    const fault = findFault(hello, this.#writer.cluster, this.#context.now());
    if (fault !== undefined) throw fault;
    if (!(await claimCluster(this.#context.pool, this.#writer, hello))) {
      throw new Refusal('cluster-removed', `the cluster ${this.#writer.cluster} was removed; a new join token brings it back`);
    }
    this.#greeted = true;
    const { version, now } = this.#context;
    const time = new Date(now()).toISOString();
    await this.#send({ type: 'welcome', protocol: Math.min(PROTOCOL, hello.protocol), version, capabilities: [...CAPABILITIES], time });
    this.#log.info({ sensor: hello.version, name: hello.cluster.name }, 'sensor connected');
    await this.distribute();
    await this.distributeWork();
    await this.#sendHashes();
  }

  async #sendHashes(): Promise<void> {
    const types = ITEM_TYPES.filter(type => type !== 'baseline' || this.#knowsBaselines);
    for (const type of types) {
      let after = '';
      for (;;) {
        const entries = await listHashes(this.#context.pool, this.#writer.cluster, type, after);
        const more = entries.length === HASH_PAGE;
        await this.#send({ type: 'hashes', of: type, entries, last: !more && type === types.at(-1) });
        if (!more) break;
        after = entries.at(-1)?.[0] ?? '';
      }
    }
  }

  #keep(isOurs: boolean): void {
    if (!isOurs) throw new Refusal('connection-replaced', REPLACED);
  }

  #send(frame: ServerFrame): Promise<void> {
    return this.#socket.send(encodeFrame(frame));
  }

  #refuse(refusal: Refusal): void {
    if (this.#ended) return;
    const { message } = refusal;
    const code = refusal.code === 'connection-replaced' && !this.#knowsReplaced ? 'server-busy' : refusal.code;
    this.#ended = true;
    this.#log.warn({ code, error: message }, 'sensor refused');
    const close = (): void => this.#socket.close(`${code}: ${message}`);
    this.#send({ type: 'refused', code, message }).then(close, close);
  }

  async #leave(): Promise<void> {
    if (this.#left) return;
    this.#left = true;
    this.#waiting.length = 0;
    await releaseCluster(this.#context.pool, this.#writer).catch(error =>
      this.#log.debug({ error: toErrorMessage(error) }, 'not released'),
    );
    this.#finish();
  }
}

function findFault(hello: Hello, cluster: string, now: number): Refusal | undefined {
  if (hello.protocol < OLDEST_PROTOCOL) {
    return new Refusal(
      'protocol-unsupported',
      `protocol ${hello.protocol} is too old; this server takes ${OLDEST_PROTOCOL} to ${PROTOCOL}`,
    );
  }
  if (hello.cluster.id !== cluster) {
    return new Refusal('cluster-mismatch', `the certificate is for cluster ${cluster}, the sensor speaks for ${hello.cluster.id}`);
  }
  const skew = Date.parse(hello.time) - now;
  if (!(Math.abs(skew) <= MAX_SKEW_MS)) {
    return new Refusal('clock-skew', `the sensor's clock says ${hello.time}, the server's ${new Date(now).toISOString()}; set them alike`);
  }
  return undefined;
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof ProtocolError) return new Refusal(error.code, error.message);
  if (error instanceof IngestError) {
    return error.code === 'item-refused' ? new Refusal('frame-invalid', error.message) : new Refusal('connection-replaced', REPLACED);
  }
  // Whatever else it is lies on this side: the sensor keeps what it has and comes again.
  return new Refusal('server-busy', `the server cannot store it now: ${toErrorMessage(error)}`);
}
