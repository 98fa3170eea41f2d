import type { ImageInspection } from '../image-inspection.ts';
import { type InspectOptions, inspectImage } from '../inspect-image.ts';
import { WorkFolder } from '../layer/work-folder.ts';
import { openLocalImage } from '../source/open-local.ts';
import { buildDockerSave, createFolder, type Files, type ImageParts, toArchive } from './images.ts';

/** Reads an image that is made of files by layer. */
export async function inspect(
  layers: readonly Files[],
  options: Partial<InspectOptions> & { readonly parts?: Omit<ImageParts, 'layers'> } = {},
): Promise<ImageInspection> {
  using archive = createFolder({ 'a.tar': toArchive(buildDockerSave({ layers, ...options.parts })) });
  using folder = new WorkFolder();
  await using source = await openLocalImage(archive.at('a.tar'), folder, {});
  return await inspectImage({ ...source, name: 'shop/cart:1', [Symbol.asyncDispose]: async () => {} }, { folder, ...options });
}
