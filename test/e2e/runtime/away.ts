import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { activity, type Client, clusters, events, problems } from '@breakwater/api';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { listViolations, type Platform, startPlatform, startSensorRole } from '../platform/platform.ts';
import type { Role } from '../platform/processes.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { AgentFeed, prepareRolePort, toBusyEvent, writeManifests } from './agent-feed.ts';

const PORT = 17_630;
const ROLE_PORT = 17_635;
const CLUSTER = 'away-events';
/** Twenty a second for half an hour. */
const EVENTS = 36_000;
const SPAN_MS = 30 * 60_000;
const FRAME = 500;
/** Frames after which the sensor is killed with one on its way. */
const KILLED_AT = 40;
/** What a spool of a MiB has no room for. */
const TOO_MANY = 4000;
const SECONDS = 180;

/** Half an hour of what containers did finds its way to a server that was away meanwhile. */
export const journey: Journey = {
  name: 'events of half an hour wait for a server that is away and come in order, each once, also when the sensor is killed with some on their way; what is too much is counted and told',
  run: async (_, report) => {
    const folder = createFolder('runtime-away');
    const platform = await startPlatform(folder, PORT);
    const stage = new Stage(platform, folder);
    try {
      await stage.start('join');
      await waitUntil('the sensor has joined', 60, () => isJoined(platform.admin));
      return [...(await waitOut(stage, report)), ...(await overflow(stage, report))];
    } finally {
      await stage.stop();
      await platform.server.stop();
      removeFolder(folder);
    }
  },
};

/** A sensor that is killed and started again, and the agent that tells it something. */
class Stage {
  readonly platform: Platform;
  readonly #folder: string;
  #sensor: Role | undefined;
  #feed: AgentFeed | undefined;

  constructor(platform: Platform, folder: string) {
    this.platform = platform;
    this.#folder = folder;
  }

  get admin(): Client {
    return this.platform.admin;
  }

  async start(how: 'join' | 'go on', more: readonly string[] = []): Promise<void> {
    const words = ['--folder', writeManifests(this.#folder), ...prepareRolePort(this.#folder, ROLE_PORT), ...more];
    this.#sensor = await startSensorRole(this.platform, CLUSTER, words, how);
    this.#feed = new AgentFeed(ROLE_PORT, join(this.#folder, CLUSTER, 'roles/ca.pem'));
  }

  async send(frame: readonly object[]): Promise<void> {
    const taken = await this.#feed?.send(frame);
    if (taken !== frame.length) throw new Error(`the sensor took ${taken} of ${frame.length} events`);
  }

  /** Kills the sensor while a frame is on its way, and starts another that is sent the same. */
  async sendThroughDeath(frame: readonly object[]): Promise<void> {
    const sent = this.send(frame).catch(() => undefined);
    await setTimeout(8);
    await this.#sensor?.kill();
    await sent;
    this.#feed?.close();
    await this.start('go on');
    await this.send(frame);
  }

  async stop(): Promise<void> {
    this.#feed?.close();
    await this.#sensor?.stop();
  }
}

async function isJoined(admin: Client): Promise<boolean> {
  const { results } = await admin.call(clusters.endpoints.list, { query: {} });
  return results.some(({ syncedAt }) => syncedAt !== undefined);
}

async function waitOut(stage: Stage, report: (line: string) => void): Promise<readonly string[]> {
  await stage.platform.server.kill();
  const begin = Date.now() - SPAN_MS;
  const toTime = (index: number): string => new Date(begin + (index * SPAN_MS) / EVENTS).toISOString();
  for (let frame = 0; frame < EVENTS / FRAME; frame += 1) {
    const numbers = Array.from({ length: FRAME }, (_, index) => frame * FRAME + index);
    const isDeadly = frame === KILLED_AT;
    const told = numbers.map(index =>
      isDeadly && index % FRAME === FRAME - 1 ? toTheft(index, toTime(index)) : toBusyEvent(index, toTime(index)),
    );
    await (isDeadly ? stage.sendThroughDeath(told) : stage.send(told));
  }
  const start = performance.now();
  await stage.platform.restart();
  const unordered = await watchArrival(stage.admin);
  report(`${EVENTS.toLocaleString('en')} events, all there ${Math.round(performance.now() - start)} ms after the start of the server`);
  return [...unordered, ...(await findLost(stage.admin)), ...(await findThefts(stage.admin))];
}

/** Somebody reads passwords. */
function toTheft(index: number, time: string): object {
  return { ...toBusyEvent(index, time), type: 'file-open', file: { path: '/etc/shadow', operation: 'read', flags: ['O_RDONLY'] } };
}

/** Whatever is shown at a moment is there without a gap before it. */
async function watchArrival(admin: Client): Promise<readonly string[]> {
  const gaps: string[] = [];
  let newest: number | undefined;
  await waitUntil('everything has come', SECONDS, async () => {
    const numbers = await listNewest(admin, 500);
    const gap = numbers.findIndex((number, index) => index > 0 && numbers[index - 1] !== number + 1);
    if (gap > 0) gaps.push(`after ${numbers[gap]} came ${numbers[gap - 1]}`);
    newest = numbers[0];
    return newest === EVENTS - 1;
  }).catch((cause: unknown) => {
    throw new Error(`the newest that is shown is ${newest} of ${EVENTS}`, { cause });
  });
  return gaps.slice(0, 5);
}

/** Numbers of the newest events, the newest first. */
async function listNewest(admin: Client, limit: number): Promise<readonly number[]> {
  const query = { filter: `cluster=${CLUSTER}`, sort: '-time', limit };
  return (await admin.call(events.endpoints.export, { query })).results.map(({ id }) => toNumber(id));
}

const toNumber = (id: string): number => Number(id.split('/').at(-1));

async function findLost(admin: Client): Promise<readonly string[]> {
  const counts = new Uint8Array(EVENTS);
  for (let cursor: string | undefined; ; ) {
    const query = { filter: `cluster=${CLUSTER}`, limit: 500, ...(cursor === undefined ? {} : { cursor }) };
    const page = await admin.call(events.endpoints.export, { query });
    for (const { id } of page.results) counts[toNumber(id)] = (counts[toNumber(id)] ?? 0) + 1;
    cursor = page.next;
    if (cursor === undefined) break;
  }
  const wrong = [...counts.entries()].filter(([, count]) => count !== 1);
  if (wrong.length > 0) return [`${wrong.length} events are not there once: ${wrong.slice(0, 5).join('; ')}`];
  const { results } = await admin.call(activity.endpoints.list, { query: { filter: `cluster=${CLUSTER}`, limit: 500 } });
  return results.length > 0 ? [] : ['nothing is told of what workloads do'];
}

/** The event that the killed sensor had on its way. */
async function findThefts(admin: Client): Promise<readonly string[]> {
  await waitUntil('the violation is there', 30, async () => (await listThefts(admin)) === 1).catch(() => undefined);
  const count = await listThefts(admin);
  return count === 1 ? [] : [`of one theft ${count} violations are open`];
}

async function listThefts(admin: Client): Promise<number> {
  return (await listViolations(admin, `policy=sensitive-file-read,cluster=${CLUSTER}`)).length;
}

/** With little room the newest are kept, the others counted, and the count is seen. */
async function overflow(stage: Stage, report: (line: string) => void): Promise<readonly string[]> {
  await stage.stop();
  await stage.start('go on', ['--event-spool', '1']);
  await stage.platform.server.kill();
  for (let frame = 0; frame < TOO_MANY / FRAME; frame += 1)
    await stage.send(Array.from({ length: FRAME }, (_, index) => toBusyEvent(EVENTS + frame * FRAME + index)));
  await stage.platform.restart();
  await waitUntil('the newest has come', SECONDS, async () => {
    const [newest] = await listNewest(stage.admin, 1);
    return newest === EVENTS + TOO_MANY - 1;
  });
  let message = '';
  await waitUntil('the problem is seen', 60, async () => {
    const { results } = await stage.admin.call(problems.endpoints.list, { query: { filter: 'code=events-lost' } });
    message = results[0]?.message ?? '';
    return message !== '';
  });
  report(message);
  const first = await findFirst(stage.admin);
  const lost = Number(/^\d+/.exec(message)?.[0]);
  return first - EVENTS === lost ? [] : [`the first that was kept is number ${first - EVENTS}, and ${lost} are said to be lost`];
}

/** The lowest number of those that came after the first half hour. */
async function findFirst(admin: Client): Promise<number> {
  let first = Number.POSITIVE_INFINITY;
  for (let cursor: string | undefined; ; ) {
    const query = { filter: `cluster=${CLUSTER}`, sort: '-time', limit: 500, ...(cursor === undefined ? {} : { cursor }) };
    const page = await admin.call(events.endpoints.export, { query });
    const numbers = page.results.map(({ id }) => toNumber(id)).filter(number => number >= EVENTS);
    first = Math.min(first, ...numbers);
    cursor = page.next;
    if (cursor === undefined || numbers.length < page.results.length) return first;
  }
}
