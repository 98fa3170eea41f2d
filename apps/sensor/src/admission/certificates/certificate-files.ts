import { readFileSync } from 'node:fs';
import type { KeyPair, Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import { SensorError } from '../../errors.ts';

const LOOK_MS = 10_000;

/** Reads a certificate and its key, and again whenever they change. Throws SensorError `certificate-unusable` when they cannot be read at first. */
export function watchCertificateFiles(
  paths: { readonly certificate: string; readonly key: string },
  log: Log,
  onPair: (pair: KeyPair) => void,
): () => Promise<void> {
  let last = '';
  const look = (): void => {
    const pair = { certificate: readPem(paths.certificate), key: readPem(paths.key) };
    const text = `${pair.certificate}${pair.key}`;
    if (text === last) return;
    onPair(pair);
    last = text;
  };
  look();
  const timer = setInterval(() => {
    try {
      look();
    } catch (cause) {
      // Between two writes of somebody else a certificate and its key may not belong together.
      log.warn({ error: toErrorMessage(cause) }, 'the serving certificate cannot be used; the last one goes on');
    }
  }, LOOK_MS);
  return async () => clearInterval(timer);
}

export function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new SensorError('certificate-unusable', `${path} cannot be read: ${toErrorMessage(cause)}`, { cause });
  }
}
