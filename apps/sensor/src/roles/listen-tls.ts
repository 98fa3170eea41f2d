import { once } from 'node:events';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import { createRoleCertificate } from './role-certificate.ts';

export interface TlsListenerOptions {
  /** 0 takes any free one. */
  readonly port: number;
  /** Address to listen at. */
  readonly host: string;
  /** Names and addresses that the certificate is for. */
  readonly names: readonly string[];
  /** Of the sensor's authority and its certificate. */
  readonly folder: string;
  readonly log: Log;
  readonly answer: NonNullable<Parameters<typeof createServer>[1]>;
  /** Authorities in PEM whose certificates callers may present; they are not asked for one when absent. */
  readonly clientCa?: string;
}

export interface TlsListener {
  /** As https://host:port, with the host that is listened at. */
  readonly url: string;
  /** Certificate of the authority behind it, in PEM. */
  readonly ca: string;
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 128;
/** Who does not send what was announced is cut off. */
const REQUEST_MS = 30_000;
/** The serving certificate is made anew so often; it is good for thirty times as long. */
const RENEWAL_MS = 86_400_000;

/** Listens with a certificate of the sensor's own authority, which is renewed while it runs. */
export async function listenTls(options: TlsListenerOptions): Promise<TlsListener> {
  const { port, host, names, folder, answer } = options;
  const certificate = await createRoleCertificate(folder, names);
  const server = createServer(toContext(certificate.serving, options), answer);
  server.maxConnections = MAX_CONNECTIONS;
  server.requestTimeout = REQUEST_MS;
  server.headersTimeout = REQUEST_MS / 2;
  server.listen(port, host);
  await once(server, 'listening');
  const renewal = setInterval(() => void renew(server, options), RENEWAL_MS).unref();
  const address = server.address() as AddressInfo;
  return {
    url: `https://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    ca: certificate.ca,
    close: async () => {
      clearInterval(renewal);
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function renew(server: Server, options: TlsListenerOptions): Promise<void> {
  try {
    const { serving } = await createRoleCertificate(options.folder, options.names);
    server.setSecureContext(toContext(serving, options));
  } catch (cause) {
    const error = toErrorMessage(cause);
    options.log.warn({ error }, 'the certificate that the sensor listens with was not renewed; trying again tomorrow');
  }
}

/** A caller without a certificate may say by other means who it is: that is decided with its request. */
function toContext(
  { key, certificate }: { readonly key: string; readonly certificate: string },
  { clientCa }: Pick<TlsListenerOptions, 'clientCa'>,
): ServerOptions {
  const asking = clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: false };
  return { key, cert: certificate, minVersion: 'TLSv1.2', ...asking };
}
