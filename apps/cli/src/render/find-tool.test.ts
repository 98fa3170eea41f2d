import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { findTool } from './find-tool.ts';
import { createTools } from './testing/tools.ts';

test('the first executable of the name, in order', async () => {
  using plain = createFolder({ helm: 'no program' });
  using first = createTools({ helm: '' });
  using second = createTools({ helm: '', kustomize: '' });
  mkdirSync(plain.at('kustomize'));
  const folders = [plain.path, plain.at('gone'), first.path, second.path];
  expect(await findTool('helm', folders)).toBe(first.at('helm'));
  expect(await findTool('kustomize', folders)).toBe(second.at('kustomize'));
  expect(await findTool('kubectl', folders)).toBeUndefined();
});
