import { ImageError } from '../errors.ts';
import { isObject, parseJsonObject, toText } from '../source/json.ts';
import { HUB_HOST, type ImageReference } from './reference.ts';

export type RegistryCredentials =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** A refresh token that registries give out at login. */
  | { readonly kind: 'identity-token'; readonly token: string };

const HUB_KEY = 'https://index.docker.io/v1/';

/**
 * Credentials for a repository from a Docker configuration, also from a pull secret (`.dockerconfigjson`); undefined when it has none. The
 * longest matching path wins. Throws ImageError `document-invalid`.
 */
export function findCredentials(config: Uint8Array, reference: ImageReference): RegistryCredentials | undefined {
  const { auths } = parseJsonObject(config, 'the Docker configuration');
  if (!isObject(auths)) return undefined;
  const matching = Object.entries(auths)
    .filter(([key]) => matches(key, reference))
    .toSorted(([a], [b]) => b.length - a.length);
  for (const [, entry] of matching) {
    const credentials = toCredentials(entry);
    if (credentials !== undefined) return credentials;
  }
  return undefined;
}

/** A program that a Docker configuration names to be asked for credentials, and what it is asked for. */
export interface CredentialProgram {
  /** `ecr-login` of `docker-credential-ecr-login`. */
  readonly name: string;
  readonly server: string;
}

/** Undefined where the configuration names none, or something that is no name. https://docs.docker.com/reference/cli/docker/login/#credential-helpers */
export function findCredentialProgram(config: Uint8Array, { host }: ImageReference): CredentialProgram | undefined {
  const { credHelpers, credsStore } = parseJsonObject(config, 'the Docker configuration');
  const keys = host === HUB_HOST ? [HUB_KEY, 'docker.io', 'index.docker.io', host] : [host, `https://${host}`];
  const named = isObject(credHelpers) ? keys.map(key => toText(credHelpers[key])).find(name => name !== undefined) : undefined;
  const name = named ?? toText(credsStore);
  if (name === undefined || !/^[A-Za-z0-9][\w.-]{0,60}$/.test(name)) return undefined;
  return { name, server: host === HUB_HOST ? HUB_KEY : host };
}

/** What such a program answers. Throws ImageError `document-invalid`. https://github.com/docker/docker-credential-helpers#development */
export function parseProgramAnswer(answer: Uint8Array): RegistryCredentials | undefined {
  const { Username: user, Secret: secret } = parseJsonObject(answer, 'the answer of the credential program');
  const [name, text] = [toText(user), toText(secret)];
  if (name === undefined || text === undefined) return undefined;
  return name === '<token>' ? { kind: 'identity-token', token: text } : { kind: 'password', user: name, password: text };
}

/** Keys are hosts, URLs, hosts with a path, or hosts with `*.` for one label, as the kubelet reads them. */
function matches(key: string, { host, repository }: ImageReference): boolean {
  if (key === HUB_KEY || key === 'docker.io' || key === 'index.docker.io') return host === HUB_HOST;
  const [keyHost = '', ...path] = key
    .replace(/^https?:\/\//, '')
    .replace(/\/(?:v[12]\/?)?$/, '')
    .split('/');
  return matchesHost(keyHost, host) && (path.length === 0 || `${repository}/`.startsWith(`${path.join('/')}/`));
}

function matchesHost(pattern: string, host: string): boolean {
  const wanted = pattern.split('.');
  const given = host.split('.');
  return wanted.length === given.length && wanted.every((label, index) => label === '*' || label === given[index]);
}

function toCredentials(value: unknown): RegistryCredentials | undefined {
  const entry = isObject(value) ? value : {};
  const token = toText(entry['identitytoken']);
  if (token !== undefined) return { kind: 'identity-token', token };
  const [user, password] = [toText(entry['username']), toText(entry['password'])];
  if (user !== undefined && password !== undefined) return { kind: 'password', user, password };
  return decodeAuth(toText(entry['auth']));
}

function decodeAuth(auth: string | undefined): RegistryCredentials | undefined {
  if (auth === undefined) return undefined;
  const text = Buffer.from(auth, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) throw new ImageError('document-invalid', 'the Docker configuration has an entry that is not base64 of user:password');
  return { kind: 'password', user: text.slice(0, colon), password: text.slice(colon + 1) };
}
