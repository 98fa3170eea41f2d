import type { SpoolRow } from './state.ts';

/** A batch frame as text; bodies are JSON already, and are not read and written again. */
export function renderBatch(sequence: number, rows: readonly SpoolRow[]): string {
  return `{"type":"batch","sequence":${sequence},"items":[${rows.map(renderItem).join(',')}]}`;
}

function renderItem({ action, type, key, hash, body }: SpoolRow): string {
  const head = `{"action":"${action}","type":"${type}","key":${JSON.stringify(key)}`;
  return action === 'delete' ? `${head}}` : `${head},"hash":${JSON.stringify(hash)},"body":${body}}`;
}
