import { expect, test } from 'vitest';
import { buildOutput, buildResult, PLAIN } from '../testing/build.ts';
import { format } from './json.ts';

test.each([0, 1, 3])('%i results are written as one document', count => {
  const output = buildOutput(Array.from({ length: count }, () => buildResult({ message: 'first\nsecond "quoted"' })));
  expect(format.render(output, PLAIN)).toBe(`${JSON.stringify(output, null, 2)}\n`);
});
