import { connectSocket, createCertificateRequest, type Socket } from '@breakwater/daemon';
import {
  decodeServerFrame,
  ENROL_PATH,
  type EnrolAnswer,
  encodeFrame,
  type Hello,
  type Item,
  PROTOCOL,
  parseJoinToken,
  SENSOR_PATH,
  type SensorFrame,
  type ServerFrame,
} from '@breakwater/protocol';
import { Agent, request } from 'undici';

/** What a sensor has after enrolment. */
export interface Enrolled {
  readonly url: string;
  readonly ca: string;
  readonly key: string;
  readonly certificate: string;
}

export interface EnrolOutcome {
  readonly status: number;
  readonly body: unknown;
  readonly enrolled: Enrolled | undefined;
}

/** Enrols a cluster with a join token, as a sensor does. */
export async function enrol(joinToken: string, id: string, name = id): Promise<EnrolOutcome> {
  const token = parseJoinToken(joinToken);
  if (token === undefined) throw new TypeError('no join token');
  const { key, request: csr } = await createCertificateRequest();
  const cluster = { id, name, type: 'kubernetes' };
  const { status, body } = await post(`${token.url}${ENROL_PATH}`, { joinToken: token.secret, request: csr, cluster });
  const { certificate, ca } = body as EnrolAnswer;
  return { status, body, enrolled: status === 200 ? { url: token.url, ca, key, certificate } : undefined };
}

/** A request to the sensors' port; the fingerprint is the business of the real sensor. */
export async function post(
  url: string,
  body: unknown,
  identity: { readonly key: string; readonly certificate: string } | undefined = undefined,
): Promise<{ status: number; body: unknown }> {
  const connect = { rejectUnauthorized: false, ...(identity === undefined ? {} : { key: identity.key, cert: identity.certificate }) };
  const dispatcher = new Agent({ connect });
  try {
    const answer = await request(url, {
      method: 'POST',
      dispatcher,
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: answer.statusCode, body: await answer.body.json() };
  } finally {
    await dispatcher.destroy();
  }
}

/** One connection of a sensor, with what the server said. */
export class TestSensor {
  readonly frames: ServerFrame[] = [];
  closed: string | undefined;
  readonly socket: Socket;
  #sequence = 0;
  readonly #waiting = new Set<() => void>();

  constructor(socket: Socket) {
    this.socket = socket;
    socket.onText(text => {
      this.frames.push(decodeServerFrame(text));
      this.#wake();
    });
    socket.onClose(reason => {
      this.closed = reason;
      this.#wake();
    });
  }

  static async connect(enrolled: Enrolled): Promise<TestSensor> {
    const { url, ca, key, certificate } = enrolled;
    const path = `${url.replace('https:', 'wss:')}${SENSOR_PATH}`;
    return new TestSensor(
      await connectSocket({ url: path, ca, key, certificate, maxBytes: 64 * 1024 * 1024, idleMs: 10_000, timeoutMs: 5000 }),
    );
  }

  async hello(cluster: string, change: Partial<Hello> = {}): Promise<void> {
    await this.send({
      type: 'hello',
      protocol: PROTOCOL,
      version: '0.0.0-test',
      capabilities: [],
      cluster: { id: cluster, name: cluster, type: 'kubernetes', version: 'v1.36.0' },
      time: new Date().toISOString(),
      revision: 0,
      ...change,
    });
  }

  send(frame: SensorFrame): Promise<void> {
    return this.socket.send(encodeFrame(frame));
  }

  /** Says hello and waits until the server has said everything it has. */
  async greet(cluster: string, change: Partial<Hello> = {}): Promise<void> {
    await this.hello(cluster, change);
    await this.until(frames => frames.some(frame => frame.type === 'hashes' && frame.last));
  }

  /** Sends items and gives the sequence number of their batch. */
  async put(items: readonly Item[]): Promise<number> {
    this.#sequence += 1;
    await this.send({ type: 'batch', sequence: this.#sequence, items: [...items] });
    return this.#sequence;
  }

  async store(items: readonly Item[]): Promise<void> {
    await this.acknowledged(await this.put(items));
  }

  async sync(): Promise<void> {
    this.#sequence += 1;
    await this.send({ type: 'synced', sequence: this.#sequence });
    await this.acknowledged(this.#sequence);
  }

  async acknowledged(sequence: number): Promise<void> {
    await this.until(frames => frames.some(frame => frame.type === 'acknowledge' && frame.sequence >= sequence));
  }

  /** Resolves when what the server said satisfies; fails when the line ends before. */
  async until(isEnough: (frames: readonly ServerFrame[]) => boolean): Promise<void> {
    while (!isEnough(this.frames)) {
      if (this.closed !== undefined) throw new Error(`the server closed: ${this.closed} ${JSON.stringify(this.frames.at(-1))}`);
      await new Promise<void>(resolve => this.#waiting.add(resolve));
    }
  }

  async untilClosed(): Promise<string> {
    while (this.closed === undefined) await new Promise<void>(resolve => this.#waiting.add(resolve));
    return this.closed;
  }

  /** The hashes that the server has said it has, by type. */
  hashes(type: string): readonly (readonly [string, string])[] {
    return this.frames.flatMap(frame => (frame.type === 'hashes' && frame.of === type ? frame.entries : []));
  }

  close(): void {
    this.socket.close();
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** Enrols a cluster and connects its sensor, ready to send. */
export async function joinCluster(joinToken: string, cluster: string, hello: Partial<Hello> = {}): Promise<TestSensor> {
  const { enrolled, body } = await enrol(joinToken, cluster);
  if (enrolled === undefined) throw new Error(`not enrolled: ${JSON.stringify(body)}`);
  const sensor = await TestSensor.connect(enrolled);
  await sensor.greet(cluster, hello);
  return sensor;
}
