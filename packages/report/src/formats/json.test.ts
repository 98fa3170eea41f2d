import { expect, test } from 'vitest';
import { buildOutput, buildResult, PLAIN } from '../testing/build.ts';
import { format } from './json.ts';

test.each([0, 1, 3])('%i results are written as one document, a line each', count => {
  const output = buildOutput(Array.from({ length: count }, () => buildResult({ message: 'first\nsecond "quoted"' })));
  const text = format.render(output, PLAIN);
  expect(JSON.parse(text)).toStrictEqual(JSON.parse(JSON.stringify(output)));
  expect(text.split('\n').filter(line => line.startsWith('    {"policy"'))).toHaveLength(count);
});
