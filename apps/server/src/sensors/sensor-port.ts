import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { createServerCertificate, type KeyPair, type Log, listenSockets, type Metrics } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import { MAX_FRAME_BYTES, SCANNER_PREFIX, SENSOR_PATH } from '@breakwater/protocol';
import type { ChangeFeed } from '../changes/listen-changes.ts';
import type { Pool } from '../database/connection.ts';
import { ScannerPort } from '../scanners/scanner-port.ts';
import { AttemptLimit } from './attempt-limit.ts';
import { answerEnrolment } from './enrol.ts';
import { ImageRounds } from './images/image-rounds.ts';
import { IngestMetrics } from './ingest-metrics.ts';
import { readCluster } from './peer.ts';
import { openSession, type Session } from './session.ts';

/** Of the server's own certificate, made anew at each start and when a third is left; sensors trust the authority, not this one. */
const OWN_DAYS = 398;
const CLIENT_DAYS = 90;
const DAY_MS = 86_400_000;
const IDLE_MS = 30_000;
const HEADERS_MS = 15_000;
/** Results of scanners are large, and lines are slow; everything else has a time of its own. */
const RESULT_MS = 5 * 60_000;
const CLOSE_MS = 5000;

export interface SensorPortOptions {
  readonly host: string;
  readonly port: number;
  /** Names and addresses under which sensors know this server, beside those of the machine. */
  readonly names: readonly string[];
  readonly pool: Pool;
  readonly log: Log;
  readonly authority: KeyPair;
  readonly changes: ChangeFeed;
  readonly version: string;
  readonly enrolmentsPerMinute: number;
  /** Lifetime of sensors' certificates; 90 days when absent. */
  readonly certificateDays?: number;
  /** Lifetime of the server's own certificate; 398 days when absent. */
  readonly ownCertificateDays?: number;
  readonly metrics: Metrics;
}

export interface SensorPort {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * The port that sensors speak to, over TLS with a certificate of the installation's own authority. A client certificate is asked for and not
 * demanded: enrolment has none yet. Everything else needs one.
 */
export async function openSensorPort(options: SensorPortOptions): Promise<SensorPort> {
  const { pool, log, authority, version, changes, certificateDays = CLIENT_DAYS, ownCertificateDays = OWN_DAYS } = options;
  const createIdentity = async () => {
    const { key, certificate } = await createServerCertificate(authority, listNames(options), ownCertificateDays);
    // The authority goes with it, so that a sensor can compare the fingerprint in its join token.
    return { key, cert: `${certificate}\n${authority.certificate}`, ca: authority.certificate, minVersion: 'TLSv1.3' as const };
  };
  const attempts = new AttemptLimit(options.enrolmentsPerMinute);
  const enrolling = { pool, log, authority, attempts, certificateDays };
  const scanners = new ScannerPort({ ...enrolling, changes });
  const server = createServer(
    {
      ...(await createIdentity()),
      requestCert: true,
      rejectUnauthorized: false,
      requestTimeout: RESULT_MS,
      headersTimeout: HEADERS_MS,
    },
    (request, response) => {
      if (request.url?.startsWith(SCANNER_PREFIX) === true) void scanners.answer(request, response);
      else void answerEnrolment(request, response, enrolling);
    },
  );
  const renewal = setInterval(() => {
    createIdentity()
      .then(identity => server.setSecureContext(identity))
      .catch(error => log.error({ error: toErrorMessage(error) }, 'the certificate of the port for sensors was not renewed; trying again'));
  }, findRenewal(ownCertificateDays)).unref();
  const sessions = new Set<Session>();
  const images = new ImageRounds(sessions, log);
  const metrics = new IngestMetrics(options.metrics, () => sessions.size);
  const endSockets = listenSockets(server, SENSOR_PATH, { maxBytes: MAX_FRAME_BYTES, idleMs: IDLE_MS }, readCluster, (socket, cluster) => {
    const session = openSession(socket, cluster, { pool, log, version, now: Date.now, metrics });
    sessions.add(session);
    void session.done.then(() => sessions.delete(session));
  });
  const stopDistribution = changes.subscribe(({ topics }) => {
    if (topics.includes('policy-set') || topics.includes('*')) distribute(sessions, log);
    if (topics.some(topic => WORK_TOPICS.has(topic))) distributeWork(sessions, log);
    if (topics.some(topic => IMAGE_TOPICS.has(topic))) images.schedule();
  });
  server.on('tlsClientError', error => log.debug({ error: error.message }, 'a sensor could not agree on TLS'));
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      stopDistribution();
      images.stop();
      clearInterval(renewal);
      const closed = new Promise(resolve => server.close(resolve));
      for (const session of sessions) session.close('the server stops');
      await scanners.close();
      await Promise.race([
        Promise.all([...sessions].map(({ done }) => done)),
        new Promise(resolve => setTimeout(resolve, CLOSE_MS).unref()),
      ]);
      endSockets();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** After how many milliseconds there is a new certificate: long before a third is left, and as often as timers allow. */
function findRenewal(days: number): number {
  return Math.min((days * DAY_MS * 2) / 3, 20 * DAY_MS);
}

/** Where something is different, what is known of images may be: exceptions are part of it, and which images a cluster uses. */
const IMAGE_TOPICS = new Set(['images', 'scans', 'policy-set', 'workload', '*']);

/** Something may be due to be handed on. */
const WORK_TOPICS = new Set(['response', 'baseline-change', '*']);

function distribute(sessions: ReadonlySet<Session>, log: Log): void {
  for (const session of sessions) {
    session
      .distribute()
      .catch(error => log.debug({ error: toErrorMessage(error) }, 'a policy set was not sent; it goes with the next hello'));
  }
}

function distributeWork(sessions: ReadonlySet<Session>, log: Log): void {
  for (const session of sessions) {
    session
      .distributeWork()
      .catch(error => log.debug({ error: toErrorMessage(error) }, 'what is due was not handed on; it goes with the next hello'));
  }
}

function listNames({ host, names }: SensorPortOptions): readonly string[] {
  const addresses = Object.values(networkInterfaces()).flatMap(entries => entries?.map(({ address }) => address) ?? []);
  const plain = addresses.filter(address => !address.startsWith('fe80'));
  return [...new Set(['localhost', '127.0.0.1', '::1', ...(host === '0.0.0.0' || host === '::' ? [] : [host]), ...names, ...plain])];
}
