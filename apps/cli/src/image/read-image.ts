import { setFlagsFromString } from 'node:v8';
import type { ImageInspection, KnownImage, OpenImageOptions } from '@breakwater/image';
import type { Terminal } from '../command.ts';
import { formatBytes } from './format-bytes.ts';
import type { ImageOptions } from './image-options.ts';

/** Reads an image from one end to the other; undefined when it could not even be opened, which is told on stderr with what to do. */
export async function readImage(name: string, options: ImageOptions, terminal: Terminal): Promise<ImageInspection | undefined> {
  // Other commands need none of it, and it takes its time to load.
  const { CacheFolder, ImageError, inspectImage, openImage, WorkFolder } = await import('@breakwater/image');
  // Large buffers come and go: V8 else starts to collect garbage each time that a few of them did, for a third of the whole time.
  setFlagsFromString('--no-incremental-marking');
  using folder = new WorkFolder();
  const stop = new AbortController();
  const onSignal = (): void => stop.abort(new ImageError('source-invalid', 'stopped'));
  process.once('SIGINT', onSignal);
  try {
    const open = {
      folder,
      registry: options.registry,
      engines: options.engines,
      signal: stop.signal,
      ...(options.platform === undefined ? {} : { platform: options.platform }),
    };
    const knownImages: KnownImage[] = [];
    for (const base of options.bases) knownImages.push(await readKnown(base, open));
    await using source = await openImage(name, { ...open, ...(options.select === undefined ? {} : { select: options.select }) });
    const progress = createProgress(terminal, source.layers);
    try {
      const cache = options.cacheDir === undefined ? {} : { cache: new CacheFolder(options.cacheDir) };
      return await inspectImage(source, { folder, knownImages, signal: stop.signal, progress: progress.show, ...cache });
    } finally {
      progress.clear();
    }
  } catch (cause) {
    if (!(cause instanceof ImageError)) throw cause;
    await terminal.stderr(`error: ${cause.message}\n`);
    return undefined;
  } finally {
    process.off('SIGINT', onSignal);
  }
}

async function readKnown(name: string, open: OpenImageOptions): Promise<KnownImage> {
  const { ImageError, openImage } = await import('@breakwater/image');
  await using source = await openImage(name, open);
  if (source.config === undefined) throw new ImageError('source-unknown', `--base ${name} is a folder, which has no layers; give an image`);
  return { name: source.references[0] ?? name, digest: source.digest, diffIds: source.config.diffIds };
}

const INTERVAL_MS = 200;

/** One line on stderr while somebody watches. */
function createProgress(terminal: Terminal, layers: readonly { readonly size: number | undefined }[]) {
  let last = 0;
  return {
    show: (layer: number, bytes: number): void => {
      const now = performance.now();
      if (!terminal.interactive || now - last < INTERVAL_MS) return;
      last = now;
      const size = layers[layer]?.size;
      const of = size === undefined ? '' : ` of ${formatBytes(size)}`;
      void terminal.stderr(`\r\u001b[Klayer ${layer + 1} of ${layers.length}: ${formatBytes(bytes)}${of}`);
    },
    clear: (): void => {
      if (last > 0) void terminal.stderr('\r\u001b[K');
    },
  };
}
