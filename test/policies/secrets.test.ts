import { describe, expect, test } from 'vitest';
import { judgeObjects } from './catalogue.ts';

const WORD = 'hunter2-Xq9f8e71';
const ENCODED = Buffer.from(WORD).toString('base64');
const ENV = [
  { name: 'DB_PASSWORD', value: WORD },
  { name: 'AWS_SECRET_ACCESS_KEY', value: WORD },
  { name: 'API_TOKEN', value: `AKIA${WORD}` },
  { name: 'URL', value: `https://user:${WORD}@db.example/x` },
];
const pod = (metadata: object, container: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', ...metadata },
  spec: { containers: [{ name: 'app', image: 'app:1', ...container }] },
});

/** Places in which a secret may stand; what is judged is told, what was written never. */
describe('no report repeats a secret of', () => {
  test.each<[string, Readonly<Record<string, unknown>>]>([
    [
      'a Secret',
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's' },
        type: 'Opaque',
        data: { password: ENCODED, 'weird key': ENCODED },
        stringData: { token: WORD },
      },
    ],
    [
      'a Secret that is malformed',
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's' },
        type: 'kubernetes.io/tls',
        data: [ENCODED],
        stringData: { a: { b: WORD } },
      },
    ],
    [
      'a Secret with its last state',
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `{"data":{"password":"${ENCODED}"}}` } },
      },
    ],
    [
      'a ConfigMap',
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'c' },
        data: { password: WORD, 'db.properties': `user=a\npassword=${WORD}\n`, 'key.pem': `-----BEGIN PRIVATE KEY-----\n${WORD}\n` },
      },
    ],
    ['the environment of a container', pod({}, { env: ENV })],
    ['the environment of a container that is all there is to it', pod({ namespace: 'default' }, { image: 'a', env: ENV.slice(0, 1) })],
    ['a misspelt field', pod({}, { evn: ENV, Env: ENV })],
    ['a command line', pod({}, { command: ['sh', '-c', `mysql -p${WORD}`], args: [`--password=${WORD}`, '--token', WORD] })],
    [
      'a probe',
      pod(
        {},
        {
          livenessProbe: {
            exec: { command: ['check', `--password=${WORD}`] },
            httpGet: { port: 80, httpHeaders: [{ name: 'Authorization', value: `Bearer ${WORD}` }] },
          },
        },
      ),
    ],
    ['an annotation', pod({ annotations: { 'example.com/token': WORD, password: WORD } }, {})],
    [
      'a volume',
      {
        ...pod({}, {}),
        spec: {
          containers: [],
          volumes: [
            { name: 'v', flexVolume: { driver: 'x', options: { password: WORD } } },
            { name: 'w', csi: { driver: 'x', volumeAttributes: { password: WORD } } },
          ],
        },
      },
    ],
  ])('%s', (_, object) => {
    for (const complete of [true, false]) {
      const { results } = judgeObjects([object], { complete });
      const telling = results.filter(result => JSON.stringify(result).includes(WORD) || JSON.stringify(result).includes(ENCODED));
      expect(telling.map(({ policy, path, message, evidence }) => ({ policy, path, message, evidence }))).toStrictEqual([]);
    }
  });

  test('the words above are secrets for some policy', () => {
    const { results } = judgeObjects([pod({}, { env: ENV })]);
    expect(results.filter(({ state, policy }) => state === 'fail' && policy.includes('secret')).length).toBeGreaterThan(0);
  });
});
