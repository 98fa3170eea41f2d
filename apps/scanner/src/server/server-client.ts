import type { Agent } from 'node:https';
import { createTrustedAgent, DaemonError, requestTrusted, type TrustedAnswer } from '@breakwater/daemon';
import { chooseProxy, type Proxies } from '@breakwater/kube';
import { listSchemaIssues } from '@breakwater/model';
import {
  JOB_ACTIONS,
  type JobAction,
  LEASE_PATH,
  LeaseAnswer,
  type LeaseRequest,
  ProgressAnswer,
  type ScanFailure,
  type ScanJob,
  type ScanProgress,
  toJobPath,
} from '@breakwater/protocol';
import { ScannerError } from '../errors.ts';
import { type Identity, toRefusal } from './identity.ts';

const ANSWER_MS = 30_000;
/** Leases wait, and results take their time on a slow line. */
const LONG_MS = 5 * 60_000;
const MAX_ANSWER = 1024 * 1024;
const MAX_LEASE = 192 * 1024 * 1024;

type Held = Pick<ScanJob, 'id' | 'lease'>;

/** Asks the server; each request stands alone. Everything throws ScannerError. */
export class ServerClient {
  readonly #proxies: Proxies;
  readonly #agents = new Map<string, Agent>();
  #identity: Identity;

  constructor(identity: Identity, proxies: Proxies) {
    this.#identity = identity;
    this.#proxies = proxies;
  }

  get identity(): Identity {
    return this.#identity;
  }

  /** Connections that stand know the old certificate; they end with their requests. */
  use(identity: Identity): void {
    this.#identity = identity;
    this.close();
  }

  async lease(request: LeaseRequest, signal: AbortSignal): Promise<readonly ScanJob[]> {
    const answer = await this.#send('POST', LEASE_PATH, JSON.stringify(request), { timeoutMs: LONG_MS, maxBytes: MAX_LEASE, signal });
    return this.#read<LeaseAnswer>(answer, LeaseAnswer).jobs;
  }

  /** Whether to stop. */
  async tellProgress(job: Held, progress: ScanProgress): Promise<boolean> {
    return this.#read<ProgressAnswer>(await this.#act(job, 'progress', JSON.stringify(progress)), ProgressAnswer).cancelled;
  }

  async sendResult(job: Held, packed: Uint8Array): Promise<void> {
    this.#check(await this.#act(job, 'result', packed));
  }

  async tellFailure(job: Held, failure: ScanFailure): Promise<void> {
    this.#check(await this.#act(job, 'failure', JSON.stringify(failure)));
  }

  async release(job: Held): Promise<void> {
    this.#check(await this.#act(job, 'release', '{}'));
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  #act({ id, lease }: Held, action: JobAction, body: Uint8Array | string): Promise<TrustedAnswer> {
    const timeoutMs = action === 'result' ? LONG_MS : ANSWER_MS;
    const headers = action === 'result' ? { headers: { 'content-type': 'application/gzip' } } : {};
    return this.#send(JOB_ACTIONS[action], toJobPath(id, lease, action), body, { timeoutMs, maxBytes: MAX_ANSWER, ...headers });
  }

  async #send(
    method: string,
    path: string,
    body: Uint8Array | string,
    limits: { readonly timeoutMs: number; readonly maxBytes: number; readonly signal?: AbortSignal },
  ): Promise<TrustedAnswer> {
    const { url, ca, key, certificate } = this.#identity;
    const proxy = chooseProxy(url, this.#proxies);
    const agent = this.#agents.get(certificate) ?? createTrustedAgent(proxy);
    this.#agents.set(certificate, agent);
    try {
      return await requestTrusted(new URL(path, url), { ca, key, cert: certificate, proxy }, { method, body, agent, ...limits });
    } catch (cause) {
      if (!(cause instanceof DaemonError)) throw cause;
      throw new ScannerError(cause.code === 'server-untrusted' ? 'server-untrusted' : 'server-unreachable', cause.message, { cause });
    }
  }

  #read<T>(answer: TrustedAnswer, schema: Parameters<typeof listSchemaIssues>[0]): T {
    this.#check(answer);
    if (listSchemaIssues(schema, answer.value).length === 0) return answer.value as T;
    throw new ScannerError('server-untrusted', 'the server does not answer as a Breakwater server does');
  }

  #check({ status, value }: TrustedAnswer): void {
    if (status === 200) return;
    const { message } = toRefusal(status, value);
    if (status === 409) throw new ScannerError('lease-lost', message);
    if (status === 400 || status === 413 || status === 422) throw new ScannerError('result-refused', message);
    throw toRefusal(status, value);
  }
}
