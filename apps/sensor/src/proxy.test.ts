import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatJoinToken, parseJoinToken } from '@breakwater/protocol';
import { expect, it } from 'vitest';
import { startConnectProxy } from './testing/connect-proxy.ts';
import { createFolder } from './testing/folder.ts';
import { runSensor, startEdge } from './testing/run-sensor.ts';
import { startApiServer } from './testing/simulated.ts';

const SERVER = 'server.invalid';
const CLUSTER = 'cluster.invalid';

/** A server and a cluster by names that nothing but the proxy knows. */
async function setUp() {
  const [edge, api, proxy] = await Promise.all([startEdge(), startApiServer(), startConnectProxy()]);
  const token = parseJoinToken(edge.joinToken);
  if (token === undefined) throw new Error('no join token');
  const { port } = new URL(token.url);
  const kubeconfig = join(createFolder(), 'kubeconfig');
  writeFileSync(kubeconfig, api.kubeconfig.replaceAll('127.0.0.1', CLUSTER));
  const joinToken = async () => formatJoinToken({ ...token, url: `https://${SERVER}:${port}` });
  const clusterPort = new URL(api.url).port;
  return { edge, proxy, joinToken, kubeconfig, targets: [`${CLUSTER}:${clusterPort}`, `${SERVER}:${port}`] };
}

it('reaches cluster and server through a proxy: enrolment, connection, renewal', async () => {
  const { edge, proxy, joinToken, kubeconfig, targets } = await setUp();
  edge.certificateDays = 60 / 86_400;
  const proxies = { httpsProxy: proxy.url, httpProxy: proxy.url, noProxy: 'example.com' };
  const sensor = await runSensor({ type: 'cluster', kubeconfig }, { joinToken, proxies });
  await sensor.synced;
  await expect.poll(() => edge.enrolments).toBeGreaterThan(1);
  expect([...new Set(proxy.targets)].toSorted()).toEqual(targets);
});

it('goes past the proxy where NO_PROXY says so', async () => {
  const { edge, proxy, joinToken, kubeconfig } = await setUp();
  const proxies = { httpsProxy: proxy.url, httpProxy: proxy.url, noProxy: SERVER };
  await runSensor({ type: 'cluster', kubeconfig }, { joinToken, proxies });
  await new Promise(resolve => setTimeout(resolve, 500));
  expect([edge.enrolments, proxy.targets.filter(target => target.startsWith(SERVER))]).toEqual([0, []]);
});
