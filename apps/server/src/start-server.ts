import { join } from 'node:path';
import { type Log, Metrics, startSteps, toFingerprint } from '@breakwater/daemon';
import { formatJoinToken } from '@breakwater/protocol';
import { Analyst } from './analysis/analyst.ts';
import { CatalogueReader } from './catalogue/store.ts';
import { listenChanges } from './changes/listen-changes.ts';
import { Auditor } from './compliance/auditor.ts';
import { startRuns } from './compliance/run-due.ts';
import type { ServerContext } from './context.ts';
import { type Database, openDatabase } from './database/open-database.ts';
import { DELIVERY_TIMING, startDeliveries } from './deliveries/deliver.ts';
import { addAuditing } from './features/audit/handlers.ts';
import { createFirstAccount } from './features/session/handlers.ts';
import { findBySession } from './features/session/store.ts';
import { findByToken } from './features/tokens/store.ts';
import { FEATURES } from './features.ts';
import { startKeeper } from './findings/keeper.ts';
import type { App } from './http/app.ts';
import { addConsole } from './http/console.ts';
import { createApp } from './http/create-app.ts';
import { mountFeature } from './http/mount.ts';
import { createJudgeThread } from './judge/judge-thread.ts';
import type { ServerOptions } from './options.ts';
import { scheduleJobs } from './retention/schedule.ts';
import { startPlanner } from './scanners/planner.ts';
import { createSeal, readSealKey, type Seal } from './security/seal.ts';
import { createSecret } from './security/secret.ts';
import { loadAuthority } from './sensors/authority/store.ts';
import { addJoinToken } from './sensors/enrolment/store.ts';
import { openSensorPort, type SensorPort } from './sensors/sensor-port.ts';

/** Join tokens that are made by the process itself, for a sensor beside it. */
const JOIN_MS = 10 * 60_000;

/** A server that answers. */
export interface RunningServer {
  /** Of the API and the console. */
  readonly url: string;
  /** Of the port for sensors. */
  readonly sensorUrl: string;
  /** SHA-256 of the certificate authority's certificate, in hex. */
  readonly caFingerprint: string;
  /** One word with which one sensor can enrol, within ten minutes. */
  readonly createJoinToken: (name?: string) => Promise<string>;
  /** Password of `admin`: on the first start, and with an embedded database until somebody has logged in. */
  readonly firstPassword?: string;
  /** Ends everything, and an embedded database last. */
  readonly close: () => Promise<void>;
  /** Process id of an embedded PostgreSQL at this moment, for tests that kill it. */
  readonly databasePid: () => number | undefined;
}

/**
 * Starts database, API, port for sensors and jobs, in this order.
 *
 * @param onStep is told of each part before it starts
 * @throws DatabaseError and what the system says of ports that are taken; what was started before is ended then
 */
export async function startServer(options: ServerOptions, onStep: (name: string) => void = () => {}): Promise<RunningServer> {
  const { log } = options;
  const parts = new Parts();
  const close = await startSteps(
    [
      { name: 'open the database', start: () => parts.openDatabase(options) },
      { name: 'listen for changes', start: () => parts.listenChanges(log) },
      { name: 'open the port for sensors', start: () => parts.openSensors(options) },
      { name: 'deliver messages', start: () => startDeliveries({ ...parts.context(options), ...toDelivery(options) }) },
      { name: 'plan the work of scanners', start: () => parts.plan(log) },
      { name: 'count vulnerabilities', start: () => parts.keep(log) },
      { name: 'schedule jobs', start: () => parts.schedule(log) },
      { name: 'prepare threads that judge', start: () => parts.prepareJudges() },
      { name: 'run compliance', start: () => parts.runCompliance(options) },
      { name: 'answer requests', start: () => parts.listen(options) },
    ],
    log,
    onStep,
  );
  const { sensors, url, firstPassword, database } = parts;
  const { pool } = database;
  return {
    url,
    sensorUrl: sensors.url,
    caFingerprint: sensors.caFingerprint,
    createJoinToken: async (name = 'this machine') => {
      const secret = createSecret();
      await addJoinToken(pool, { name, secret, createdBy: 'server', expiresAt: new Date(Date.now() + JOIN_MS) });
      return formatJoinToken({ ...sensors, secret });
    },
    ...(firstPassword === undefined ? {} : { firstPassword }),
    close,
    databasePid: database.pid,
  };
}

function toDelivery({ allowLoopbackWebhooks = false, deliveryTiming = DELIVERY_TIMING }: ServerOptions) {
  return { options: { allowLoopback: allowLoopbackWebhooks }, timing: deliveryTiming };
}

type Stop = () => Promise<void>;

/** What the steps of starting hand to those after them. */
class Parts {
  readonly startedAt = new Date().toISOString();
  readonly metrics = new Metrics();
  sensors = { url: '', caFingerprint: '' };
  url = '';
  firstPassword: string | undefined;
  readonly #checker = createJudgeThread();
  readonly #trier = createJudgeThread();
  readonly #auditor = new Auditor();
  #analyst: Analyst | undefined;
  #database: Database | undefined;
  #catalogue: CatalogueReader | undefined;
  #seal: Seal | undefined;
  #changes: Awaited<ReturnType<typeof listenChanges>> | undefined;

  get database(): Database {
    return need(this.#database);
  }

  context(options: ServerOptions): ServerContext {
    const { pool, query, embedded } = this.database;
    return {
      version: options.version,
      startedAt: this.startedAt,
      log: options.log,
      pool,
      query,
      embeddedDatabase: embedded,
      seal: need(this.#seal),
      catalogue: need(this.#catalogue),
      checker: this.#checker,
      trier: this.#trier,
      analyst: need(this.#analyst),
      auditor: this.#auditor,
      changes: need(this.#changes),
      metrics: this.metrics,
      sensors: this.sensors,
      allowLoopbackWebhooks: options.allowLoopbackWebhooks ?? false,
    };
  }

  async openDatabase({ dataDir, databaseUrl, secretKeys, log }: ServerOptions): Promise<Stop> {
    this.#seal = createSeal(secretKeys ?? [readSealKey(dataDir)]);
    const url = databaseUrl === undefined ? {} : { url: databaseUrl };
    const database = await openDatabase({ ...url, dataDir: join(dataDir, 'database'), log });
    this.#database = database;
    this.#catalogue = new CatalogueReader(database.pool);
    this.#analyst = new Analyst(database.query);
    return database.close;
  }

  async listenChanges(log: Log): Promise<Stop> {
    this.#changes = await listenChanges(this.database.config, log);
    return this.#changes.close;
  }

  async openSensors(options: ServerOptions): Promise<Stop> {
    const { host, sensorPort, sensorNames = [], version, log } = options;
    const { pool } = this.database;
    const authority = await loadAuthority(pool, need(this.#seal));
    const port = await openSensorPort({
      host: options.sensorHost ?? host,
      port: sensorPort,
      names: sensorNames,
      pool,
      log,
      authority,
      changes: need(this.#changes),
      version,
      enrolmentsPerMinute: options.enrolmentsPerMinute ?? 30,
      ...(options.certificateDays === undefined ? {} : { certificateDays: options.certificateDays }),
      ...(options.ownCertificateDays === undefined ? {} : { ownCertificateDays: options.ownCertificateDays }),
      metrics: this.metrics,
    });
    this.sensors = { url: toSensorUrl(options, port), caFingerprint: toFingerprint(authority.certificate) };
    return port.close;
  }

  /** Each starts when it is first asked. */
  async prepareJudges(): Promise<Stop> {
    return async () =>
      void (await Promise.all([this.#checker.close(), this.#trier.close(), this.#auditor.close(), this.#analyst?.close()]));
  }

  plan(log: Log): Stop {
    return startPlanner(this.database.pool, need(this.#changes), log);
  }

  keep(log: Log): Stop {
    return startKeeper(this.database, need(this.#changes), log);
  }

  schedule(log: Log): Stop {
    const stop = scheduleJobs(this.database.query, log);
    return async () => stop();
  }

  runCompliance(options: ServerOptions): Stop {
    return startRuns({ ...this.context(options), options: toDelivery(options).options }, need(this.#changes));
  }

  async listen(options: ServerOptions): Promise<Stop> {
    const app = await createServerApp(this.context(options), options);
    this.url = await app.listen({ host: options.host, port: options.port });
    // Last of all: a start that fails must not have made a password that nobody is told.
    this.firstPassword = await createFirstAccount(this.database.query, this.database.embedded);
    this.metrics.collectProcess();
    return async () => void (await app.close());
  }
}

async function createServerApp(context: ServerContext, options: ServerOptions): Promise<App> {
  const { query } = context;
  const app = await createApp({
    log: context.log,
    identities: { findByToken: secret => findByToken(query, secret), findBySession: secret => findBySession(query, secret) },
    requestsPerMinute: options.requestsPerMinute ?? 3000,
    trustProxy: options.trustProxy ?? false,
  });
  addAuditing(app, context);
  for (const create of FEATURES) mountFeature(app, create(context));
  await addConsole(app, options.consoleDir);
  return app;
}

/** A name that sensors know it by, rather than the address that it listens on. */
function toSensorUrl({ host, sensorHost, sensorNames = [] }: ServerOptions, { port }: SensorPort): string {
  const address = sensorNames[0] ?? sensorHost ?? host;
  const reachable = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  return `https://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

function need<T>(part: T | undefined): T {
  if (part === undefined) throw new TypeError('a part was asked for before it was started');
  return part;
}
