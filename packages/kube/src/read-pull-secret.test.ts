import { expect, test } from 'vitest';
import { readPullSecret } from './read-pull-secret.ts';

const encode = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64');
const LOGIN = { 'r.example': { auth: encode('kim:pw') } };

async function read(secret: Record<string, unknown>, name = 'login') {
  const asked: string[] = [];
  const client = {
    getJson: async (path: string) => {
      asked.push(path);
      return secret;
    },
  };
  const bytes = await readPullSecret(client, 'shop', name);
  return { asked, config: bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes).toString()) };
}

test.each<[secret: Record<string, unknown>, config: unknown]>([
  [{ type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': encode({ auths: LOGIN }) } }, { auths: LOGIN }],
  [{ type: 'kubernetes.io/dockercfg', data: { '.dockercfg': encode(LOGIN) } }, { auths: LOGIN }],
  [{ type: 'Opaque', data: { '.dockerconfigjson': encode({ auths: LOGIN }) } }, undefined],
  [{}, undefined],
])('%j', async (secret, config) => {
  expect(await read(secret)).toStrictEqual({ asked: ['/api/v1/namespaces/shop/secrets/login'], config });
});

test('a name leads nowhere else', async () => {
  expect((await read({}, '../../pods/x')).asked).toStrictEqual(['/api/v1/namespaces/shop/secrets/..%2F..%2Fpods%2Fx']);
});

test('what is no JSON says nothing of what is inside', async () => {
  await expect(read({ type: 'kubernetes.io/dockercfg', data: { '.dockercfg': encode('kim:topsecret') } })).rejects.toMatchObject({
    code: 'answer-invalid',
    message: 'the pull secret holds no JSON',
  });
});
