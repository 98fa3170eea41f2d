import type { ImageDifference, ImageInspection } from '@breakwater/image';
import type { ImageDiffOutput } from '@breakwater/model';

/** The public shape of what one image changes of another. */
export async function toDiffOutput(from: ImageInspection, to: ImageInspection, difference: ImageDifference): Promise<ImageDiffOutput> {
  const { toNeedless, toSecret } = await import('@breakwater/image');
  const { packages, settings, needless, secrets, sharedLayers, complete } = difference;
  const count = (matches: (from: number, to: number) => boolean): number =>
    packages.filter(change => matches(change.from.length, change.to.length)).length;
  return {
    schema: 'breakwater/image-diff',
    version: '1',
    from: toSide(from),
    to: toSide(to),
    results: [
      ...packages.map(({ type, name, ...change }) => ({ kind: 'package', type, name, from: [...change.from], to: [...change.to] })),
      ...settings.map(change => ({ kind: 'setting', name: change.setting, from: toList(change.from), to: toList(change.to) })),
    ],
    needless: { added: needless.added.map(toNeedless), removed: needless.removed.map(toNeedless) },
    secrets: { added: secrets.added.map(toSecret), removed: secrets.removed.map(toSecret) },
    problems: [...from.problems, ...to.problems],
    summary: {
      added: count(old => old === 0),
      removed: count((_, current) => current === 0),
      changed: count((old, current) => old > 0 && current > 0),
      sharedLayers,
      complete,
    },
  };
}

function toSide({ image, files, surfaceScore }: ImageInspection): ImageDiffOutput['from'] {
  const digest = image.digest ?? image.configDigest;
  return { name: image.name, ...(digest === undefined ? {} : { digest }), bytes: files.bytes, surface: surfaceScore.score };
}

function toList(value: string | undefined): string[] {
  return value === undefined ? [] : [value];
}
