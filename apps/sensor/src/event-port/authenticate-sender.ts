import { readdirSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { findSecretOwner } from '../roles/shared-secret.ts';

/** Says who delivers events, by a name that is shown; undefined for nobody who may. */
export type AuthenticateSender = (request: IncomingMessage) => string | undefined;

/** Secrets of one folder that are looked at. */
const MAX_SENDERS = 100;
const NAME = /^[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?$/;

/**
 * A sender presents a certificate of an authority that was named, or a secret of its own: as bearer token, or as password, since not everybody can be told to
 * send a header.
 *
 * @param secrets folder with a file for each sender by its name; nobody has one when absent
 */
export function createSenderAuthenticator(secrets: string | undefined): AuthenticateSender {
  return request => readCertificateName(request) ?? (secrets === undefined ? undefined : findBySecret(secrets, request));
}

function readCertificateName({ socket }: IncomingMessage): string | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const { CN } = socket.getPeerCertificate().subject ?? {};
  const name = Array.isArray(CN) ? CN[0] : CN;
  return name === undefined || name === '' ? undefined : name.slice(0, 200);
}

function findBySecret(folder: string, { headers: { authorization = '' } }: IncomingMessage): string | undefined {
  const [, scheme = '', given = ''] = /^(Bearer|Basic) (\S+)$/i.exec(authorization) ?? [];
  if (given === '') return undefined;
  const names = listNames(folder);
  if (scheme.toLowerCase() === 'bearer') return findSecretOwner(folder, names, given);
  const [name = '', ...rest] = Buffer.from(given, 'base64').toString('utf8').split(':');
  return findSecretOwner(
    folder,
    names.filter(known => known === name),
    rest.join(':'),
  );
}

/** Of a mounted Secret some names begin with dots, which are of the mount. */
function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter(name => NAME.test(name))
      .toSorted()
      .slice(0, MAX_SENDERS);
  } catch {
    return [];
  }
}
