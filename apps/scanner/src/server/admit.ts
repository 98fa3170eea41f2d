import { setTimeout as sleep } from 'node:timers/promises';
import { Backoff } from '@breakwater/daemon';
import { ScannerError } from '../errors.ts';
import { type ScannerOptions, TIMING } from '../options.ts';
import { enrol, type Identity, readIdentity } from './identity.ts';

const NO_PROXIES = { httpsProxy: '', httpProxy: '', noProxy: '' };
const ATTEMPTS = 5;

/** The identity that the folder has, or a new one by a join token. A server that is still starting is waited for. Throws ScannerError. */
export async function admit(options: ScannerOptions): Promise<Identity> {
  const known = readIdentity(options.dataDir);
  return known ?? join(options);
}

/** A new identity. Throws ScannerError. */
export async function join({ dataDir, joinToken, name, proxies = NO_PROXIES, timing }: ScannerOptions): Promise<Identity> {
  if (joinToken === undefined) {
    throw new ScannerError('enrol-refused', 'this scanner has no identity yet; give it a join token: breakwater scanner --join TOKEN');
  }
  const { retry, longestRetry } = { ...TIMING, ...timing };
  const backoff = new Backoff(retry, longestRetry);
  for (let count = 1; ; count++) {
    try {
      return await enrol(dataDir, await joinToken(), name, proxies);
    } catch (cause) {
      if (!(cause instanceof ScannerError) || cause.code !== 'server-unreachable' || count >= ATTEMPTS) throw cause;
      await sleep(backoff.next());
    }
  }
}
