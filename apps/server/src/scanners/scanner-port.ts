import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type KeyPair, type Log, readExpiry, signClientRequest } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import {
  JOB_ACTIONS,
  LEASE_PATH,
  LeaseRequest,
  parseJobPath,
  SCANNER_ENROL_PATH,
  ScanFailure,
  type ScannerEnrolAnswer,
  ScannerEnrolRequest,
  ScanProgress,
} from '@breakwater/protocol';
import type { ChangeFeed } from '../changes/listen-changes.ts';
import type { Pool } from '../database/connection.ts';
import type { AttemptLimit } from '../sensors/attempt-limit.ts';
import { TOKEN_WORDS } from '../sensors/enrol.ts';
import { findTokenState } from '../sensors/enrolment/store.ts';
import { readPeer, SCANNER_ROLE } from '../sensors/peer.ts';
import { PortRefusal, readJson, sendJson, toPortRefusal } from '../sensors/port-request.ts';
import { redeemScannerToken } from './enrolment/store.ts';
import { storeFailure } from './failures/store.ts';
import type { Holder } from './holder.ts';
import { releaseJob, storeProgress } from './jobs/store.ts';
import { LeaseDesk } from './lease-desk.ts';
import { createResultThread } from './results/result-thread.ts';
import { takeResult } from './results/take-result.ts';

export interface ScannerContext {
  readonly pool: Pool;
  readonly log: Log;
  readonly authority: KeyPair;
  readonly attempts: AttemptLimit;
  readonly certificateDays: number;
  readonly changes: ChangeFeed;
}

/** What scanners ask on the sensors' port: each request stands alone, so that it does not matter which replica answers. */
export class ScannerPort {
  readonly #context: ScannerContext;
  readonly #desk: LeaseDesk;
  readonly #results = createResultThread();

  constructor(context: ScannerContext) {
    this.#context = context;
    this.#desk = new LeaseDesk(context.pool, context.changes);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      sendJson(response, 200, await this.#route(request, response), true);
    } catch (error) {
      const refusal = toPortRefusal(error);
      const { method, url = '' } = request;
      this.#context.log.warn(
        { code: refusal.code, method, path: url.split('?')[0], address: request.socket.remoteAddress, error: toErrorMessage(error) },
        'a scanner is refused',
      );
      sendJson(response, refusal.status, { error: { code: refusal.code, message: refusal.message } }, false);
    }
  }

  /** Those who wait for work are told that there is none. */
  async close(): Promise<void> {
    this.#desk.close();
    await this.#results.close();
  }

  /** Jobs whose scanner is gone before it has heard of them are for others at once. */
  async #lease(request: IncomingMessage, response: ServerResponse, scanner: string): Promise<object> {
    const { pool, log } = this.#context;
    const jobs = await this.#desk.lease(scanner, await readJson<LeaseRequest>(request, LeaseRequest), request);
    const giveBack = (): void => {
      if (response.writableFinished) return;
      for (const { id: job, lease } of jobs) {
        releaseJob(pool, { scanner, job, lease }).catch(error => log.debug({ error: toErrorMessage(error) }, 'a lease ends by itself'));
      }
    };
    if (response.destroyed) giveBack();
    else if (jobs.length > 0) response.once('close', giveBack);
    return { jobs };
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<object> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'https://server');
    if (pathname === SCANNER_ENROL_PATH && request.method === 'POST') return this.#enrol(request);
    const scanner = readScanner(request);
    if (pathname === LEASE_PATH && request.method === 'POST') {
      return this.#lease(request, response, scanner);
    }
    const path = parseJobPath(pathname, searchParams.get('lease'));
    if (path === undefined || JOB_ACTIONS[path.action] !== request.method)
      throw new PortRefusal(404, 'not-found', 'there is no such request');
    return this.#act(request, path.action, { scanner, job: path.id, lease: path.lease });
  }

  async #act(request: IncomingMessage, action: keyof typeof JOB_ACTIONS, holder: Holder): Promise<object> {
    const { pool } = this.#context;
    if (action === 'result') return takeResult(request, holder, { pool, thread: this.#results });
    if (action === 'progress')
      return { cancelled: !(await storeProgress(pool, holder, await readJson<ScanProgress>(request, ScanProgress))) };
    const isHeld =
      action === 'release'
        ? await releaseJob(pool, holder)
        : await storeFailure(pool, holder, await readJson<ScanFailure>(request, ScanFailure));
    if (!isHeld) throw new PortRefusal(409, 'lease-lost', 'the job is not this scanner’s any more');
    return {};
  }

  async #enrol(request: IncomingMessage): Promise<ScannerEnrolAnswer> {
    const { pool, log, authority, attempts, certificateDays } = this.#context;
    if (!attempts.take(request.socket.remoteAddress ?? '')) {
      throw new PortRefusal(429, 'too-many-requests', 'too many attempts from this address; wait a minute');
    }
    const { joinToken, request: csr, scanner } = await readJson<ScannerEnrolRequest>(request, ScannerEnrolRequest);
    const id = randomUUID();
    const certificate = await signClientRequest(authority, csr, { name: id, role: SCANNER_ROLE }, certificateDays);
    if (!(await redeemScannerToken(pool, joinToken, { id, name: scanner.name }, new Date(readExpiry(certificate))))) {
      const state = await findTokenState(pool, joinToken);
      throw new PortRefusal(403, `join-token-${state}`, TOKEN_WORDS[state]);
    }
    log.info({ scanner: id, name: scanner.name }, 'scanner enrolled');
    return { certificate, ca: authority.certificate, id };
  }
}

/** The scanner that asks. Throws PortRefusal. */
function readScanner(request: IncomingMessage): string {
  const peer = readPeer(request);
  if (peer === undefined) {
    throw new PortRefusal(
      401,
      'certificate-missing',
      'a client certificate of this server that has not ended is needed; with a new join token there is a new one',
    );
  }
  if (peer.role !== 'scanner')
    throw new PortRefusal(403, 'not-a-scanner', 'this certificate is for a sensor; a scanner joins with a token of its own');
  return peer.name;
}
