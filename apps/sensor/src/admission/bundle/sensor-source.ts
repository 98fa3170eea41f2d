import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Backoff } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import { MAX_ROLE_WAIT_SECONDS } from '@breakwater/protocol';
import type { RoleClient } from '../../roles/role-client.ts';
import { readBundleBody } from './bundle-body.ts';
import type { BundleListener, BundleSource } from './bundle-source.ts';
import { openBundle } from './open-bundle.ts';
import { writeWholeFile } from './write-whole-file.ts';

/** The last bundle, kept for a start without the sensor. */
const KEPT = 'admission.bundle';

interface SensorListener extends BundleListener {
  /** What this process says of itself with every question. */
  readonly describe: () => string;
}

/** Asks the sensor for bundles as they come. Begins with the one that was kept in the folder, so that it decides at once whoever else is there. */
export function watchSensor(client: Pick<RoleClient, 'readBundle'>, folder: string, listener: SensorListener): BundleSource {
  const { onBundle, describe, log } = listener;
  const file = join(folder, KEPT);
  const stopping = new AbortController();
  const take = (bytes: Buffer): void => onBundle(openBundle(bytes));
  takeKept(file, take, reason =>
    log.warn({ file, reason }, 'the bundle that was kept cannot be used; the sensor is asked for another one'),
  );
  const running = follow(
    (etag, signal) => client.readBundle(etag, MAX_ROLE_WAIT_SECONDS, signal, describe()),
    stopping.signal,
    bytes => {
      take(bytes);
      keep(file, bytes, reason =>
        log.error({ file, reason }, 'the bundle is not kept: a start without the sensor would decide by an older one'),
      );
    },
    reason => log.warn({ reason }, 'the sensor gives no bundle; the last one goes on'),
  );
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

function takeKept(file: string, take: (bytes: Buffer) => void, onFailure: (reason: string) => void): void {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return;
  }
  try {
    take(bytes);
  } catch (cause) {
    onFailure(toErrorMessage(cause));
  }
}

function keep(file: string, bytes: Buffer, onFailure: (reason: string) => void): void {
  try {
    writeWholeFile(file, bytes);
  } catch (cause) {
    onFailure(toErrorMessage(cause));
  }
}

async function follow(
  ask: (etag: string | undefined, signal: AbortSignal) => ReturnType<RoleClient['readBundle']>,
  signal: AbortSignal,
  take: (bytes: Buffer) => void,
  onFailure: (reason: string) => void,
): Promise<void> {
  const backoff = new Backoff(500, 15_000);
  let etag: string | undefined;
  while (!signal.aborted) {
    try {
      const answer = await ask(etag, signal);
      if (answer !== undefined) take(readBundleBody(answer.value));
      etag = answer?.etag ?? etag;
      backoff.reset();
    } catch (cause) {
      if (signal.aborted) return;
      onFailure(toErrorMessage(cause));
      await setTimeout(backoff.next(), undefined, { signal }).catch(() => undefined);
    }
  }
}
