import { expect, test } from 'vitest';
import { createLog } from './log.ts';

test('lines are JSON with time, level and fields; what may be a secret is not written', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: text => lines.push(text) });
  log.debug({}, 'not told');
  log.child({ cluster: 'c' }).warn({ password: 'p', request: { authorization: 'a', path: '/x' } }, 'told');
  expect(lines.map(line => JSON.parse(line) as object)).toStrictEqual([
    {
      level: 40,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      cluster: 'c',
      password: '(redacted)',
      request: { authorization: '(redacted)', path: '/x' },
      msg: 'told',
    },
  ]);
});
