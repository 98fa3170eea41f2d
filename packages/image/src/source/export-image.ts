import { type IncomingMessage, request } from 'node:http';
import { toErrorMessage } from '@breakwater/model';
import { ImageError } from '../errors.ts';

/** Before it begins to answer: engines put the archive together first. */
const ANSWER_MS = 120_000;
const MESSAGE_BYTES = 4096;

/**
 * The archive of an image as `docker save` writes it, from an engine that speaks Docker's API. Throws ImageError.
 * https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Image/operation/ImageGet
 */
export async function* exportImage(socket: string, name: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const answer = await ask(socket, `/images/${encodeURIComponent(name)}/get`, signal).catch(cause => {
    throw new ImageError('engine-missing', `${socket} does not answer: ${toErrorMessage(cause)}`, { cause });
  });
  if (answer.statusCode !== 200) throw await toRefusal(answer, socket, name);
  try {
    for await (const chunk of answer) yield chunk as Uint8Array;
  } catch (cause) {
    if (cause instanceof ImageError) throw cause;
    throw new ImageError('source-invalid', `${socket} broke off while it sent ${name}: ${toErrorMessage(cause)}`, { cause });
  } finally {
    answer.destroy();
  }
}

function ask(socketPath: string, path: string, signal: AbortSignal | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { socketPath, path, agent: false, headers: { host: 'localhost' }, ...(signal === undefined ? {} : { signal }) },
      answer => {
        asked.setTimeout(0);
        resolve(answer);
      },
    );
    asked.setTimeout(ANSWER_MS, () => asked.destroy(new Error(`nothing came within ${ANSWER_MS / 1000} seconds`)));
    asked.on('error', reject).end();
  });
}

/** 404, and in older versions 500, say that there is none of that name. */
async function toRefusal(answer: IncomingMessage, socket: string, name: string): Promise<ImageError> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) {
    chunks.push(chunk as Buffer);
    if (chunks.reduce((sum, { length }) => sum + length, 0) > MESSAGE_BYTES) break;
  }
  const said = Buffer.concat(chunks)
    .toString('utf8')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 500);
  if (answer.statusCode === 404 || /no such image|reference does not exist/i.test(said)) {
    return new ImageError(
      'image-not-found',
      `the engine at ${socket} has no image '${name}'; pull it there, or leave out the prefix to ask its registry`,
    );
  }
  return new ImageError('source-invalid', `the engine at ${socket} does not give ${name}: ${answer.statusCode} ${said}`);
}
