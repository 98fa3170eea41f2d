import { readFileSync } from 'node:fs';

/** Objects of a JSON Lines file. */
export function readJsonLines(path: string): readonly Readonly<Record<string, unknown>>[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => JSON.parse(line));
}
