import { createHash } from 'node:crypto';
import { describeCatalogers, type TrustSource } from '@breakwater/image';

/** What reads images here, and by whose signatures: what was read by others is read again. */
export function describeReaders(trust: readonly TrustSource[]): string {
  const catalogers = `${describeCatalogers()},program-hashes@1`;
  return trust.length === 0 ? catalogers : `${catalogers},trust@${toHash(JSON.stringify(trust)).slice(0, 16)}`;
}

export function toHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
