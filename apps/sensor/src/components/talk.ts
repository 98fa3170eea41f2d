import type { Socket } from '@breakwater/daemon';
import { type NodeFacts, toErrorMessage } from '@breakwater/model';
import {
  BATCH,
  decodeServerFrame,
  encodeFrame,
  type Hashes,
  KNOWS_AGENTS,
  KNOWS_BASELINES,
  KNOWS_EVENTS,
  KNOWS_FACTS,
  KNOWS_IMAGES,
  KNOWS_REPLICAS,
  KNOWS_WANTED,
  MAX_IMAGES,
  MAX_UNACKNOWLEDGED,
  ProtocolError,
  type Refused,
  type ServerFrame,
} from '@breakwater/protocol';
import type { ConnectionOptions } from './connection-options.ts';
import { EventSender } from './event-sender.ts';
import { renderBatch } from './render-batch.ts';

/** One connection. */
export class Talk {
  readonly done: Promise<string>;
  /** What is under way beside frames; resolves soon after the end. */
  work: Promise<void> = Promise.resolve();
  refusal: Refused['code'] | undefined;
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #onAlive: () => void;
  readonly #timers: NodeJS.Timeout[] = [];
  /** Last row of each batch that is on its way, in order; 0 for the end of the comparison. */
  readonly #unacknowledged: { readonly sequence: number; readonly row: number }[] = [];
  #sequence = 0;
  #row = 0;
  #phase: 'greeting' | 'hashes' | 'preparing' | 'sending' = 'greeting';
  #complete = false;
  #comparison: 'open' | 'running' | 'telling' | 'done' = 'open';
  #isEnded = false;
  /** Row up to which everything belongs to the comparison; undefined before, -1 after it was announced. */
  #syncRow: number | undefined;
  #batchTimer: NodeJS.Timeout | undefined;
  #waitingSince = 0;
  /** There once the server said that it takes events. */
  #events: EventSender | undefined;
  #knowsBaselines = false;
  #knowsReplicas = false;
  #knowsAgents = false;
  #knowsWanted = false;
  #knowsFacts = false;

  constructor(socket: Socket, options: ConnectionOptions, onAlive: () => void) {
    this.#socket = socket;
    this.#options = options;
    this.#onAlive = onAlive;
    this.done = new Promise(resolve => {
      socket.onClose(reason => {
        this.#isEnded = true;
        for (const timer of this.#timers) clearInterval(timer);
        clearTimeout(this.#batchTimer);
        this.#events?.stop();
        resolve(reason);
      });
    });
    socket.onText(text => this.#receive(text));
    const { statusMs, answerMs } = options.timing;
    this.#timers.push(
      setInterval(() => this.sendStatus(), statusMs),
      setInterval(() => this.#checkPatience(), Math.max(50, answerMs / 10)),
    );
    this.#waitingSince = performance.now();
    this.#send(encodeFrame({ type: 'hello', ...options.hello(), time: new Date().toISOString() }));
  }

  close(reason: string): void {
    this.#socket.close(reason);
  }

  setComplete(): void {
    this.#complete = true;
    // Told again after a comparison, what the server lacked is in the spool now.
    if (this.#comparison === 'telling') this.#markWhole();
    else this.#start(this.#compare());
  }

  sendStatus(): void {
    if (this.#phase === 'greeting' || this.#isEnded) return;
    const { events, replicas, agents, ...status } = this.#options.status();
    const known = {
      ...(this.#events === undefined || events === undefined ? {} : { events }),
      ...(this.#knowsReplicas && replicas !== undefined ? { replicas } : {}),
      ...(this.#knowsAgents && agents !== undefined ? { agents } : {}),
    };
    this.#send(encodeFrame({ type: 'status', time: new Date().toISOString(), ...status, ...known }));
  }

  /** Has images read; false where the server is of a release that cannot. */
  wantImages(images: readonly string[]): boolean {
    if (!this.#knowsWanted || this.#isEnded) return false;
    this.#send(encodeFrame({ type: 'wanted-images', images: [...images] }));
    return true;
  }

  /** Tells of a node; false where the server is of a release that takes no facts. */
  tellFacts(facts: NodeFacts): boolean {
    if (!this.#knowsFacts || this.#isEnded) return false;
    this.#send(encodeFrame({ type: 'node-facts', facts }));
    return true;
  }

  /** Sends the events that wait, as far as the server keeps up. */
  pumpEvents(): void {
    if (this.#isEnded || this.#events === undefined) return;
    if (!this.#isWaiting) this.#waitingSince = performance.now();
    this.#events.pump();
  }

  /** Sends what is in the spool, as far as the server keeps up. */
  pump(): void {
    if (this.#phase !== 'sending' || this.#isEnded) return;
    const { state } = this.#options;
    while (this.#unacknowledged.length < MAX_UNACKNOWLEDGED) {
      const rows = state.listAfter(this.#row, BATCH.items, BATCH.bytes);
      const last = rows.at(-1);
      if (last === undefined) {
        // Rows that were to be sent may have been replaced or dropped.
        this.#row = Math.max(this.#row, this.#syncRow ?? 0);
        break;
      }
      // A batch that is not full waits for the one before it to be some time ago.
      if (rows.length < BATCH.items && this.#batchTimer !== undefined) break;
      this.#sequence += 1;
      this.#row = last.id;
      this.#expect(last.id);
      // What a server of another release does not know is found by the comparison with the next one.
      this.#send(renderBatch(this.#sequence, this.#knowsBaselines ? rows : rows.filter(({ type }) => type !== 'baseline')));
      // The next batch may fill up for a moment.
      if (rows.length < BATCH.items) this.#holdBack();
    }
    this.#announce();
    this.#renewPicture();
  }

  /** A failure of the disk ends the connection; the next one finds out what is missing. */
  #start(work: Promise<void>): void {
    const before = this.work;
    this.work = work
      .catch(cause => {
        this.#options.log.error({ error: toErrorMessage(cause) }, 'the pictures could not be compared');
        this.close('state');
      })
      .then(() => before);
  }

  #holdBack(): void {
    this.#batchTimer = setTimeout(() => {
      this.#batchTimer = undefined;
      this.pump();
    }, BATCH.milliseconds);
  }

  #expect(row: number): void {
    if (this.#unacknowledged.length === 0) this.#waitingSince = performance.now();
    this.#unacknowledged.push({ sequence: this.#sequence, row });
  }

  #receive(text: string): void {
    const { log } = this.#options;
    try {
      this.#answer(decodeServerFrame(text));
    } catch (cause) {
      if (cause instanceof ProtocolError) log.warn({ error: toErrorMessage(cause) }, 'the server sent what is no frame');
      else log.error({ error: toErrorMessage(cause) }, 'the state on disk cannot be used');
      this.close(cause instanceof ProtocolError ? 'frame-invalid' : 'state');
    }
  }

  #answer(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.#greet(frame.version, frame.capabilities);
        break;
      case 'hashes':
        this.#takeHashes(frame);
        break;
      case 'acknowledge':
        this.#acknowledge(frame.sequence);
        break;
      case 'policy-set':
        this.#options.onPolicies(frame.set);
        break;
      case 'image-facts':
        this.#options.onImages(frame.entries, frame.gone);
        break;
      case 'response-work':
        this.#options.onWork(frame.work);
        break;
      case 'baseline-changes':
        this.#options.onBaselineChanges(frame.changes);
        break;
      case 'events-stored':
        this.#waitingSince = performance.now();
        this.#events?.acknowledge(frame.sequence);
        break;
      case 'refused':
        this.refusal = frame.code;
        this.#options.log.warn({ code: frame.code, error: frame.message }, 'the server refuses this sensor');
        this.close(frame.code);
    }
  }

  #greet(server: string, capabilities: readonly string[]): void {
    if (this.#phase !== 'greeting') return;
    this.#phase = 'hashes';
    this.#options.state.clearRemote();
    this.#options.log.info({ server }, 'connected to the server');
    if (capabilities.includes(KNOWS_EVENTS)) this.#events = new EventSender(this.#options.events, text => this.#send(text));
    this.#knowsBaselines = capabilities.includes(KNOWS_BASELINES);
    this.#knowsReplicas = capabilities.includes(KNOWS_REPLICAS);
    this.#knowsAgents = capabilities.includes(KNOWS_AGENTS);
    this.#knowsWanted = capabilities.includes(KNOWS_WANTED);
    this.#knowsFacts = capabilities.includes(KNOWS_FACTS);
    this.sendStatus();
    if (capabilities.includes(KNOWS_IMAGES)) this.#tellImages();
    this.pumpEvents();
  }

  /** The server sends what differs from it. */
  #tellImages(): void {
    const known = this.#options.state.listImages();
    for (let from = 0; from === 0 || from < known.length; from += MAX_IMAGES) {
      const entries = known.slice(from, from + MAX_IMAGES).map(([reference, version]): [string, string] => [reference, version]);
      this.#send(encodeFrame({ type: 'known-images', entries, last: from + MAX_IMAGES >= known.length }));
    }
  }

  #takeHashes({ of, entries, last }: Hashes): void {
    if (this.#phase !== 'hashes') return;
    this.#waitingSince = performance.now();
    this.#options.state.addRemote(of, entries);
    if (last) this.#start(this.#startSending());
  }

  async #startSending(): Promise<void> {
    this.#phase = 'preparing';
    this.#onAlive();
    await this.#options.state.dropKnown(() => this.#isEnded);
    if (this.#isEnded) return;
    this.#phase = 'sending';
    this.pump();
    await this.#compare();
  }

  /** Once both pictures are whole they are compared. */
  async #compare(): Promise<void> {
    if (this.#phase !== 'sending' || !this.#complete || this.#comparison !== 'open') return;
    this.#comparison = 'running';
    const { state, log, onWanted } = this.#options;
    const { wanted } = await state.compare(() => this.#isEnded);
    if (this.#isEnded) return;
    if (wanted === 0) this.#markWhole();
    else {
      this.#comparison = 'telling';
      log.info({ wanted }, 'the server lacks items; they are told again');
      onWanted();
    }
  }

  /** What the server lacked is in the spool: behind it the picture is whole. */
  #markWhole(): void {
    this.#comparison = 'done';
    this.#syncRow = this.#options.state.lastId;
    this.pump();
  }

  #announce(): void {
    if (this.#syncRow === undefined || this.#syncRow < 0 || this.#row < this.#syncRow) return;
    if (this.#unacknowledged.length >= MAX_UNACKNOWLEDGED) return;
    this.#syncRow = -1;
    this.#sequence += 1;
    this.#expect(0);
    this.#send(encodeFrame({ type: 'synced', sequence: this.#sequence }));
  }

  #acknowledge(sequence: number): void {
    const { state } = this.#options;
    while ((this.#unacknowledged[0]?.sequence ?? Number.POSITIVE_INFINITY) <= sequence) {
      const done = this.#unacknowledged.shift();
      if (done === undefined) break;
      if (done.row > 0) state.acknowledge(done.row);
      else this.#options.onSynced();
    }
    this.#waitingSince = performance.now();
    this.pump();
  }

  /** What was dropped for want of room is found by a new comparison, once there is room. */
  #renewPicture(): void {
    const { state } = this.#options;
    if (!state.isLossy || this.#syncRow !== -1 || this.#unacknowledged.length > 0 || state.spool.items > 0) return;
    this.close('the pictures are compared again');
  }

  /** Whether the server owes an answer. */
  get #isWaiting(): boolean {
    return this.#phase !== 'sending' || this.#unacknowledged.length > 0 || this.#events?.isWaiting === true;
  }

  #checkPatience(): void {
    if (this.#isWaiting && performance.now() - this.#waitingSince > this.#options.timing.answerMs) this.close('the server does not answer');
  }

  #send(text: string): void {
    // Whoever reads the close event learns of a failure.
    this.#socket.send(text).catch(() => undefined);
  }
}
