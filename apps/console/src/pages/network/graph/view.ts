import { SIZE } from './place-graph.ts';

/** What part of the picture is seen: a point of it stands at `x * scale + left`, `y * scale + top` pixels. */
export interface View {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const MIN_SCALE = 0.1;
const MAX_SCALE = 60;
const MARGIN = 12;

/** The whole picture in the middle. */
export function fitView({ width, height }: Size): View {
  const scale = Math.max((Math.min(width, height) - 2 * MARGIN) / SIZE, MIN_SCALE);
  return { scale, left: (width - SIZE * scale) / 2, top: (height - SIZE * scale) / 2 };
}

/** A circle so large that it fills a good part of what is seen. */
export function showCircle({ x, y, r }: { readonly x: number; readonly y: number; readonly r: number }, { width, height }: Size): View {
  const scale = clamp(Math.min(width, height) / (r * 2.4));
  return { scale, left: width / 2 - x * scale, top: height / 2 - y * scale };
}

export function pan(view: View, dx: number, dy: number): View {
  return { ...view, left: view.left + dx, top: view.top + dy };
}

/** What is under a pixel stays there. */
export function zoomAt(view: View, factor: number, px: number, py: number): View {
  const scale = clamp(view.scale * factor);
  const ratio = scale / view.scale;
  return { scale, left: px - (px - view.left) * ratio, top: py - (py - view.top) * ratio };
}

export function toPicture({ scale, left, top }: View, px: number, py: number): { readonly x: number; readonly y: number } {
  return { x: (px - left) / scale, y: (py - top) / scale };
}

function clamp(scale: number): number {
  return Math.min(Math.max(scale, MIN_SCALE), MAX_SCALE);
}
