import { randomBytes } from 'node:crypto';
import type { KubeWriter } from '@breakwater/kube';
import type { ProbeRecord, Problem } from '@breakwater/model';
import { type CommandInput, UsageError } from '../../command.ts';
import { readConfig } from '../../config.ts';
import type { Answered } from './ask.ts';
import { listEtcd, listKubelets } from './list-places.ts';
import { runProbes } from './run-probes.ts';

type Raw = Readonly<Record<string, unknown>>;

/** Nodes whose kubelets are asked how they are configured, and how many at once. */
const MAX_NODES = 200;
const AT_ONCE = 8;
const MAX_CONFIGZ = 1024 * 1024;

export interface Probed {
  readonly record: ProbeRecord | undefined;
  readonly problems: readonly Problem[];
}

/** Asks the addresses that a cluster itself names, without credentials, and its kubelets how they are configured, as far as the user may. */
export async function probeCluster({ options }: CommandInput, now: string): Promise<Probed> {
  const kube = await import('@breakwater/kube');
  const text = (name: string) => (typeof options[name] === 'string' ? { [name]: options[name] } : {});
  let client: KubeWriter | undefined;
  try {
    client = await kube.connectWriter({ ...text('kubeconfig'), ...text('context'), proxies: readConfig().proxies });
    const asked = client;
    const { text: serverVersion } = await asked.readVersion();
    const nodes = listItems(await asked.getJson(`/api/v1/nodes?limit=${MAX_NODES}`));
    const pods = listItems(await asked.getJson('/api/v1/namespaces/kube-system/pods?labelSelector=component%3Detcd'));
    const reviewInvented = () => review(asked);
    const plan = { server: asked.server, kubelets: listKubelets(nodes), etcd: listEtcd(pods), inPod: readConfig().inPod, reviewInvented };
    const [answers, read] = await Promise.all([runProbes(plan), readKubelets(asked, nodes)]);
    return { record: { schema: 'probes/1', takenAt: now, serverVersion, answers, configz: read.configz }, problems: read.problems };
  } catch (cause) {
    if (!(cause instanceof kube.KubeError)) throw cause;
    return { record: undefined, problems: [{ code: cause.code, source: client?.server ?? 'kubeconfig', message: cause.message }] };
  } finally {
    await client?.close();
  }
}

/** Nobody has this name: what it may do everybody may. */
async function review(client: KubeWriter): Promise<Answered> {
  const user = `breakwater-nobody-${randomBytes(8).toString('hex')}`;
  const spec = { user, groups: ['system:authenticated'], resourceAttributes: { verb: 'list', group: '', resource: 'secrets' } };
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
  try {
    const answer = await client.change({ method: 'POST', path: '/apis/authorization.k8s.io/v1/subjectaccessreviews', body });
    const { allowed } = (answer['status'] ?? {}) as { readonly allowed?: boolean };
    return { outcome: 'answered', detail: allowed === true ? 'allowed' : 'denied' };
  } catch (cause) {
    return { outcome: 'failed', detail: String((cause as { readonly code?: unknown }).code ?? 'the review could not be asked for') };
  }
}

interface Kubelets {
  readonly configz: ProbeRecord['configz'];
  readonly problems: readonly Problem[];
}

/** Through the API server, and only where that is granted: the right is one that CIS wants few to have. The first refusal is told for all. */
async function readKubelets(client: KubeWriter, nodes: readonly Raw[]): Promise<Kubelets> {
  const names = nodes.map(({ metadata }) => String((metadata as { readonly name?: string } | undefined)?.name ?? ''));
  const configz: Record<string, Raw> = {};
  const failures: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let name = names[next++]; name !== undefined; name = names[next++]) {
      try {
        configz[name] = await client.getJson(`/api/v1/nodes/${encodeURIComponent(name)}/proxy/configz`, { maxBytes: MAX_CONFIGZ });
      } catch (cause) {
        failures.push(`${name}: ${(cause as Error).message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const [first] = failures.toSorted();
  if (first === undefined) return { configz, problems: [] };
  const message = `how ${failures.length} of ${names.length} kubelets are configured is not known, breakwater node collect on the nodes tells it: ${first}`;
  return { configz, problems: [{ code: 'configz-unreadable', source: 'nodes', message }] };
}

function listItems(answer: Raw): readonly Raw[] {
  return Array.isArray(answer['items']) ? answer['items'] : [];
}

/** Throws UsageError where somebody asks for probes of files. */
export function requireCluster(isLive: boolean, { options }: CommandInput): void {
  for (const name of ['probe', 'save-probes']) {
    if (options[name] !== undefined && !isLive) throw new UsageError(`--${name} asks a cluster: give --kubeconfig or -A instead of files`);
  }
  if (options['save-probes'] !== undefined && options['probe'] !== true)
    throw new UsageError('--save-probes keeps what --probe finds: give both');
}
