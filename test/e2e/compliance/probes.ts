import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ControlPlane } from '../../cluster/control-plane.ts';
import type { Journey } from '../journey.ts';

const BREAKWATER = join(import.meta.dirname, '../../../bin/breakwater');

/** What a control plane says that answers strangers, and has no kubelet that could be asked how it is configured. */
const WANTED: Readonly<Record<string, string>> = {
  'probe-api-anonymous': 'fail',
  'probe-invented-user-allowed': 'pass',
};

interface Output {
  readonly results: readonly { readonly items: readonly { readonly check: string; readonly state: string; readonly message: string }[] }[];
  readonly problems: readonly { readonly code: string }[];
  readonly summary: { readonly decided: number; readonly objects: number };
}

interface Recorded {
  readonly serverVersion?: string;
  readonly answers: readonly { readonly probe: string; readonly outcome: string; readonly status?: number; readonly detail: string }[];
}

/** A real API server is asked by a stranger, and what was written down says the same when it is read back. */
export const journey: Journey = {
  name: 'compliance run asks a cluster, probes its addresses, reads its own record back, and offers its fixes',
  run: async (plane, report) => {
    const folder = mkdtempSync(join(tmpdir(), 'breakwater-probes-'));
    try {
      const saved = join(folder, 'probes.json');
      const live = judge('--kubeconfig', plane.kubeconfig, '--probe', '--save-probes', saved);
      const record = JSON.parse(readFileSync(saved, 'utf8')) as Recorded;
      report(
        `${live.summary.objects} objects, ${live.summary.decided} of 131 controls decided, ${record.answers.length} answers of ${record.serverVersion}`,
      );
      const again = judge('--kubeconfig', plane.kubeconfig, '--facts', saved);
      const bundle = await checkBundle(plane, join(folder, 'fixes'));
      return [...compare('live', live), ...compare('read back', again), ...checkRecord(record), ...bundle];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function judge(...words: readonly string[]): Output {
  const { stdout, stderr } = spawnSync(BREAKWATER, ['compliance', 'run', ...words, '--format', 'json'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (stdout === '') throw new Error(`compliance run says nothing: ${stderr}`);
  return JSON.parse(stdout) as Output;
}

function compare(name: string, { results, summary }: Output): readonly string[] {
  const items = results.flatMap(result => result.items);
  const wrong = Object.entries(WANTED).flatMap(([check, state]) => {
    const found = items.find(item => item.check === check);
    return found?.state === state ? [] : [`${name}: ${check} is ${found?.state ?? 'not among the items'}: ${found?.message ?? ''}`];
  });
  return summary.objects > 50 ? wrong : [...wrong, `${name}: only ${summary.objects} objects were read`];
}

/** The API server is asked what it would make of the objects of a bundle, and keeps none of them. */
async function checkBundle(plane: ControlPlane, fixes: string): Promise<readonly string[]> {
  const before = await countPolicies(plane);
  judge('--kubeconfig', plane.kubeconfig, '--bundle', fixes, '--dry-run');
  const manifests = readFileSync(join(fixes, 'manifests.yaml'), 'utf8');
  const told = manifests.split('\n').filter(line => line.startsWith('# dry run:'));
  const objects = manifests.split('\n').filter(line => line.startsWith('kind: '));
  const kept = (await countPolicies(plane)) - before;
  return [
    ...(objects.length > 0 && told.length === objects.length
      ? []
      : [`${objects.length} objects, of ${told.length} of which the API server said something`]),
    ...told.filter(line => !line.endsWith('nothing was kept')),
    ...(kept === 0 ? [] : [`the API server has ${kept} NetworkPolicies more after a dry run`]),
  ];
}

/** Other journeys have left some. */
async function countPolicies({ client }: ControlPlane): Promise<number> {
  const { body } = await client.request('GET', '/apis/networking.k8s.io/v1/networkpolicies');
  return (body['items'] as readonly unknown[]).length;
}

/** The handshakes decide no control of CIS; what they found stands in the record. */
function checkRecord({ answers, serverVersion = '' }: Recorded): readonly string[] {
  const find = (probe: string) => answers.find(answer => answer.probe === probe);
  const said = ['api-anonymous', 'api-tls', 'api-tls-old'].map(probe =>
    `${probe} ${find(probe)?.outcome} ${find(probe)?.status ?? ''} ${find(probe)?.detail}`.trim(),
  );
  const wanted = [/^api-anonymous answered 403 system:anonymous$/, /^api-tls answered/, /^api-tls-old refused/];
  const wrong = wanted.flatMap((pattern, index) => (pattern.test(said[index] ?? '') ? [] : [`the record says: ${said[index]}`]));
  return /^v1\.\d+\.\d+/.test(serverVersion) ? wrong : [...wrong, `the record names no version: ${serverVersion}`];
}
