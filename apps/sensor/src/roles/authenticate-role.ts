import { toRecord, toText } from '@breakwater/inventory';
import type { KubeClient, TokenUser } from '@breakwater/kube';
import { ROLE_AUDIENCE, ROLE_NAMES, type RoleName } from '@breakwater/protocol';
import { findSecretOwner, MAX_SECRET, toHash } from './shared-secret.ts';

/** Who presents a token. */
export interface Caller {
  readonly role: RoleName;
  /** The node that it runs on, as the cluster says; absent where the cluster cannot say it. */
  readonly node?: string;
}

/** Says who presents a bearer token; undefined for no role. Throws when it could not be found out. */
export type AuthenticateRole = (token: string) => Promise<Caller | undefined>;

/** What the API server said of a token counts for so long; tokens are good for an hour. */
const REMEMBER_MS = 60_000;
const MAX_REMEMBERED = 100;

/**
 * Asks the API server whom a service account token is of; it has to be made for the audience of roles, so that a token that leaked elsewhere is of
 * no use here, and one that is sent here is of none to the API server.
 *
 * @param places namespaces of the accounts, which are called `breakwater-admission`, `breakwater-agent` and `breakwater-responder`; agents may have their own
 */
export function createTokenAuthenticator(
  client: Pick<KubeClient, 'reviewToken' | 'getJson'>,
  places: { readonly namespace: string; readonly agentNamespace?: string },
  now = Date.now,
): AuthenticateRole {
  const { namespace, agentNamespace = namespace } = places;
  const accounts = new Map(
    ROLE_NAMES.map(role => [`system:serviceaccount:${role === 'agent' ? agentNamespace : namespace}:breakwater-${role}`, role]),
  );
  const known = new Map<string, { readonly caller: Caller; readonly until: number }>();
  return async token => {
    if (token.length > MAX_SECRET) return undefined;
    const key = toHash(token).toString('hex');
    const remembered = known.get(key);
    if (remembered !== undefined && remembered.until > now()) return remembered.caller;
    known.delete(key);
    const user = await client.reviewToken(token, ROLE_AUDIENCE);
    const role = accounts.get(user?.name ?? '');
    if (user === undefined || role === undefined) return undefined;
    const node = role === 'agent' ? (user.node ?? (await findNode(client, agentNamespace, user))) : undefined;
    const caller: Caller = { role, ...(node === undefined ? {} : { node }) };
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(key, { caller, until: now() + REMEMBER_MS });
    return caller;
  };
}

/** Where the pod of a token runs, as older API servers do not say it with the token; undefined where that cannot be found out. */
async function findNode(client: Pick<KubeClient, 'getJson'>, namespace: string, { pod }: TokenUser): Promise<string | undefined> {
  if (pod === undefined) return undefined;
  try {
    const found = toRecord(await client.getJson(`/api/v1/namespaces/${namespace}/pods/${encodeURIComponent(pod.name)}`));
    const node = toText(toRecord(found['spec'])['nodeName']);
    return toText(toRecord(found['metadata'])['uid']) === pod.uid && node !== '' ? node : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Compares with the files of a folder that sensor and role share, one for each role by its name, as a mounted Secret: for machines without a
 * cluster, and for clusters where the sensor may not ask about tokens.
 */
export function createSecretAuthenticator(folder: string): AuthenticateRole {
  return async token => {
    const role = findSecretOwner(folder, ROLE_NAMES, token);
    // A secret that all agents share says nothing of where one runs.
    return role === undefined ? undefined : { role };
  };
}
