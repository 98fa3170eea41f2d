import type { ProbeAnswer, ProbeRecord } from '@breakwater/model';
import { type Answered, askPath, type Place, shakeHands } from './ask.ts';
import type { EtcdPlace, NodePlace } from './list-places.ts';

/** Questions at once. */
const AT_ONCE = 16;
const READ_ONLY_PORT = 10_255;
const METADATA: Place = { host: '169.254.169.254', port: 80 };

export interface ProbePlan {
  /** Where the API server listens, as the kubeconfig has it. */
  readonly server: string;
  readonly kubelets: readonly NodePlace[];
  readonly etcd: readonly EtcdPlace[];
  /** Whether we run in a pod, so that what we reach pods reach. */
  readonly inPod: boolean;
  /** Whether somebody invented may read all Secrets, as the API server says; undefined where it does not say. */
  readonly reviewInvented: () => Promise<Answered>;
}

type Question = () => Promise<ProbeAnswer>;

/** Puts every question, a few at a time. An address that does not answer is told as that, and the others are asked. */
export async function runProbes(plan: ProbePlan): Promise<ProbeRecord['answers']> {
  const waiting = [
    ...listServer(plan),
    ...plan.kubelets.flatMap(listKubelet),
    ...plan.etcd.map(toEtcd),
    ...(plan.inPod ? [askMetadata] : []),
  ];
  const answers: ProbeAnswer[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let question = waiting[next++]; question !== undefined; question = waiting[next++]) answers.push(await question());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return answers.toSorted((a, b) => compare(`${a.probe} ${a.name}`, `${b.probe} ${b.name}`));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A path that is no health check, which restricted servers answer on purpose. */
const API_PATH = '/api/v1/namespaces';

function listServer({ server, reviewInvented }: ProbePlan): readonly Question[] {
  const { protocol, hostname, port, pathname } = new URL(server);
  const isTls = protocol === 'https:';
  const place = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (isTls ? '443' : '80')) };
  const to = (probe: ProbeAnswer['probe'], ask: () => Promise<Answered>): Question =>
    toQuestion(probe, { kind: 'Cluster', name: 'cluster' }, place, ask);
  return [
    to('api-anonymous', () => askPath(place, `${pathname.replace(/\/$/, '')}${API_PATH}`, isTls)),
    to('api-invented-user', reviewInvented),
    ...(isTls
      ? [to('api-tls', () => shakeHands(place)), to('api-tls-old', () => shakeHands(place, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }))]
      : []),
  ];
}

function listKubelet({ node, host, port }: NodePlace): readonly Question[] {
  const subject = { kind: 'Node', name: node };
  const place = { host, port };
  const readOnly = { host, port: READ_ONLY_PORT };
  return [
    toQuestion('kubelet-anonymous', subject, place, () => askPath(place, '/pods', true)),
    toQuestion('kubelet-tls', subject, place, () => shakeHands(place)),
    toQuestion('kubelet-read-only', subject, readOnly, () => askPath(readOnly, '/pods', false)),
  ];
}

function toEtcd({ name, host, port, isTls }: EtcdPlace): Question {
  return toQuestion('etcd-anonymous', { kind: 'Pod', name }, { host, port }, () => askPath({ host, port }, '/version', isTls));
}

const askMetadata: Question = toQuestion('metadata-service', { kind: 'Cluster', name: 'cluster' }, METADATA, () =>
  askPath(METADATA, '/', false),
);

function toQuestion(
  probe: ProbeAnswer['probe'],
  subject: { readonly kind: string; readonly name: string },
  { host, port }: Place,
  ask: () => Promise<Answered>,
): Question {
  return async () => ({ probe, ...subject, address: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`, ...(await ask()) });
}
