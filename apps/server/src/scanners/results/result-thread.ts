import type { JobKind } from '@breakwater/protocol';
import { AskedThread } from '../../thread/asked-thread.ts';
import type { ReadResult } from './read-result.ts';

export interface ResultCommand {
  readonly kind: JobKind;
  readonly packed: Uint8Array;
}

export type ResultThread = AskedThread<ResultCommand, ReadResult>;

export function createResultThread(): ResultThread {
  return new AskedThread({
    name: 'scan results',
    source: new URL('./thread.ts', import.meta.url),
    bundled: new URL('./server-results.mjs', import.meta.url),
    idleMs: 60_000,
    busy: 'Too many results of scanners are being read.',
  });
}
