import type { IncomingMessage, ServerResponse } from 'node:http';
import { DaemonError } from '@breakwater/daemon';
import { listSchemaIssues } from '@breakwater/model';
import { readBody } from './read-body.ts';

/** Why a plain request of the sensors' port is not answered. */
export class PortRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** A small body of a shape. Throws PortRefusal. */
export async function readJson<T>(request: IncomingMessage, schema: Parameters<typeof listSchemaIssues>[0]): Promise<T> {
  const text = await readBody(request);
  if (text === undefined) throw new PortRefusal(413, 'too-large', 'the body is too large');
  const value = parse(text);
  const [issue] = listSchemaIssues(schema, value);
  if (issue !== undefined) throw new PortRefusal(400, 'bad-request', `${['body', ...issue.path].join('.')}: ${issue.message}`);
  return value as T;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PortRefusal(400, 'bad-request', 'the body is no JSON');
  }
}

export function toPortRefusal(error: unknown): PortRefusal {
  if (error instanceof PortRefusal) return error;
  if (error instanceof DaemonError) return new PortRefusal(400, error.code, error.message);
  return new PortRefusal(503, 'unavailable', 'the server cannot do this now; try again in a moment');
}

/** @param keepAlive whether the connection is kept for the next request */
export function sendJson(response: ServerResponse, status: number, body: object, keepAlive: boolean): void {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, keepAlive ? headers : { ...headers, connection: 'close' }).end(text);
}
