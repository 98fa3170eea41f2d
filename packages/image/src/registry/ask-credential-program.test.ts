import { chmodSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createFolder } from '../testing/images.ts';
import { askCredentialProgram } from './ask-credential-program.ts';

async function ask(script: string, name = 'test') {
  using folder = createFolder({ 'docker-credential-test': `#!/bin/sh\n${script}\n` });
  chmodSync(folder.at('docker-credential-test'), 0o755);
  const answer = await askCredentialProgram(
    { name, server: 'registry.example' },
    {
      searchPath: [folder.path, '/bin', '/usr/bin'],
      environment: { PATH: '/none', GREETING: 'hello' },
    },
  );
  return answer === undefined ? undefined : Buffer.from(answer).toString();
}

test.each<[string, string | undefined]>([
  ['read server; echo "$1 $server $GREETING"', 'get registry.example hello\n'],
  ['echo credentials not found; exit 1', undefined],
  ['yes', undefined],
])('%s', async (script, expected) => {
  expect(await ask(script)).toBe(expected);
});

test('a program that is not there', async () => {
  expect(await ask('echo x', 'other')).toBeUndefined();
});
