import { gunzipSync } from 'node:zlib';
import { createLog } from '@breakwater/daemon';
import type { InspectJob, ScanFailure } from '@breakwater/protocol';
import { ImageRegistry } from '@breakwater/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ScannerError } from '../errors.ts';
import { TIMING } from '../options.ts';
import { createFolder, FILES } from '../testing/images.ts';
import { createInspectThread } from '../threads/threads.ts';
import { type JobClient, type RunnerParts, runPull } from './job-runner.ts';

const registry = new ImageRegistry();
const cache = createFolder();
const thread = createInspectThread();
let digest = '';
beforeAll(async () => {
  await registry.start();
  ({ digest } = registry.push('shop/cart', '1', FILES));
});
afterAll(async () => {
  await thread.close();
  await registry.stop();
  cache[Symbol.dispose]();
});
beforeEach(() => {
  registry.delay = 0;
});

interface Told {
  readonly results: Record<string, unknown>[];
  readonly failures: ScanFailure[];
  readonly phases: string[];
  released: number;
}

/** A server that takes everything, but for what the test says. */
function listen(change: Partial<JobClient> = {}): { readonly told: Told; readonly client: JobClient } {
  const told: Told = { results: [], failures: [], phases: [], released: 0 };
  const client: JobClient = {
    tellProgress: async (_, { phase }) => {
      told.phases.push(phase);
      return false;
    },
    sendResult: async (_, packed) => void told.results.push(JSON.parse(gunzipSync(packed).toString())),
    tellFailure: async (_, failure) => void told.failures.push(failure),
    release: async () => {
      told.released += 1;
    },
    ...change,
  };
  return { told, client };
}

const job = (change: Partial<InspectJob> = {}): InspectJob => ({
  id: 'job',
  lease: 'lease',
  attempt: 1,
  kind: 'inspect',
  reference: `${registry.host}/shop/cart:1`,
  known: [],
  pullSecrets: [],
  ...change,
});

async function run(
  client: JobClient,
  { stop = new AbortController().signal, of = job(), ...change }: Partial<RunnerParts> & { stop?: AbortSignal; of?: InspectJob } = {},
) {
  await runPull(
    of,
    thread,
    {
      client,
      log: createLog('silent'),
      timing: { ...TIMING, retry: 1, longestRetry: 5, progress: 20 },
      options: {
        registry: { plainHttpHosts: [registry.host], mirrors: {} },
        cacheDir: cache.path,
        trust: [],
        proxies: { httpsProxy: '', httpProxy: '', noProxy: '' },
      },
      readLogins: async () => ({ logins: [], unread: ['shop/login: forbidden'] }),
      match: async () => undefined,
      ...change,
    },
    stop,
  );
}

test('an image is read in its thread, matched and sent', async () => {
  const { told, client } = listen();
  await run(client, { of: job({ digest }), match: async output => `{"found":${JSON.stringify(output.length > 100)}}` });
  expect(told.results).toMatchObject([{ kind: 'inspect', digest, match: { found: true }, output: { schema: 'breakwater/image' } }]);
  expect([told.failures, told.released, told.phases.includes('match')]).toStrictEqual([[], 0, true]);
});

test('without advisories it is sent without a match', async () => {
  const { told, client } = listen();
  await run(client);
  expect(told.results.map(result => Object.keys(result).toSorted())).toStrictEqual([['catalogers', 'content', 'digest', 'kind', 'output']]);
});

test('what cannot be read is told with the secrets that could not be used', async () => {
  const { told, client } = listen();
  await run(client, { of: job({ reference: `${registry.host}/shop/none:1` }) });
  expect(told.failures).toMatchObject([
    {
      code: 'image-not-found',
      retryable: false,
      message: expect.stringContaining('; pull secrets that could not be used: shop/login: forbidden'),
    },
  ]);
});

test('a server that is away for a moment costs nothing', async () => {
  let count = 0;
  const { told, client } = listen({
    sendResult: async () => {
      count += 1;
      if (count < 4) throw new ScannerError('server-unreachable', 'away');
    },
  });
  await run(client);
  expect([count, told.failures, told.released]).toStrictEqual([4, [], 0]);
});

test('a job that is another’s by now ends at once, and nothing is told', async () => {
  registry.delay = 400;
  const { told, client } = listen({ tellProgress: async () => true });
  const start = performance.now();
  await run(client, { of: job({ known: ['x'] }) });
  expect([told.results.length, told.failures.length, told.released, performance.now() - start < 3000]).toStrictEqual([0, 0, 0, true]);
});

test('a scanner that stops gives the job back', async () => {
  registry.delay = 400;
  const { told, client } = listen();
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 100);
  await run(client, { stop: stop.signal });
  expect([told.results.length, told.failures.length, told.released]).toStrictEqual([0, 0, 1]);
});

test('an image that takes too long is a failure that stays', async () => {
  registry.delay = 400;
  const { told, client } = listen();
  await run(client, { timing: { ...TIMING, scan: 100 } });
  expect(told.failures).toMatchObject([{ code: 'scan-timeout', retryable: false }]);
});

test('the thread goes on with the next image', async () => {
  const { told, client } = listen();
  await run(client);
  expect(told.results.length).toBe(1);
});
