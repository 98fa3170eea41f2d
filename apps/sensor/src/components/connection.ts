import { Backoff, connectSocket } from '@breakwater/daemon';
import { chooseProxy } from '@breakwater/kube';
import { type NodeFacts, toErrorMessage } from '@breakwater/model';
import { MAX_FRAME_BYTES, type Refused, SENSOR_PATH } from '@breakwater/protocol';
import { SensorError } from '../errors.ts';
import type { ConnectionOptions, Outcome } from './connection-options.ts';
import { Talk } from './talk.ts';

/**
 * The way to the server: connects again and again, compares pictures, then sends what is in the spool, and deletes there only what was
 * acknowledged.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #backoff: Backoff;
  #talk: Talk | undefined;
  #complete = false;
  #stopped = false;
  #wake: () => void = () => {};
  #done: Promise<void> = Promise.resolve();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.timing.firstRetryMs, options.timing.longestRetryMs);
  }

  start(): void {
    this.#done = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#talk?.close('the sensor stops');
    this.#wake();
    await this.#done;
  }

  /** There is something new in the spool. */
  notify(): void {
    this.#talk?.pump();
  }

  /** There is something new in the spool of events. */
  notifyEvents(): void {
    this.#talk?.pumpEvents();
  }

  /** Has images read; whether the server hears of it. */
  wantImages(images: readonly string[]): boolean {
    return this.#talk?.wantImages(images) ?? false;
  }

  /** Tells of a node; whether the server hears of it. */
  tellFacts(facts: NodeFacts): boolean {
    return this.#talk?.tellFacts(facts) ?? false;
  }

  /** Everything that exists was told: what the server has beyond it is gone. */
  setComplete(): void {
    this.#complete = true;
    this.#talk?.setComplete();
  }

  /** Tells the server how the sensor is, now. */
  sendStatus(): void {
    this.#talk?.sendStatus();
  }

  async #run(): Promise<void> {
    let outcome: Outcome = 'ended';
    while (!this.#stopped) {
      outcome = await this.#connect(outcome).catch((cause: unknown) => this.#explain(cause));
      if (!this.#stopped) await this.#sleep(this.#findWait(outcome));
    }
  }

  /** Of two sensors of one cluster each would throw the other out at once, again and again. */
  #findWait(outcome: Outcome): number {
    const { refusedMs, longestRetryMs } = this.#options.timing;
    if (outcome === 'refused') return refusedMs;
    return outcome === 'replaced' ? longestRetryMs : this.#backoff.next();
  }

  #explain(cause: unknown): Outcome {
    this.#options.log.warn({ error: toErrorMessage(cause) }, 'not connected to the server');
    return cause instanceof SensorError && cause.code !== 'server-unreachable' ? 'refused' : 'failed';
  }

  /** One connection from beginning to end. */
  async #connect(last: Outcome): Promise<Outcome> {
    const { identify, log, proxies, onConnected } = this.#options;
    const { url, ca, key, certificate } = await identify(last);
    if (this.#stopped) return 'ended';
    const path = `${url.replace(/^https:/, 'wss:')}${SENSOR_PATH}`;
    const trust = { url: path, ca, key, certificate, proxy: chooseProxy(path, proxies) };
    const socket = await connectSocket({ ...trust, maxBytes: MAX_FRAME_BYTES, idleMs: 30_000, timeoutMs: 10_000 });
    const talk = new Talk(socket, this.#options, () => this.#backoff.reset());
    this.#talk = talk;
    if (this.#complete) talk.setComplete();
    onConnected(true);
    const reason = await talk.done;
    await talk.work;
    this.#talk = undefined;
    onConnected(false);
    if (!this.#stopped) log.info({ reason }, 'the connection to the server ended');
    return toOutcome(talk.refusal);
  }

  async #sleep(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = setTimeout(resolve, milliseconds);
    await promise;
    clearTimeout(timer);
  }
}

/** Refusals that a new attempt does not change. */
const LASTING: readonly Refused['code'][] = ['protocol-unsupported', 'cluster-mismatch', 'cluster-removed'];

function toOutcome(refusal: Refused['code'] | undefined): Outcome {
  if (refusal === 'connection-replaced') return 'replaced';
  return refusal !== undefined && LASTING.includes(refusal) ? 'refused' : 'ended';
}
