import {
  askCredentialProgram,
  CacheFolder,
  hasLogin,
  ImageError,
  type ImageSource,
  inspectImage,
  listTags,
  openRegistryImage,
  type RegistryOptions,
  toImageContent,
  toImageOutput,
  WorkFolder,
} from '@breakwater/image';
import { MAX_TAGS, type ScanProgress } from '@breakwater/protocol';
import type { PullAnswer, PullCommand } from '../threads/inspect-messages.ts';
import { describeReaders } from './describe-readers.ts';
import { verifyInspected } from './verify-inspected.ts';

/** The queue tries again later: waiting here would only hold what others could use. */
const RETRIES = 1;

/** Reads one image, or the tags of one repository, with each login that fits until one is let in. Throws ImageError. */
export async function pull(command: PullCommand, signal: AbortSignal, tell: (progress: ScanProgress) => void): Promise<PullAnswer> {
  tell({ phase: 'resolve', done: 0, total: 0 });
  const { reference } = command;
  if (command.type === 'list-tags') {
    const tags = await withLogins(command, registry => listTags(reference, registry, { max: MAX_TAGS, signal }));
    return { type: 'tags', tags: tags.filter(tag => tag.length <= 128) };
  }
  using folder = new WorkFolder();
  const platform = command.platform === undefined ? {} : { platform: command.platform };
  // Never a file of this machine, whatever a pod calls its image.
  let opened: RegistryOptions = {};
  await using source = await withLogins(command, registry => {
    opened = registry;
    return openRegistryImage(reference, registry, { signal, ...platform });
  });
  const { digest } = source;
  if (digest === undefined) throw new ImageError('document-invalid', `nothing says which digest ${reference} has`);
  if (command.known.includes(digest)) return { type: 'same', digest };
  const read = await inspectImage(source, {
    folder,
    signal,
    cache: new CacheFolder(command.cacheDir),
    // By them a sensor knows whether what runs is what the image holds.
    hashPrograms: true,
    progress: createProgress(source, tell),
  });
  const { inspection, verification } = await verifyInspected(read, { ...source, name: reference }, command.trust, opened, signal);
  return {
    type: 'inspected',
    digest,
    output: JSON.stringify(toImageOutput(inspection)),
    content: JSON.stringify(toImageContent(inspection, new Date(), verification)),
    catalogers: describeReaders(command.trust),
  };
}

/** Why another login may do better: registries that want to hide what there is say that there is nothing. */
const CLOSED = new Set(['registry-unauthorized', 'image-not-found']);

/** As the kubelet does: one login after the other, and none where none fits. */
async function withLogins<T>(
  { reference, logins, registry, proxies }: PullCommand,
  open: (registry: RegistryOptions) => Promise<T>,
): Promise<T> {
  const { plainHttpHosts, mirrors } = registry;
  const fitting = logins.filter(login => hasLogin(login, reference)).map((dockerConfig): Login => ({ dockerConfig }));
  const all = [...fitting, ...listOwnLogins(reference, registry)];
  const attempts = all.length === 0 ? [{}] : all;
  let refusal: ImageError | undefined;
  for (const login of attempts) {
    try {
      return await open({ plainHttpHosts, mirrors, proxies, retries: RETRIES, ...login });
    } catch (cause) {
      if (!(cause instanceof ImageError) || !CLOSED.has(cause.code)) throw cause;
      refusal ??= cause;
    }
  }
  throw refusal;
}

type Login = Pick<RegistryOptions, 'dockerConfig' | 'askProgram'>;

/** Of the scanner itself. Only its own configuration may name programs. */
function listOwnLogins(reference: string, { dockerConfig, programs }: PullCommand['registry']): readonly Login[] {
  if (dockerConfig === undefined || !hasLogin(dockerConfig, reference, programs !== undefined)) return [];
  return [{ dockerConfig, ...(programs === undefined ? {} : { askProgram: program => askCredentialProgram(program, programs) }) }];
}

/** Bytes of all layers together. */
function createProgress({ layers }: ImageSource, tell: (progress: ScanProgress) => void): (layer: number, bytes: number) => void {
  const total = layers.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const read = new Map<number, number>();
  return (layer, bytes) => {
    read.set(layer, bytes);
    tell({ phase: 'layers', done: [...read.values()].reduce((sum, one) => sum + one, 0), total });
  };
}
