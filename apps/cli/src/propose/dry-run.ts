import { type Raw, toRecord, toText } from '@breakwater/inventory';
import type { KubeWriter } from '@breakwater/kube';
import type { Proposal } from '@breakwater/propose';
import type { CommandInput } from '../command.ts';
import { readConfig } from '../config.ts';

/** What the API server would do with an object. */
export interface DryRunAnswer {
  readonly state: 'created' | 'changed' | 'unchanged' | 'refused' | 'unanswered';
  /** The same for people, with the words of the API server where it refused. */
  readonly outcome: string;
  readonly warnings: readonly string[];
}

export interface Answered {
  readonly proposal: Proposal;
  /** Undefined where nothing was asked. */
  readonly answer?: DryRunAnswer;
}

type Kube = typeof import('@breakwater/kube');

/** Sends each object to the cluster that kubectl would use, which keeps none of them. Never throws for what the cluster says or does not say. */
export async function dryRun({ options }: CommandInput, proposals: readonly Proposal[]): Promise<readonly Answered[]> {
  const kube = await import('@breakwater/kube');
  const text = (name: string) => (typeof options[name] === 'string' ? { [name]: options[name] } : {});
  let client: KubeWriter;
  try {
    client = await kube.connectWriter({ ...text('kubeconfig'), ...text('context'), proxies: readConfig().proxies });
  } catch (cause) {
    if (!(cause instanceof kube.KubeError)) throw cause;
    const answer = toUnanswered(cause.message);
    return proposals.map(proposal => (proposal.object === undefined ? { proposal } : { proposal, answer }));
  }
  try {
    const answered: Answered[] = [];
    for (const proposal of proposals)
      answered.push(proposal.object === undefined ? { proposal } : { proposal, answer: await askServer(kube, client, proposal.object) });
    return answered;
  } finally {
    await client.close();
  }
}

/** Server-side apply, as `kubectl apply --server-side --force-conflicts --dry-run=server`. https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
async function askServer(kube: Kube, client: KubeWriter, object: Raw): Promise<DryRunAnswer> {
  const warnings: string[] = [];
  const path = toPath(kube, object);
  try {
    const before = await readBefore(kube, client, path);
    const after = await client.change({
      method: 'PATCH',
      path: `${path}?dryRun=All&force=true&fieldManager=breakwater`,
      type: 'application/apply-patch+yaml',
      body: object,
      onWarning: warning => void warnings.push(warning),
    });
    const state = before === undefined ? 'created' : isSame(before, after) ? 'unchanged' : 'changed';
    return { state, outcome: `${state}; nothing was kept`, warnings };
  } catch (cause) {
    if (!(cause instanceof kube.KubeError)) throw cause;
    return { ...toRefusal(cause), warnings };
  }
}

async function readBefore(kube: Kube, client: KubeWriter, path: string): Promise<Raw | undefined> {
  try {
    return await client.getJson(path);
  } catch (cause) {
    if (cause instanceof kube.KubeError && cause.code === 'cluster-not-found') return undefined;
    throw cause;
  }
}

function isSame(before: Raw, after: Raw): boolean {
  return JSON.stringify(listMeant(before)) === JSON.stringify(listMeant(after));
}

function listMeant(object: Raw): readonly unknown[] {
  const { labels, annotations } = toRecord(object['metadata']);
  return [labels, annotations, object['spec']];
}

/** Answers that say no to the object; all others say nothing about it. */
const REFUSALS = new Set(['cluster-forbidden', 'cluster-refused', 'cluster-conflict', 'cluster-failed']);
/** RBAC says no to whoever asks, not to the object. */
const OF_RIGHTS = /is forbidden: User ".*" cannot /;

function toRefusal({ code, message }: { readonly code: string; readonly message: string }): DryRunAnswer {
  if (code === 'cluster-not-found')
    return toUnanswered(
      `${message}; where the namespace is not there yet, the API server can be asked once it is: apply the Namespace first`,
    );
  if (!REFUSALS.has(code) || OF_RIGHTS.test(message)) return toUnanswered(message);
  return { state: 'refused', outcome: `refused: ${message}`, warnings: [] };
}

function toUnanswered(message: string): DryRunAnswer {
  return { state: 'unanswered', outcome: `not answered: ${message}`, warnings: [] };
}

function toPath({ kinds, toCollectionPath }: Kube, object: Raw): string {
  const [version = '', group = ''] = toText(object['apiVersion']).split('/').toReversed();
  const kind = kinds.find(each => each.kind === object['kind'] && each.group === group);
  if (kind === undefined) throw new TypeError(`kind ${object['kind']} is not known`);
  const { name, namespace } = toRecord(object['metadata']);
  return `${toCollectionPath(kind, version, toText(namespace))}/${encodeURIComponent(toText(name))}`;
}
