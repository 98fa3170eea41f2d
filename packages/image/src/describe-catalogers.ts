import { catalogers } from './catalogers.generated.ts';

/** What reads images, with versions: what was read by others may lack what these find. */
export function describeCatalogers(): string {
  return catalogers
    .filter(({ foldersOnly }) => foldersOnly !== true)
    .map(({ name, version }) => `${name}@${version}`)
    .toSorted()
    .join(',');
}
