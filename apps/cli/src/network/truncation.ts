import type { Problem } from '@breakwater/model';

/** An answer that is not whole says so. */
export function describeTruncation(isTruncated: boolean): readonly Problem[] {
  if (!isTruncated) return [];
  const message = 'There are more connections than one answer holds, so the last ones are missing. Narrow it down with --from or --to.';
  return [{ code: 'connections-truncated', message, source: 'network' }];
}
