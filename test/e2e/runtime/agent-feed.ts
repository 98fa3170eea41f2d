import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';

const SECRET = 'feed-agent-secret-of-forty-characters-12345';
const NODE = 'n1';
const WORKLOADS = 100;
/** The whole path of an answer, headers and all. */
const TIMEOUT_MS = 60_000;

/** What an agent says of itself. */
const AGENT = { node: NODE, bootId: 'b', version: 'feed', since: '2026-12-01T00:00:00Z', capabilities: [], problems: [] };

type Part = Readonly<Record<string, unknown>>;

/** Writes the secret that an agent shares with its sensor; gives the words that the sensor is started with. */
export function prepareRolePort(folder: string, port: number): readonly string[] {
  const secrets = join(folder, 'secrets');
  mkdirSync(secrets, { recursive: true });
  writeFileSync(join(secrets, 'agent'), SECRET, { mode: 0o600 });
  return ['--role-port', String(port), '--role-secrets', secrets];
}

/** A folder for a sensor that only hears of events: one namespace. */
export function writeManifests(folder: string): string {
  const manifests = join(folder, 'manifests');
  mkdirSync(manifests, { recursive: true });
  writeFileSync(join(manifests, 'ns.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata: { name: team-0 }\n');
  return manifests;
}

/** Speaks to the role port of a sensor as the agent of a node does. */
export class AgentFeed {
  readonly #port: number;
  readonly #https: Agent;

  /** @param ca file with the authority of the sensor */
  constructor(port: number, ca: string) {
    this.#port = port;
    this.#https = new Agent({ ca: readFileSync(ca), keepAlive: true });
  }

  /** Resolves with how many the sensor took, once they are on its disk. Rejects when it does not answer so. */
  async send(events: readonly object[]): Promise<number> {
    const body = JSON.stringify({ agent: AGENT, events });
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const headers = { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const url = `https://127.0.0.1:${this.#port}/roles/agent/events`;
    const sent = request(url, { method: 'POST', headers, agent: this.#https, timeout: TIMEOUT_MS }, answer => {
      const chunks: Buffer[] = [];
      answer.on('data', chunk => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () => resolve(Buffer.concat(chunks).toString()));
    });
    sent.once('timeout', () => sent.destroy(new Error('the sensor does not answer')));
    sent.once('error', reject);
    sent.end(body);
    const text = await promise;
    const taken = (JSON.parse(text) as { readonly taken?: number }).taken;
    if (taken === undefined) throw new Error(`the sensor answers ${text.slice(0, 300)}`);
    return taken;
  }

  close(): void {
    this.#https.destroy();
  }
}

const ENDS = { protocol: 'tcp', local: { address: '10.0.0.1', port: 40_000 } };

/** A mix as of busy containers: programs, connections, names and files; most things happen again and again. `number` makes its id. */
export function toBusyEvent(number: number, time = new Date().toISOString()): object {
  const kinds: readonly Part[] = [
    { type: 'process-exec' },
    { type: 'connect', connect: { ...ENDS, remote: { address: `10.0.1.${number % 200}`, port: 5432 }, result: 'started' } },
    { type: 'dns', dns: { query: `host-${number % 300}.example.`, type: 'A', answers: ['10.0.1.1'], code: 'NOERROR' } },
    { type: 'file-open', file: { path: `/etc/ssl/${number % 40}.pem`, operation: 'read', flags: [] } },
  ];
  const workload = number % WORKLOADS;
  return {
    id: `${NODE}/b/${number}`,
    time: `${time.slice(0, -1)}000000Z`,
    cluster: '',
    node: NODE,
    namespace: `team-${workload % 10}`,
    pod: `app-${workload}-x`,
    workload: `Deployment/app-${workload}`,
    container: 'app',
    process: {
      id: `${NODE}/b/p${number}`,
      exe: `/usr/bin/tool-${number % 17}`,
      argv: ['tool', '--input', `/data/${number % 50}`, '--verbose'],
      argvTruncated: false,
      uid: 1000,
      ancestors: [{ id: `${NODE}/b/p1`, exe: '/bin/sh', argv: ['sh', '-c', 'run'], uid: 1000 }],
    },
    ...kinds[number % kinds.length],
  };
}
