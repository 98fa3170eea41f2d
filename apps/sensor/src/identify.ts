import { X509Certificate } from 'node:crypto';
import { type Log, toFingerprint } from '@breakwater/daemon';
import type { Proxies } from '@breakwater/kube';
import { toErrorMessage } from '@breakwater/model';
import { type Hello, parseJoinToken } from '@breakwater/protocol';
import type { Outcome } from './components/connection-options.ts';
import { enrol, type Identity, isWorn, readIdentity, renew } from './components/identity.ts';
import { SensorError } from './errors.ts';

export interface IdentifierOptions {
  readonly dataDir: string;
  readonly cluster: Hello['cluster'];
  readonly joinToken: (() => Promise<string>) | undefined;
  readonly log: Log;
  readonly proxies: Proxies;
}

/** Attempts that get nowhere before a join token is asked for beside an identity. */
const PATIENCE = 4;

/**
 * Says who the sensor is: by the identity on disk, renewed when it is worn; by a join token when there is none, when the server takes the
 * identity no longer, or when it cannot be reached and the token is of another server: then the old one was set up anew.
 */
export function createIdentifier(options: IdentifierOptions): (last: Outcome) => Promise<Identity> {
  const { dataDir, cluster } = options;
  let failures = 0;
  return async last => {
    failures = last === 'failed' ? failures + 1 : 0;
    const identity = readIdentity(dataDir, cluster.id);
    if (identity === undefined) return join(options);
    if (last === 'refused' || failures % PATIENCE === 1) return joinOrKeep(options, identity, last);
    return isWorn(identity, readStart(identity), Date.now()) ? renewOrKeep(options, identity) : identity;
  };
}

/** Renews the identity on disk where it is worn, beside a connection that goes on. */
export async function renewWorn(options: IdentifierOptions): Promise<void> {
  const identity = readIdentity(options.dataDir, options.cluster.id);
  if (identity !== undefined && isWorn(identity, readStart(identity), Date.now())) await renewOrKeep(options, identity);
}

async function join({ dataDir, cluster, joinToken, log, proxies }: IdentifierOptions): Promise<Identity> {
  const token = await joinToken?.();
  if (token === undefined)
    throw new SensorError('identity-missing', 'the certificate has ended or was never made; a new join token is needed');
  log.info({}, 'joining the server');
  const { id, name, type } = cluster;
  return enrol(dataDir, token, { id, name, type }, proxies);
}

/** A token that was used already is no reason to forget who one is. */
async function joinOrKeep({ joinToken, ...options }: IdentifierOptions, identity: Identity, last: Outcome): Promise<Identity> {
  try {
    const token = await joinToken?.();
    if (token === undefined || (last !== 'refused' && !isOfAnother(token, identity))) return identity;
    return await join({ ...options, joinToken: async () => token });
  } catch (cause) {
    options.log.debug({ error: toErrorMessage(cause) }, 'the join token is of no use');
    return identity;
  }
}

function isOfAnother(joinToken: string, identity: Identity): boolean {
  const token = parseJoinToken(joinToken);
  return token !== undefined && token.caFingerprint !== toFingerprint(identity.ca);
}

function readStart({ certificate }: Identity): number {
  return Date.parse(new X509Certificate(certificate).validFrom);
}

/** The old one still holds for some time. */
async function renewOrKeep({ dataDir, log, proxies }: IdentifierOptions, identity: Identity): Promise<Identity> {
  try {
    const renewed = await renew(dataDir, identity, proxies);
    log.info({}, 'the certificate was renewed');
    return renewed;
  } catch (cause) {
    log.warn({ error: toErrorMessage(cause) }, 'the certificate could not be renewed; trying again with the next connection');
    return identity;
  }
}
