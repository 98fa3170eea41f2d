import { expect, test } from 'vitest';
import { createLog } from './log.ts';
import { startSteps } from './steps.ts';

const silent = createLog('silent');

function record() {
  const told: string[] = [];
  const step = (name: string, fault?: string) => ({
    name,
    start: async () => {
      if (fault === 'start') throw new Error(`${name} fails`);
      told.push(`+${name}`);
      return async () => {
        told.push(`-${name}`);
        if (fault === 'stop') throw new Error('no');
      };
    },
  });
  return { told, step };
}

test('what started is ended in the opposite order, once, whatever fails on the way', async () => {
  const { told, step } = record();
  const stop = await startSteps([step('a'), step('b', 'stop'), step('c'), { name: 'd', start: () => undefined }], silent);
  await Promise.all([stop(), stop()]);
  expect(told).toStrictEqual(['+a', '+b', '+c', '-c', '-b', '-a']);
});

test('a step that fails ends those before it, and says so', async () => {
  const { told, step } = record();
  await expect(startSteps([step('a'), step('b', 'start'), step('c')], silent)).rejects.toThrow('b fails');
  expect(told).toStrictEqual(['+a', '-a']);
});
