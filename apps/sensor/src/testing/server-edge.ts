import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import {
  createAuthority,
  createServerCertificate,
  type KeyPair,
  listenSockets,
  type Socket,
  signClientRequest,
  toFingerprint,
} from '@breakwater/daemon';
import type { NodeFacts } from '@breakwater/model';
import {
  type BaselineChange,
  decodeSensorFrame,
  ENROL_PATH,
  encodeFrame,
  formatJoinToken,
  type Hello,
  type ImageFacts,
  ITEM_TYPES,
  type Item,
  type ItemType,
  KNOWS_BASELINES,
  KNOWS_EVENTS,
  KNOWS_FACTS,
  KNOWS_IMAGES,
  KNOWS_REPLICAS,
  KNOWS_WANTED,
  MAX_FRAME_BYTES,
  type PolicySet,
  PROTOCOL,
  type Refused,
  type ResponseWork,
  SENSOR_PATH,
  type SensorFrame,
  type ServerFrame,
  type Status,
} from '@breakwater/protocol';

const SECRET = 'a-join-token';

/** The port of a server for sensors, with a store in memory and faults that can be switched on. */
export class ServerEdge {
  /** What is stored, by type and key. */
  readonly items = new Map<string, Extract<Item, { readonly action: 'put' }>>();
  readonly hellos: Hello[] = [];
  readonly statuses: Status[] = [];
  /** Every item as it came, in order. */
  readonly log: Item[] = [];
  synced = 0;
  enrolments = 0;
  policySet: PolicySet | undefined;
  /** What is known of images; a sensor is told as soon as it said what it has. */
  images: ImageFacts[] = [];
  /** What sensors said that they have, by reference. */
  readonly known: (readonly [string, string])[][] = [];
  /** Images that sensors want to have read. */
  readonly wanted: (readonly string[])[] = [];
  /** Facts of nodes as they came. */
  readonly facts: NodeFacts[] = [];
  /** Events as they came, in order. */
  readonly events: unknown[] = [];
  /** Batches and events are stored and not acknowledged. */
  isSilent = false;
  /** Lines are cut instead of this batch being stored, counted down. */
  cutBefore = 0;
  /** Lines are cut after this batch was stored, before it is acknowledged. */
  cutAfter = 0;
  /** As servers of before did not. */
  takesEvents = true;
  refusal: Refused['code'] | undefined;
  /** Days that certificates are for; a negative number makes them expired. */
  certificateDays = 30;
  readonly #sockets = new Set<Socket>();
  #authority: KeyPair | undefined;
  #server: Server | undefined;
  #close: () => void = () => {};
  #port = 0;

  get joinToken(): string {
    const certificate = this.#authority?.certificate ?? '';
    return formatJoinToken({ url: `https://127.0.0.1:${this.#port}`, caFingerprint: toFingerprint(certificate), secret: SECRET });
  }

  get connections(): number {
    return this.#sockets.size;
  }

  async start(): Promise<void> {
    this.#authority ??= await createAuthority('test', 30);
    const authority = this.#authority;
    const own = await createServerCertificate(authority, ['127.0.0.1'], 10);
    const server = createServer(
      {
        key: own.key,
        cert: `${own.certificate}\n${authority.certificate}`,
        ca: authority.certificate,
        requestCert: true,
        rejectUnauthorized: false,
      },
      (request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', chunk => chunks.push(chunk));
        request.on('end', async () => {
          const peer = readPeer(request.socket as TLSSocket);
          const { status, body } = await this.#certify(request.url ?? '', Buffer.concat(chunks).toString(), peer);
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
        });
      },
    );
    this.#close = listenSockets(
      server,
      SENSOR_PATH,
      { maxBytes: MAX_FRAME_BYTES, idleMs: 10_000 },
      request => readPeer(request.socket as TLSSocket),
      socket => this.#greet(socket),
    );
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    this.#close();
    this.#sockets.clear();
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    if (server !== undefined) await new Promise(resolve => server.close(resolve));
  }

  /** A new installation on the same port: another authority, an empty store. */
  async reinstall(): Promise<void> {
    await this.stop();
    this.#authority = undefined;
    this.items.clear();
    await this.start();
  }

  cut(): void {
    for (const socket of this.#sockets) socket.close('cut');
  }

  list<T extends ItemType>(type: T): readonly Extract<Item, { readonly action: 'put'; readonly type: T }>[] {
    return [...this.items.values()].filter(
      (item): item is Extract<Item, { readonly action: 'put'; readonly type: T }> => item.type === type,
    );
  }

  async #certify(url: string, text: string, peer: string | undefined): Promise<{ readonly status: number; readonly body: object }> {
    const authority = this.#authority;
    if (authority === undefined) throw new Error('not started');
    const { joinToken, request, cluster } = JSON.parse(text) as { joinToken?: string; request: string; cluster?: { id: string } };
    const name = url === ENROL_PATH ? cluster?.id : peer;
    if (url === ENROL_PATH && joinToken !== SECRET) {
      return { status: 403, body: { error: { code: 'join-token-unknown', message: 'the join token is not known' } } };
    }
    if (name === undefined) return { status: 401, body: { error: { code: 'x', message: 'who are you?' } } };
    this.enrolments += 1;
    const certificate = await signClientRequest(authority, request, name, this.certificateDays);
    return { status: 200, body: { certificate, ca: authority.certificate } };
  }

  #greet(socket: Socket): void {
    this.#sockets.add(socket);
    socket.onClose(() => this.#sockets.delete(socket));
    const sequences = { items: 0, events: 0 };
    socket.onText(text => {
      const frame: SensorFrame = decodeSensorFrame(text);
      const line = frame.type === 'events' ? 'events' : 'items';
      if ('sequence' in frame && frame.sequence !== ++sequences[line]) throw new Error(`sequence ${frame.sequence} of ${line} is wrong`);
      this.#answer(socket, frame);
    });
  }

  #answer(socket: Socket, frame: SensorFrame): void {
    const send = (...frames: ServerFrame[]): void => {
      for (const each of frames) socket.send(encodeFrame(each)).catch(() => undefined);
    };
    if (frame.type === 'events') this.events.push(...frame.events);
    if (frame.type === 'wanted-images') this.wanted.push(frame.images);
    if (frame.type === 'node-facts') this.facts.push(frame.facts);
    if (frame.type === 'status') this.statuses.push(frame);
    if (frame.type === 'hello') this.#welcome(frame, send);
    if (frame.type === 'known-images') {
      this.known.push(frame.entries);
      if (this.images.length > 0) send({ type: 'image-facts', entries: this.images, gone: [] });
    }
    if (frame.type === 'synced') this.synced += 1;
    if (frame.type === 'batch' && !this.#store(socket, frame.items)) return;
    if ('sequence' in frame && !this.isSilent)
      send({ type: frame.type === 'events' ? 'events-stored' : 'acknowledge', sequence: frame.sequence });
  }

  #welcome(hello: Hello, send: (...frames: ServerFrame[]) => void): void {
    this.hellos.push(hello);
    if (this.refusal !== undefined) {
      send({ type: 'refused', code: this.refusal, message: 'no' });
      return;
    }
    send({
      type: 'welcome',
      protocol: PROTOCOL,
      version: 'test',
      capabilities: [KNOWS_IMAGES, ...(this.takesEvents ? [KNOWS_BASELINES, KNOWS_EVENTS, KNOWS_REPLICAS, KNOWS_WANTED, KNOWS_FACTS] : [])],
      time: new Date().toISOString(),
    });
    if (this.policySet !== undefined) send({ type: 'policy-set', set: this.policySet });
    for (const of of ITEM_TYPES)
      send({ type: 'hashes', of, entries: this.list(of).map(({ key, hash }) => [key, hash]), last: of === ITEM_TYPES.at(-1) });
  }

  /** False when the line was cut. */
  #store(socket: Socket, items: readonly Item[]): boolean {
    if (this.cutBefore > 0) {
      this.cutBefore -= 1;
      socket.close('cut');
      return false;
    }
    for (const item of items) {
      this.log.push(item);
      if (item.action === 'put') this.items.set(`${item.type} ${item.key}`, item);
      else this.items.delete(`${item.type} ${item.key}`);
    }
    if (this.cutAfter === 0) return true;
    this.cutAfter -= 1;
    socket.close('cut');
    return false;
  }

  tellImages(entries: ImageFacts[], gone: string[] = []): void {
    for (const socket of this.#sockets) socket.send(encodeFrame({ type: 'image-facts', entries, gone })).catch(() => undefined);
  }

  /** Hands on what the responder is to do, to sensors that are connected. */
  tellWork(work: readonly ResponseWork[]): void {
    for (const socket of this.#sockets) socket.send(encodeFrame({ type: 'response-work', work: [...work] })).catch(() => undefined);
  }

  /** Hands on what people want of baselines, to sensors that are connected. */
  tellChanges(changes: readonly BaselineChange[]): void {
    for (const socket of this.#sockets)
      socket.send(encodeFrame({ type: 'baseline-changes', changes: [...changes] })).catch(() => undefined);
  }

  distribute(set: PolicySet): void {
    this.policySet = set;
    for (const socket of this.#sockets) socket.send(encodeFrame({ type: 'policy-set', set })).catch(() => undefined);
  }
}

function readPeer(socket: TLSSocket): string | undefined {
  return socket.authorized ? String(socket.getPeerCertificate().subject.CN) : undefined;
}
