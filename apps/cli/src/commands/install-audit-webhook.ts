import { readFile } from 'node:fs/promises';
import { explain } from '../check/find-files.ts';
import { type CommandDefinition, type CommandInput, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { toYamlComment } from '../yaml-comment.ts';

export const command: CommandDefinition = {
  name: 'install audit-webhook',
  summary: 'Print the kubeconfig by which the API server delivers its audit events to a sensor, and how it is put in place',
  arguments: [],
  options: [
    { name: 'url', value: 'url', doc: 'Event port of the sensor as the API server reaches it, as https://10.96.0.20:8445' },
    { name: 'ca', value: 'file', doc: 'Authority of the sensor: roles/ca.pem in its data folder' },
    {
      name: 'tls-server-name',
      value: 'name',
      doc: 'Name that the certificate of the sensor is for, where the URL has another one (--event-name of the sensor)',
    },
    {
      name: 'token-file',
      value: 'path',
      doc: 'Where the secret lies on the machine of the API server',
      default: '/etc/kubernetes/breakwater/token',
    },
  ],
  examples: [
    {
      command:
        'breakwater install audit-webhook --url https://10.96.0.20:8445 --ca ca.pem --tls-server-name breakwater-sensor-events.breakwater.svc > webhook.yaml',
      doc: 'For the Service of `install manifest --event-port`, by its address: API servers do not ask the DNS of the cluster',
    },
  ],
  run: async (input, terminal) => {
    const { server, ca, name, tokenFile } = await readOptions(input);
    const { toYaml } = await import('@breakwater/policy');
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'breakwater',
          cluster: { server, 'certificate-authority-data': ca, ...(name === undefined ? {} : { 'tls-server-name': name }) },
        },
      ],
      users: [{ name: 'kube-apiserver', user: { tokenFile } }],
      contexts: [{ name: 'breakwater', context: { cluster: 'breakwater', user: 'kube-apiserver' } }],
      'current-context': 'breakwater',
    };
    await terminal.stdout([...listSteps(tokenFile).map(toYamlComment), toYaml(config)].join(''));
    return EXIT.nothing;
  },
};

/** Throws UsageError. */
async function readOptions({ options }: CommandInput) {
  const { url, ca, 'tls-server-name': name, 'token-file': tokenFile } = options;
  if (typeof url !== 'string' || !URL.canParse(url) || new URL(url).protocol !== 'https:')
    throw new UsageError('--url is where the API server reaches the event port of the sensor, as https://10.96.0.20:8445');
  if (typeof ca !== 'string')
    throw new UsageError('--ca is needed: the API server has to know the sensor; it is roles/ca.pem in its data folder');
  return {
    server: new URL('/events', url).href,
    ca: Buffer.from(await readAuthority(ca)).toString('base64'),
    name: typeof name === 'string' ? name : undefined,
    tokenFile: String(tokenFile),
  };
}

/** Throws UsageError. */
async function readAuthority(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(cause => {
    throw new UsageError(`${path}: ${explain(cause)}`);
  });
  if (/-----BEGIN CERTIFICATE-----/.test(text) && !text.includes('PRIVATE KEY')) return text;
  throw new UsageError(`${path} holds no certificate in PEM, or more than certificates`);
}

function listSteps(tokenFile: string): readonly string[] {
  return [
    'On each machine with an API server:',
    `  1. ${tokenFile}: the secret that the sensor has in --event-secrets as kube-apiserver, readable for the API server alone`,
    '  2. this file, and the policy of `breakwater install audit-policy`, where the API server reads them (of a static Pod: mount the folder)',
    '  3. flags of the API server:',
    '       --audit-webhook-config-file=/etc/kubernetes/breakwater/webhook.yaml',
    '       --audit-policy-file=/etc/kubernetes/breakwater/policy.yaml',
    '       --audit-webhook-batch-max-size=100',
    '       --audit-webhook-truncate-enabled=true',
  ];
}
