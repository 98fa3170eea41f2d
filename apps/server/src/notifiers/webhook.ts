import { createHmac } from 'node:crypto';
import { toErrorMessage } from '@breakwater/model';
import { Agent, request } from 'undici';
import { NotifierError } from './errors.ts';
import { guardLookup, refuseLiteral } from './guard-address.ts';
import type { Notifier } from './notifier.ts';
import { findUnknownMember } from './unknown-member.ts';

const TIMEOUT_MS = 10_000;
const MEMBERS = ['url', 'secret'];
const MIN_SECRET = 16;

/**
 * POSTs JSON to a URL. With a secret the header `x-breakwater-signature` is `sha256=` and the HMAC-SHA-256 of `<timestamp>.<body>` in hex,
 * the timestamp (seconds) standing in `x-breakwater-timestamp`.
 */
export const webhook: Notifier = {
  type: 'webhook',
  secret: 'secret',
  findFault: config => {
    const unknown = findUnknownMember(config, MEMBERS);
    if (unknown !== undefined) return unknown;
    const { url, secret } = config;
    if (typeof url !== 'string' || !URL.canParse(url)) return 'config.url: it is no URL';
    const { protocol, username, password } = new URL(url);
    if (protocol !== 'https:' && protocol !== 'http:') return 'config.url: it begins with https:// or http://';
    if (username !== '' || password !== '') return 'config.url: it holds a name or password; sign messages with a secret instead';
    if (secret !== undefined && (typeof secret !== 'string' || secret.length < MIN_SECRET)) {
      return `config.secret: it has at least ${MIN_SECRET} characters`;
    }
    return undefined;
  },
  deliver: async ({ config, secret }, message, { allowLoopback }) => {
    const url = new URL(String(config['url']));
    refuseLiteral(url.hostname, allowLoopback);
    const body = JSON.stringify(message);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const agent = new Agent({ connect: { lookup: guardLookup(allowLoopback), timeout: TIMEOUT_MS }, pipelining: 0 });
    try {
      const answer = await request(url, {
        method: 'POST',
        dispatcher: agent,
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'breakwater',
          'x-breakwater-delivery': message.id,
          'x-breakwater-timestamp': timestamp,
          ...(secret === undefined ? {} : { 'x-breakwater-signature': sign(secret, timestamp, body) }),
        },
        body,
      });
      await answer.body.dump({ limit: 4096 });
      if (answer.statusCode < 200 || answer.statusCode > 299)
        throw new NotifierError('not-accepted', `${url.host} answered ${answer.statusCode}`);
    } catch (cause) {
      throw toNotifierError(cause, url.host);
    } finally {
      await agent.destroy();
    }
  },
};

export function sign(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

function toNotifierError(cause: unknown, host: string): NotifierError {
  if (cause instanceof NotifierError) return cause;
  const inner = (cause as { readonly cause?: unknown }).cause;
  if (inner instanceof NotifierError) return inner;
  return new NotifierError('not-reached', `${host} cannot be reached: ${toErrorMessage(cause)}`, { cause });
}
