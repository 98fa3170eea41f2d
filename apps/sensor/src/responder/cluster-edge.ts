import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { type Raw, readPath, toRecords, toText } from '@breakwater/inventory';
import { findKind, type GetOptions, KubeError, type KubeWriter } from '@breakwater/kube';
import type { LimitedText, ObjectRef, RebuildAnswer, ResponderEdge } from './contract.ts';
import { toApiVersion, toCollectionPath, toPath } from './resources.ts';

const PAGE = 500;
/** Where the kubelet puts the token of a pod. */
const TOKEN_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
/** Objects of one kind in a namespace that are looked at; more is more than anybody can decide by. */
const MOST_OBJECTS = 20_000;
/** Errors of the kubelet that say why, and nothing more. */
const CHECKPOINT_BYTES = 64 * 1024;

/** The API of a cluster, and its pods' network, as responses use them. */
export function createClusterEdge(
  client: KubeWriter,
  { rebuild, readProcesses }: Pick<ResponderEdge, 'rebuild' | 'readProcesses'>,
): ResponderEdge {
  const absent = async <T>(work: Promise<T>, codes: readonly string[]): Promise<T | undefined> => {
    try {
      return await work;
    } catch (cause) {
      if (cause instanceof KubeError && codes.includes(cause.code)) return undefined;
      throw cause;
    }
  };
  return {
    read: (ref, subresource) => absent(client.getJson(toSubresource(ref, subresource)), ['cluster-not-found']),
    list: (resource, namespace) =>
      absent(listAll(client, toCollectionPath(resource, namespace), toApiVersion(resource), resource.kind), [
        'cluster-not-found',
        'cluster-forbidden',
      ]),
    patch: (ref, body, subresource) => client.change({ method: 'PATCH', path: toSubresource(ref, subresource), body }),
    create: (resource, namespace, body) => client.change({ method: 'POST', path: toCollectionPath(resource, namespace), body }),
    remove: async (ref, options) => void (await client.change({ method: 'DELETE', path: toPath(ref), body: options })),
    evict: async (ref, deleteOptions) => {
      const { namespace, name } = ref;
      const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions };
      await client.change({ method: 'POST', path: `${toPath(ref)}/eviction`, body });
    },
    readLog: (pod, container, { previous, maxBytes }) => readLog(client, pod, { container, previous, maxBytes }),
    checkpoint: async (node, { namespace, name }, container) => {
      const place = [namespace, name, container].map(encodeURIComponent).join('/');
      const path = `/api/v1/nodes/${encodeURIComponent(node)}/proxy/checkpoint/${place}`;
      const answer = await client.change({ method: 'POST', path, body: {} });
      return JSON.stringify(answer).slice(0, CHECKPOINT_BYTES);
    },
    readProcesses,
    findResource: async (apiVersion, kind) => {
      const found = await findKind(client, { apiVersion, kind }, new AbortController().signal);
      if (found === undefined) return undefined;
      const { group, plural, namespaced, versions } = found;
      return { group, plural, namespaced, kind, version: versions[0] ?? 'v1' };
    },
    isInPod: existsSync(TOKEN_FOLDER),
    connect: connectOnce,
    rebuild: (key, body): Promise<RebuildAnswer> => rebuild(key, body),
  };
}

function toSubresource(ref: ObjectRef, subresource: string | undefined): string {
  return subresource === undefined ? toPath(ref) : `${toPath(ref)}/${subresource}`;
}

async function listAll(client: KubeWriter, path: string, apiVersion: string, kind: string): Promise<readonly Raw[]> {
  const objects: Raw[] = [];
  for (let token = ''; ; ) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(token === '' ? {} : { continue: token }) });
    const page = await client.getJson(`${path}?${query}`);
    // Items of a list leave out what the list says for all of them.
    objects.push(...toRecords(page['items']).map(item => ({ apiVersion, kind, ...item })));
    token = toText(readPath(page, 'metadata', 'continue'));
    if (token === '') return objects;
    if (objects.length >= MOST_OBJECTS) throw new KubeError('answer-too-large', `${path} has more than ${MOST_OBJECTS} objects`);
  }
}

/** The end of a log, which is what is wanted; the kubelet is asked for no more than is kept. */
async function readLog(
  client: KubeWriter,
  pod: ObjectRef,
  { container, previous, maxBytes }: { readonly container: string; readonly previous: boolean; readonly maxBytes: number },
): Promise<LimitedText> {
  const query = new URLSearchParams({
    container,
    timestamps: 'true',
    limitBytes: String(maxBytes + 1),
    ...(previous ? { previous: 'true' } : {}),
  });
  const options: GetOptions = { accept: 'text/plain, */*', signal: AbortSignal.timeout(30_000) };
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of await client.stream(`${toPath(pod)}/log?${query}`, options)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) break;
  }
  return { text: Buffer.concat(chunks).subarray(0, maxBytes), truncated: size > maxBytes };
}

function connectOnce(host: string, port: number, milliseconds: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port });
    const end = (isOpen: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(isOpen);
    };
    const timer = setTimeout(() => end(false), milliseconds);
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
