import type { KubeClient } from './client.ts';
import { KubeError } from './errors.ts';
import { toRecord, toText } from './raw.ts';

const MAX_BYTES = 4 * 1024 * 1024;
/** https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets */
const NEW = { type: 'kubernetes.io/dockerconfigjson', key: '.dockerconfigjson' };
const OLD = { type: 'kubernetes.io/dockercfg', key: '.dockercfg' };

/**
 * The logins of a pull secret as a Docker configuration: the only place where the value of a secret is read. Whoever gets it keeps it for as
 * long as a pull takes, and tells nobody.
 *
 * @returns undefined for a secret that is no pull secret
 * @throws KubeError
 */
export async function readPullSecret(
  client: Pick<KubeClient, 'getJson'>,
  namespace: string,
  name: string,
): Promise<Uint8Array | undefined> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(name)}`;
  const secret = await client.getJson(path, { maxBytes: MAX_BYTES });
  const [type, data] = [toText(secret['type']), toRecord(secret['data'])];
  if (type === NEW.type) return Buffer.from(toText(data[NEW.key]), 'base64');
  if (type !== OLD.type) return undefined;
  return Buffer.from(JSON.stringify({ auths: parse(Buffer.from(toText(data[OLD.key]), 'base64').toString('utf8')) }));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What the parser says would show a part of the secret.
    throw new KubeError('answer-invalid', 'the pull secret holds no JSON');
  }
}
