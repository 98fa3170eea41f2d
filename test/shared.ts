import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'vitest';

/** Truth data is not part of the repository; it lies in a folder beside the checkout. */
const SHARED = resolve(import.meta.dirname, '../../shared');

/**
 * Absolute path of a file or folder of the truth data.
 *
 * @throws Error when it is absent and `CI=true`, where silently judging less is not allowed
 */
export function sharedPath(...segments: string[]): string {
  hasShared(...segments);
  return join(SHARED, ...segments);
}

/**
 * Whether that part of the truth data is there.
 *
 * @throws Error when it is absent and `CI=true`
 */
export function hasShared(...segments: string[]): boolean {
  const present = existsSync(join(SHARED, ...segments));
  if (!present && isStrict()) throw new Error(describeAbsence(segments));
  return present;
}

/** A suite over truth data: skipped with a line that names what is absent, or failed where `CI=true`. */
export function describeWithShared(title: string, segments: readonly string[], body: (path: string) => void): void {
  const path = join(SHARED, ...segments);
  if (existsSync(path)) {
    describe(title, () => body(path));
    return;
  }
  const absence = describeAbsence(segments);
  if (!isStrict()) {
    it.skip(`${title} (${absence})`, () => {});
    return;
  }
  it(title, () => {
    throw new Error(absence);
  });
}

function describeAbsence(segments: readonly string[]): string {
  return `${['..', 'shared', ...segments].join('/')} is absent`;
}

function isStrict(): boolean {
  return process.env['CI'] === 'true';
}
