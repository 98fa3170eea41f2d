import type { SourceObject } from '@breakwater/inventory';
import type { Remark } from '@breakwater/manifest';
import type { Location, Problem } from '@breakwater/model';

/** A chart or an overlay that was rendered. */
export interface RenderedInput {
  readonly kind: 'chart' | 'overlay';
  readonly folder: string;
  /** Name of the release that a chart was rendered as; empty for overlays. */
  readonly release: string;
  readonly objects: readonly SourceObject[];
  /** What was rendered. */
  readonly text: string;
}

/** Where a place in a rendered input is from. */
export interface Origin {
  readonly input: RenderedInput;
  /** Whether the field itself stands at the place; else it only stands in what is rendered. */
  readonly exact: boolean;
  /** The rendered line. */
  readonly line: string;
}

/** The objects of one rendered input, with what was found out about their sources. */
export interface RenderedObjects {
  readonly objects: readonly SourceObject[];
  readonly problems: readonly Problem[];
  readonly documents: number;
  /** Comments of the sources that are addressed to Breakwater. */
  readonly remarks: readonly Remark[];
}

/** Remembers for every place that was asked for where it is from. */
export type Remember = (location: Location, origin: Pick<Origin, 'exact' | 'line'>) => Location;
