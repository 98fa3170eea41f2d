import type { ApiClient, Raw } from '../../cluster/api-client.ts';

export const WEBHOOKS = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';

export interface WebhookOptions {
  readonly name: string;
  /** As https://127.0.0.1:PORT/validate. */
  readonly url: string;
  /** In PEM. */
  readonly ca: string;
  readonly failurePolicy?: 'Fail' | 'Ignore';
  readonly timeoutSeconds?: number;
  /** Names of namespaces that are asked about; all when absent. */
  readonly namespaces?: readonly string[];
  readonly rules?: readonly Raw[];
}

/** Everything that is created, changed, deleted or connected to. */
const ALL: readonly Raw[] = [{ apiGroups: ['*'], apiVersions: ['*'], resources: ['*/*'], operations: ['*'], scope: '*' }];

export async function installWebhook(client: ApiClient, options: WebhookOptions): Promise<void> {
  const { name, url, ca, failurePolicy = 'Fail', timeoutSeconds = 10, namespaces, rules = ALL } = options;
  const selector =
    namespaces === undefined
      ? {}
      : { namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: namespaces }] } };
  const { status, body } = await client.request('POST', WEBHOOKS, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name },
    webhooks: [
      {
        name: `${name}.breakwater.test`,
        clientConfig: { url, caBundle: Buffer.from(ca).toString('base64') },
        rules,
        ...selector,
        failurePolicy,
        timeoutSeconds,
        sideEffects: 'NoneOnDryRun',
        admissionReviewVersions: ['v1'],
      },
    ],
  });
  if (status !== 201) throw new Error(`the webhook configuration was refused: ${String(body['message'])}`);
}

export async function removeWebhook(client: ApiClient, name: string): Promise<void> {
  await client.request('DELETE', `${WEBHOOKS}/${name}`);
}
