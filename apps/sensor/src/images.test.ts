import { waitFor } from '@breakwater/testkit';
import { expect, it } from 'vitest';
import { createFolder } from './testing/folder.ts';
import { buildImageFacts } from './testing/image-facts.ts';
import { runSensor, startEdge } from './testing/run-sensor.ts';
import { connect, startApiServer } from './testing/simulated.ts';

const SHOP = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', uid: 'uid-web' },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }] } },
  },
};
const SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop', uid: 'uid-service' },
  spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80 }] },
};

it('judges what the server knows of images, as it changes, and remembers it while the server is away', async () => {
  const server = await startApiServer();
  for (const object of [SHOP, DEPLOYMENT, SERVICE]) server.put(object);
  const edge = await startEdge();
  const source = { type: 'cluster', client: connect(server) } as const;
  const joinToken = async (): Promise<string> => edge.joinToken;
  const readState = (policy: string, container = ''): string | undefined =>
    (edge.items.get(`violation ${policy}|uid-web|${container}`) as { readonly body: { readonly state: string } } | undefined)?.body.state;
  const IMAGE = 'registry.example/app:1';
  const dataDir = createFolder();
  const first = await runSensor(source, { joinToken, dataDir });
  await first.synced;
  expect([edge.known, readState('exposed-with-critical-vulnerability'), readState('image-not-scanned', 'app')]).toEqual([
    [[]],
    undefined,
    undefined,
  ]);

  edge.tellImages([buildImageFacts(IMAGE, ['CVE-2026-1'])]);
  await waitFor('the violation', () => readState('exposed-with-critical-vulnerability') === 'fail');
  edge.tellImages([buildImageFacts('other:1', [])], [IMAGE]);
  await waitFor('the image without a scan', () => readState('image-not-scanned', 'app') === 'fail');
  expect(readState('exposed-with-critical-vulnerability')).toBeUndefined();
  edge.tellImages([buildImageFacts(IMAGE, ['CVE-2026-1', 'CVE-2026-2'])]);
  await waitFor(
    'both',
    () => readState('exposed-with-critical-vulnerability') === 'fail' && readState('image-not-scanned', 'app') === undefined,
  );
  await first.close();

  edge.items.clear();
  const second = await runSensor(source, { joinToken, dataDir });
  await second.synced;
  expect(edge.known.at(-1)).toEqual([
    ['other:1', '1 '],
    [IMAGE, '1 CVE-2026-1 CVE-2026-2'],
  ]);
  expect(readState('exposed-with-critical-vulnerability')).toBe('fail');
  await second.close();
});
