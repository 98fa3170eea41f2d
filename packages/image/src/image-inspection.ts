import type { EndOfLife, Problem } from '@breakwater/model';
import type { Distribution } from './catalog/cataloger.ts';
import type { FoundPackage } from './catalog/package-set.ts';
import type { InstructionRemark } from './dockerfile/checks.ts';
import type { Instruction } from './dockerfile/instruction.ts';
import type { LoadableLinks } from './loadable/list-links.ts';
import type { Program } from './loadable/list-programs.ts';
import type { Created } from './merge/age.ts';
import type { BaseImage } from './merge/base-image.ts';
import type { Efficiency } from './merge/efficiency.ts';
import type { Owner } from './merge/ownership.ts';
import type { SurfaceItem } from './merge/surface.ts';
import type { SurfaceScore } from './merge/surface-score.ts';
import type { ImageSecret } from './secrets/list-secrets.ts';
import type { ImageConfig } from './source/config.ts';
import type { ImageSource } from './source/image-source.ts';

/** Everything that reading an image tells; no opinion. */
export interface ImageInspection {
  readonly image: Pick<ImageSource, 'name' | 'kind' | 'digest' | 'indexDigest' | 'configDigest' | 'references' | 'platform'>;
  readonly config: ImageConfig | undefined;
  readonly created: Created | undefined;
  readonly distribution: Distribution | undefined;
  readonly base: BaseImage | undefined;
  readonly layers: readonly InspectedLayer[];
  readonly packages: readonly InspectedPackage[];
  readonly surface: readonly SurfaceItem[];
  readonly surfaceScore: SurfaceScore;
  /** Of the Dockerfile, as the history tells; none where there is no history. */
  readonly instructions: readonly Instruction[];
  /** What the image's own instructions had better not do. */
  readonly remarks: readonly InstructionRemark[];
  /** Until when the distribution and runtimes are maintained, where our table knows. */
  readonly endOfLife: readonly EndOfLife[];
  /** Kind and place of credentials, never their text. */
  readonly secrets: readonly ImageSecret[];
  /** By which other paths the files of packages are reached. */
  readonly loadableLinks: LoadableLinks;
  /** Files that can be executed, sorted; undefined where there are too many, or not all layers could be read. */
  readonly programs: readonly Program[] | undefined;
  readonly efficiency: Efficiency;
  readonly files: { readonly count: number; readonly bytes: number };
  readonly problems: readonly Problem[];
  /** Whether every layer was read to its end. Otherwise what is not listed is not known to be absent. */
  readonly complete: boolean;
}

export interface InspectedLayer {
  readonly digest: string | undefined;
  readonly diffId: string | undefined;
  /** Bytes as they are kept or sent, and unpacked. */
  readonly size: number;
  readonly tarBytes: number;
  /** The Dockerfile instruction that made it; empty when the history does not say. */
  readonly instruction: string;
  /** Whether it belongs to the base image; undefined when nothing says where that ends. */
  readonly base: boolean | undefined;
  readonly entries: number;
  /** Packages that the running image has and that came with this layer. */
  readonly packages: number;
  readonly complete: boolean;
}

export interface InspectedPackage {
  readonly found: FoundPackage;
  readonly purl: string | undefined;
  readonly cataloger: string;
  /** Files that prove it: several where the same version is installed more than once. */
  readonly locations: readonly string[];
  /** Index of the layer that brought it first. */
  readonly layer: number;
  readonly base: boolean | undefined;
  /** The OS package that brought the file which proves it; that package's advisories then decide. */
  readonly ownedBy: Owner | undefined;
  /** Files, and folders with a slash at the end, from which its code is loaded; undefined where that is not known. */
  readonly files: readonly string[] | undefined;
}
