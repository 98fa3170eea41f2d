import { KubeError } from './errors.ts';
import { isRecord, type Raw } from './raw.ts';

/** Reads a body to its end. Throws KubeError `answer-too-large`, `answer-invalid`. */
export async function readJson(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Raw> {
  return parseJson(await readText(body, maxBytes));
}

/** Throws KubeError `answer-too-large`. */
export async function readText(body: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new KubeError('answer-too-large', `the answer has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size).toString('utf8');
}

/** Throws KubeError `answer-invalid`. */
export function parseJson(text: string): Raw {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new KubeError('answer-invalid', 'the answer is no JSON', { cause });
  }
  if (!isRecord(value)) throw new KubeError('answer-invalid', 'the answer is no JSON object');
  return value;
}
