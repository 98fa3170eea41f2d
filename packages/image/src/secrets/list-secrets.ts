import type { LayerContent } from '../layer/layer.ts';
import type { MergedTree } from '../merge/merged-tree.ts';
import type { ImageConfig } from '../source/config.ts';
import { findSecrets } from './find-secrets.ts';
import type { FoundSecret } from './secret-kind.ts';

export interface ImageSecret extends FoundSecret {
  /** Index of the layer that holds it; undefined for the configuration. */
  readonly layer: number | undefined;
  /** A later layer deletes or replaces the file; whoever has the image has the credential still. */
  readonly deleted: boolean;
}

/** Credentials of all layers and of the configuration; one that several layers hold in the same place is told once, with the lowest layer. */
export function listSecrets(
  layers: readonly LayerContent[],
  tree: MergedTree,
  config: ImageConfig | undefined,
  salt: Uint8Array,
): readonly ImageSecret[] {
  const found = new Map<string, ImageSecret>();
  for (const [layer, { secrets }] of layers.entries()) {
    for (const secret of secrets) {
      const key = [secret.place, secret.kind, secret.hash].join('\0');
      const deleted = tree.get(secret.place)?.layer !== layer;
      const known = found.get(key);
      found.set(key, known === undefined ? { ...secret, layer, deleted } : { ...known, deleted });
    }
  }
  return [...found.values(), ...(config === undefined ? [] : listOfConfig(config, salt))];
}

/** Values of build arguments stand in the history for ever. */
function listOfConfig({ env, history }: ImageConfig, salt: Uint8Array): readonly ImageSecret[] {
  const texts = [
    ...env.map(text => ({ place: `env ${text.split('=')[0]}`, text })),
    ...history.map(({ createdBy }, index) => ({ place: `history ${index + 1}`, text: createdBy })),
  ];
  return texts.flatMap(({ place, text }) =>
    findSecrets(Buffer.from(text), salt).map(secret => ({ ...secret, place, layer: undefined, deleted: false })),
  );
}
