import { expect, test } from 'vitest';
import { parseJson } from './json.ts';

const deep = (open: string, close: string, count: number): Buffer => Buffer.from(`${open.repeat(count)}1${close.repeat(count)}`);

test.each<[string, Buffer, string | undefined]>([
  ['flat and large', Buffer.from(`[${'{},'.repeat(500_000)}1]`), undefined],
  ['small and deep', deep('[', ']', 5000), undefined],
  ['large and deep', deep('{"a":', '}', 200_000), 'x is nested more than 1000 deep'],
  ['brackets within texts', Buffer.from(`["${'[\\"'.repeat(400_000)}"]`), undefined],
  ['no JSON', Buffer.from('{'), 'x is no JSON'],
])('%s', (_title, bytes, message) => {
  const parse = (): unknown => parseJson(bytes, 'x');
  if (message === undefined) expect(parse).not.toThrow();
  else expect(parse).toThrow(message);
});
