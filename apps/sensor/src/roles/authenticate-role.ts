import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeClient } from '@breakwater/kube';
import { ROLE_AUDIENCE, ROLE_NAMES, type RoleName } from '@breakwater/protocol';

/** Says which role presents a bearer token; undefined for none. Throws when it could not be found out. */
export type AuthenticateRole = (token: string) => Promise<RoleName | undefined>;

/** What the API server said of a token counts for so long; tokens are good for an hour. */
const REMEMBER_MS = 60_000;
const MAX_REMEMBERED = 100;
/** Longer is no token, and no secret that anybody made. */
const MAX_TOKEN = 16_384;
/** A secret that can be guessed is none. */
const LEAST_SECRET = 32;

/**
 * Asks the API server whom a service account token is of; it has to be made for the audience of roles, so that a token that leaked elsewhere is of
 * no use here, and one that is sent here is of none to the API server.
 *
 * @param places namespaces of the accounts, which are called `breakwater-admission`, `breakwater-agent` and `breakwater-responder`; agents may have their own
 */
export function createTokenAuthenticator(
  client: Pick<KubeClient, 'reviewToken'>,
  places: { readonly namespace: string; readonly agentNamespace?: string },
  now = Date.now,
): AuthenticateRole {
  const { namespace, agentNamespace = namespace } = places;
  const accounts = new Map(
    ROLE_NAMES.map(role => [`system:serviceaccount:${role === 'agent' ? agentNamespace : namespace}:breakwater-${role}`, role]),
  );
  const known = new Map<string, { readonly role: RoleName; readonly until: number }>();
  return async token => {
    if (token.length > MAX_TOKEN) return undefined;
    const key = hash(token).toString('hex');
    const remembered = known.get(key);
    if (remembered !== undefined && remembered.until > now()) return remembered.role;
    known.delete(key);
    const role = accounts.get((await client.reviewToken(token, ROLE_AUDIENCE))?.name ?? '');
    if (role === undefined) return undefined;
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(key, { role, until: now() + REMEMBER_MS });
    return role;
  };
}

/**
 * Compares with the files of a folder that sensor and role share, one for each role by its name, as a mounted Secret: for machines without a
 * cluster, and for clusters where the sensor may not ask about tokens. Read each time, so that a new one counts at once.
 */
export function createSecretAuthenticator(folder: string): AuthenticateRole {
  return async token => {
    if (token.length > MAX_TOKEN) return undefined;
    const given = hash(token);
    return ROLE_NAMES.find(role => {
      const secret = readSecret(join(folder, role));
      return secret !== undefined && timingSafeEqual(given, hash(secret));
    });
  };
}

function readSecret(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return text.length < LEAST_SECRET ? undefined : text;
  } catch {
    return undefined;
  }
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
