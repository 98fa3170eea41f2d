import { isIP, type LookupFunction } from 'node:net';
import { toErrorMessage } from '@breakwater/model';
import { createTransport } from 'nodemailer';
import { NotifierError } from './errors.ts';
import { guardLookup, refuseLiteral } from './guard-address.ts';
import { writeMail } from './mail-text.ts';
import type { Notifier } from './notifier.ts';
import { findUnknownMember } from './unknown-member.ts';

const TIMEOUT_MS = 15_000;
const MEMBERS = ['host', 'port', 'encryption', 'from', 'to', 'user', 'password'];
const ENCRYPTION = ['tls', 'starttls', 'none'];
const MAX_RECEIVERS = 50;
/** What a mail server would take; who reads it is up to that server. */
const ADDRESS = /^[^\s@<>,;"\p{Cc}]{1,64}@[^\s@<>,;"\p{Cc}]{1,255}$/u;

/**
 * Sends a mail over an SMTP server: `tls` from the first byte (port 465), `starttls` or nothing else (587), or `none` within one's own network (25).
 * Certificates are checked. Files go along as attachments.
 */
export const mail: Notifier = {
  type: 'mail',
  secret: 'password',
  findFault: config => {
    const unknown = findUnknownMember(config, MEMBERS);
    if (unknown !== undefined) return unknown;
    const { host, port, encryption, from, to, user, password } = config;
    if (typeof host !== 'string' || !/^[A-Za-z0-9.:-]{1,253}$/.test(host)) return 'config.host: it is no name or address of a server';
    if (port !== undefined && (!Number.isInteger(port) || (port as number) < 1 || (port as number) > 65_535))
      return 'config.port: it is no port';
    if (encryption !== undefined && !ENCRYPTION.includes(String(encryption)))
      return `config.encryption: it is one of ${ENCRYPTION.join(', ')}`;
    if (!isAddress(from)) return 'config.from: it is no mail address';
    if (!Array.isArray(to) || to.length === 0 || to.length > MAX_RECEIVERS || !to.every(isAddress))
      return `config.to: it is a list of 1 to ${MAX_RECEIVERS} mail addresses`;
    if (user !== undefined && typeof user !== 'string') return 'config.user: it is no name';
    if (password !== undefined && (typeof password !== 'string' || user === undefined)) return 'config.password: it goes with a user';
    if (password !== undefined && encryption === 'none') return 'config.encryption: a password is not sent in clear; use tls or starttls';
    return undefined;
  },
  deliver: async ({ config, secret }, message, { allowLoopback }) => {
    const host = String(config['host']);
    refuseLiteral(host, allowLoopback);
    const encryption = String(config['encryption'] ?? 'starttls');
    const { subject, text, files } = writeMail(message);
    const transport = createTransport({
      host: isIP(host) === 0 ? await resolve(host, guardLookup(allowLoopback)) : host,
      port: Number(config['port'] ?? PORTS[encryption]),
      secure: encryption === 'tls',
      requireTLS: encryption === 'starttls',
      ignoreTLS: encryption === 'none',
      tls: isIP(host) === 0 ? { servername: host } : {},
      ...(typeof config['user'] === 'string' ? { auth: { user: config['user'], pass: secret ?? '' } } : {}),
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      await transport.sendMail({
        from: String(config['from']),
        to: config['to'] as string[],
        subject,
        text,
        // A repetition has the same, so that mailboxes can tell.
        messageId: `<${message.id}@breakwater>`,
        attachments: files.map(({ name, mediaType, content }) => ({ filename: name, contentType: mediaType, content, encoding: 'base64' })),
      });
    } catch (cause) {
      throw toNotifierError(cause, host);
    } finally {
      transport.close();
    }
  },
};

const PORTS: Readonly<Record<string, number>> = { tls: 465, starttls: 587, none: 25 };

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && ADDRESS.test(value);
}

/** The address that is connected to, judged: the library would look it up by itself. */
function resolve(host: string, lookup: LookupFunction): Promise<string> {
  return new Promise((done, refuse) => {
    lookup(host, {}, (error, address) => {
      if (error === null) done(String(address));
      else
        refuse(
          error instanceof NotifierError ? error : new NotifierError('not-reached', `${host} cannot be reached: ${toErrorMessage(error)}`),
        );
    });
  });
}

/** A server that answers with a code did not take it; without one nobody answered. */
function toNotifierError(cause: unknown, host: string): NotifierError {
  const { responseCode } = cause as { readonly responseCode?: unknown };
  const code = typeof responseCode === 'number' ? 'not-accepted' : 'not-reached';
  const what = code === 'not-accepted' ? `${host} does not take the mail` : `${host} cannot be reached`;
  return new NotifierError(code, `${what}: ${toErrorMessage(cause).slice(0, 300)}`, { cause });
}
