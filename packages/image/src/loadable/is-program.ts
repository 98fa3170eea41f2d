import type { TarEntry } from '../tar/entry.ts';

const ANY_EXECUTE = 0o111;

/** Whether it is a file that somebody may execute. */
export function isProgram({ type, mode }: Pick<TarEntry, 'type' | 'mode'>): boolean {
  return (type === 'file' || type === 'hard-link') && (mode & ANY_EXECUTE) !== 0;
}
