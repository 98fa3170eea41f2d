import { afterEach, expect, it, vi } from 'vitest';
import { hasShared, sharedPath } from './shared.ts';

afterEach(() => vi.unstubAllEnvs());

it('passes over what is absent', () => {
  vi.stubEnv('CI', '');
  expect(hasShared('no-such-folder', 'file.tsv')).toBe(false);
  expect(sharedPath('no-such-folder', 'file.tsv')).toMatch(/\/shared\/no-such-folder\/file\.tsv$/);
});

it('fails for what is absent where nothing may be passed over', () => {
  vi.stubEnv('CI', 'true');
  expect(() => hasShared('no-such-folder', 'file.tsv')).toThrow(new Error('../shared/no-such-folder/file.tsv is absent'));
  expect(() => sharedPath('no-such-folder')).toThrow(new Error('../shared/no-such-folder is absent'));
});
