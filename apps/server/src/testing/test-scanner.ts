import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { createCertificateRequest } from '@breakwater/daemon';
import type { ImageOutput, Vulnerability } from '@breakwater/model';
import {
  JOB_ACTIONS,
  type JobAction,
  type JobKind,
  LEASE_PATH,
  type LeaseRequest,
  parseJoinToken,
  SCANNER_ENROL_PATH,
  type ScanFailure,
  type ScanJob,
  type ScanMatch,
  type ScannerDatabase,
  type ScannerEnrolAnswer,
  type ScanResult,
  toJobPath,
} from '@breakwater/protocol';
import { Agent, request } from 'undici';
import { post } from './test-sensor.ts';

type Held = Pick<ScanJob, 'id' | 'lease'>;

/** What a scanner has after enrolment, and how it asks. */
export class TestScanner {
  readonly id: string;
  readonly #url: string;
  readonly #agent: Agent;
  clusters: string[] = [];
  database: ScannerDatabase | undefined;

  constructor(url: string, id: string, identity: { readonly key: string; readonly certificate: string }) {
    this.#url = url;
    this.id = id;
    this.#agent = new Agent({ connect: { rejectUnauthorized: false, key: identity.key, cert: identity.certificate } });
  }

  static async join(joinToken: string, name = 'scanner'): Promise<TestScanner> {
    const token = parseJoinToken(joinToken);
    if (token === undefined) throw new TypeError('no join token');
    const { key, request: csr } = await createCertificateRequest();
    const { status, body } = await post(`${token.url}${SCANNER_ENROL_PATH}`, { joinToken: token.secret, request: csr, scanner: { name } });
    if (status !== 200) throw new Error(`not enrolled: ${JSON.stringify(body)}`);
    const { id, certificate } = body as ScannerEnrolAnswer;
    return new TestScanner(token.url, id, { key, certificate });
  }

  async lease(kinds: JobKind[] = ['inspect', 'list-tags', 'match'], change: Partial<LeaseRequest> = {}): Promise<readonly ScanJob[]> {
    const scanner = { name: 'scanner', version: '0.0.0-test', capabilities: [], clusters: this.clusters };
    const database = this.database === undefined ? {} : { database: this.database };
    const body: LeaseRequest = { scanner, ...database, kinds, max: 10, waitSeconds: 0, ...change };
    const answer = await this.send('POST', LEASE_PATH, JSON.stringify(body));
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return (answer.body as { jobs: ScanJob[] }).jobs;
  }

  act(job: Held, action: JobAction, body: string | Uint8Array): Promise<{ status: number; body: unknown }> {
    return this.send(JOB_ACTIONS[action], toJobPath(job.id, job.lease, action), body);
  }

  deliver(job: Held, result: ScanResult): Promise<{ status: number; body: unknown }> {
    return this.act(job, 'result', gzipSync(JSON.stringify(result)));
  }

  fail(job: Held, failure: Partial<ScanFailure> & { readonly code: string }): Promise<{ status: number; body: unknown }> {
    return this.act(job, 'failure', JSON.stringify({ message: 'it did not go', retryable: true, ...failure }));
  }

  async send(method: string, path: string, body: string | Uint8Array): Promise<{ status: number; body: unknown }> {
    const answer = await request(`${this.#url}${path}`, {
      method: method as 'POST',
      dispatcher: this.#agent,
      headers: { 'content-type': 'application/json' },
      body,
    });
    return { status: answer.statusCode, body: await answer.body.json() };
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

export function toDigest(text: string): string {
  return `sha256:${toHash(text)}`;
}

function toHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function buildDatabase(built: string): ScannerDatabase {
  return { digest: toHash(built), built, records: 2, feeds: [{ name: 'osv', newest: built, records: 2, verified: true }] };
}

/** What reading an image with one package gives. */
export function buildInspection(
  digest: string,
  {
    match,
    indexDigest,
    platform = 'linux/amd64',
  }: { readonly match?: ScanMatch; readonly indexDigest?: string; readonly platform?: string } = {},
): Extract<ScanResult, { kind: 'inspect' }> {
  const output: ImageOutput = {
    schema: 'breakwater/image',
    version: '1',
    image: {
      name: 'registry.example/cart:1',
      kind: 'registry',
      digest,
      platform,
      references: ['registry.example/cart:1'],
      ...(indexDigest === undefined ? {} : { indexDigest }),
    },
    distribution: { id: 'debian', version: '12', name: 'Debian 12' },
    created: { time: '2026-05-01T10:00:00Z', from: 'config' },
    base: { name: 'debian:12', method: 'label' },
    layers: [
      { number: 1, diffId: 'sha256:one', size: 100, unpackedSize: 300, instruction: 'COPY . /', entries: 3, packages: 1, complete: true },
    ],
    results: [{ name: 'openssl', version: '1.0-1', type: 'deb', locations: ['var/lib/dpkg/status'], layer: 1, licenses: [] }],
    loadable: { links: {}, complete: true, programs: ['usr/bin/openssl'] },
    needless: [],
    surface: { score: 90, parts: [] },
    secrets: [],
    instructions: [],
    endOfLife: [],
    efficiency: { score: 1, wastedBytes: 0, wasted: [] },
    problems: [],
    summary: { complete: true, layers: 1, files: 3, bytes: 300, packages: 1, problems: 0 },
  };
  const content = {
    user: '1000',
    bytes: 100,
    labels: {},
    volumes: [],
    ports: [],
    base: 'debian:12',
    secrets: [],
    setuidFiles: [],
    shells: [],
    packageManagers: [],
    networkTools: [],
    remoteAccess: [],
    compilers: [],
    worldWritable: [],
    credentialFiles: [],
    surfaceScore: 90,
    ended: [],
    licenses: [],
  };
  return { kind: 'inspect', digest, output, content, catalogers: 'dpkg@1', ...(match === undefined ? {} : { match }) };
}

export function buildFinding(id: string, change: Partial<Vulnerability> = {}): Vulnerability {
  return {
    id,
    aliases: [],
    package: { name: 'openssl', version: '1.0-1', type: 'deb', purl: 'pkg:deb/debian/openssl@1.0-1', locations: [], layer: 'sha256:one' },
    severity: 'high',
    cvss: [],
    fixedIn: ['2.0-1'],
    status: 'fixed',
    source: 'osv',
    reason: 'record and range',
    risk: { score: 12.5, reasons: [] },
    ...change,
  };
}

export function buildMatch({ digest, built }: ScannerDatabase, findings: readonly Vulnerability[]): ScanMatch {
  const hash = toHash(JSON.stringify(findings));
  return { database: { digest, built }, hash, findings: [...findings], notEvaluated: [], layers: ['sha256:one'] };
}
