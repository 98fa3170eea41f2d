import type { Endpoint } from '@breakwater/api';
import type { FastifyReply } from 'fastify';
import type { Call, StreamHandler } from './route.ts';

const KEEP_ALIVE_MS = 15_000;
/** Readers come back by themselves, and are then asked again who they are and what they may see. */
const MAX_AGE_MS = 10 * 60_000;
/** A reader this far behind is cut off; it asks for everything again when it comes back. */
const MAX_BUFFERED = 256 * 1024;

/** Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export function stream(call: Call<Endpoint>, handler: StreamHandler<Endpoint>, reply: FastifyReply): void {
  const { raw } = reply;
  const write = (text: string): void => {
    if (raw.writableLength > MAX_BUFFERED) raw.destroy();
    else raw.write(text);
  };
  // A handler that refuses does so here, while there can still be an answer; it emits nothing before it has returned.
  const stop = handler(call, data => write(`data: ${JSON.stringify(data)}\n\n`));
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  write('retry: 2000\n\n');
  const keepAlive = setInterval(() => write(': alive\n\n'), KEEP_ALIVE_MS).unref();
  const end = setTimeout(() => raw.end(), MAX_AGE_MS).unref();
  raw.once('close', () => {
    clearTimeout(end);
    clearInterval(keepAlive);
    stop();
  });
  raw.on('error', () => {});
}
