import { type Client, policies, tokens, violations, workloads } from '@breakwater/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildViolation, buildWorkload } from '../../testing/items.ts';
import { joinCluster } from '../../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../../testing/test-server.ts';

let running: TestServer;
let japanese: Client;

beforeAll(async () => {
  running = await startTestServer();
  const { secret } = await running.admin.call(tokens.endpoints.create, { body: { name: 'ja', role: 'admin', scope: {}, days: 1 } });
  japanese = withToken(running.server.url, secret, { 'accept-language': 'ja,en;q=0.5' });
  const sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
  const told = buildViolation({ name: 'new' });
  await sensor.store([
    buildWorkload({ name: 'new' }),
    { ...told, body: { ...told.body, ja: ['特権モードで動作します'] } },
    buildViolation({ name: 'old' }),
  ]);
});
afterAll(() => running.close());

async function read(client: Client, name: string) {
  const { results } = await client.call(violations.endpoints.list, { query: { filter: `name=${name}` } });
  const { message, messageLanguage, title } = results[0] ?? {};
  const detail = await client.call(violations.endpoints.get, { params: { id: results[0]?.id ?? '' } });
  const [finding] = detail.results;
  const history = detail.history.map(entry => `${entry.event} ${entry.language} ${entry.detail}`);
  return { title, message, messageLanguage, finding: finding?.message, remediation: finding?.remediation, history };
}

const JA_REMEDIATION = '`privileged` を削除し、本当に必要なケーパビリティまたはデバイスだけを追加してください。';

describe('messages follow accept-language', () => {
  test.each([
    [
      'new',
      {
        title: '特権コンテナ',
        message: '特権モードで動作します',
        messageLanguage: 'ja',
        finding: '特権モードで動作します',
        remediation: JA_REMEDIATION,
        history: ['opened ja 特権モードで動作します'],
      },
    ],
    [
      'old',
      {
        title: '特権コンテナ',
        message: 'it runs privileged',
        messageLanguage: 'en',
        finding: 'it runs privileged',
        remediation: JA_REMEDIATION,
        history: ['opened en it runs privileged'],
      },
    ],
  ])('in Japanese, of a sensor that is %s', async (name, expected) => {
    expect(await read(japanese, name)).toStrictEqual(expected);
  });

  test('in English as they were told', async () => {
    expect(await read(running.admin, 'new')).toStrictEqual({
      title: 'Privileged container',
      message: 'it runs privileged',
      messageLanguage: 'en',
      finding: 'it runs privileged',
      remediation: 'mend it',
      history: ['opened en it runs privileged'],
    });
  });

  test('on the page of a workload too', async () => {
    const { results } = await japanese.call(workloads.endpoints.list, { query: { filter: 'name=new' } });
    const { openViolations } = await japanese.call(workloads.endpoints.get, { params: { id: results[0]?.id ?? '' } });
    expect(openViolations.map(({ message }) => message)).toStrictEqual(['特権モードで動作します']);
  });

  test('and so do the docs of parameters', async () => {
    const readDoc = async (client: Client) =>
      (await client.call(policies.endpoints.get, { params: { id: 'annotation-not-allowed' } })).params['allowedPrefixes']?.doc;
    expect([await readDoc(running.admin), await readDoc(japanese)]).toStrictEqual([
      'Prefixes that pass; empty for any',
      '許可する接頭辞。空ならすべて',
    ]);
  });
});
