import { type KeyboardEvent, type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { type DrawOptions, drawScene, type Palette } from './graph/draw-scene.ts';
import { findAt } from './graph/find-at.ts';
import type { MarkedEdge, Scene } from './graph/scene.ts';
import { fitView, pan, type Size, showCircle, toPicture, type View, zoomAt } from './graph/view.ts';

interface Props {
  readonly scene: Scene;
  readonly label: string;
  /** Id of what says how it is used. */
  readonly describedBy: string;
  readonly selected: number | undefined;
  readonly found: ReadonlySet<number> | undefined;
  readonly showUnlimited: boolean;
  readonly marked: readonly MarkedEdge[] | undefined;
  readonly onSelect: (node: number | undefined) => void;
}

const STEP = 60;
const ZOOM = 1.25;
/** A press that moves less is a click. */
const CLICK_PX = 4;

/** The picture: dragged, zoomed by wheel and keys; what can be picked in it stands in a table too. */
export function NetworkCanvas(props: Props) {
  const { scene, label, describedBy, selected, found, showUnlimited, marked, onSelect } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(canvas);
  const [view, setView] = useState<View>();
  const [hovered, setHovered] = useState<number>();
  const shown = view ?? fitView(size);
  useDrawing(canvas, scene, { view: shown, size, selected, hovered, found, showUnlimited, marked });
  useWheel(canvas, (factor, x, y) => setView(zoomAt(shown, factor, x, y)));

  const drag = useRef<{ x: number; y: number; moved: number } | undefined>(undefined);
  const toNode = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const point = toPicture(shown, event.clientX - box.left, event.clientY - box.top);
    return findAt(scene.placed, point.x, point.y);
  };
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>) => {
    const held = drag.current;
    if (held === undefined) return setHovered(toNode(event).node);
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    drag.current = { x: event.clientX, y: event.clientY, moved: held.moved + Math.abs(dx) + Math.abs(dy) };
    setView(pan(shown, dx, dy));
  };
  const onPointerUp = (event: PointerEvent<HTMLCanvasElement>) => {
    const isClick = (drag.current?.moved ?? 0) < CLICK_PX;
    drag.current = undefined;
    if (!isClick) return;
    const { node, namespace } = toNode(event);
    onSelect(node);
    const circle = scene.placed.namespaces.find(({ name }) => name === namespace);
    if (node === undefined && circle !== undefined) setView(showCircle(circle, size));
  };
  return (
    <canvas
      ref={canvas}
      className="bw-graph"
      role="img"
      tabIndex={0}
      aria-label={label}
      aria-describedby={describedBy}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { x: event.clientX, y: event.clientY, moved: 0 };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerLeave={() => setHovered(undefined)}
      onKeyDown={event => {
        const next = moveByKey(event, shown, size);
        if (next === undefined) return;
        event.preventDefault();
        setView(next);
      }}
    />
  );
}

function moveByKey({ key }: KeyboardEvent, view: View, size: Size): View | undefined {
  const way = WAYS.get(key);
  if (way !== undefined) return pan(view, way[0] * STEP, way[1] * STEP);
  if (key === '0') return fitView(size);
  const factor = FACTORS.get(key);
  return factor === undefined ? undefined : zoomAt(view, factor, size.width / 2, size.height / 2);
}

const WAYS: ReadonlyMap<string, readonly [x: number, y: number]> = new Map([
  ['ArrowLeft', [1, 0]],
  ['ArrowRight', [-1, 0]],
  ['ArrowUp', [0, 1]],
  ['ArrowDown', [0, -1]],
]);
const FACTORS: ReadonlyMap<string, number> = new Map([
  ['+', ZOOM],
  ['=', ZOOM],
  ['-', 1 / ZOOM],
]);

function useSize(canvas: RefObject<HTMLCanvasElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [canvas]);
  return size;
}

/** React listens to wheels passively, and the page would scroll as well. */
function useWheel(canvas: RefObject<HTMLCanvasElement | null>, zoom: (factor: number, x: number, y: number) => void): void {
  const latest = useRef(zoom);
  latest.current = zoom;
  useEffect(() => {
    const element = canvas.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      latest.current(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY);
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [canvas]);
}

/** Draws before the next frame, once however often something changed. */
function useDrawing(canvas: RefObject<HTMLCanvasElement | null>, scene: Scene, options: Omit<DrawOptions, 'palette'>): void {
  const theme = useTheme();
  const { view, size, selected, hovered, found, showUnlimited, marked } = options;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the parts of the options, which are made anew each time
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const element = canvas.current;
      const pen = element?.getContext('2d');
      if (element === null || pen === null || pen === undefined || size.width === 0) return;
      const ratio = window.devicePixelRatio;
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
      // Setting a size empties the canvas and costs a frame.
      if (element.width !== width || element.height !== height) [element.width, element.height] = [width, height];
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawScene(pen, scene, { ...options, palette: readPalette(element) });
      element.dataset['drawn'] = String(Number(element.dataset['drawn'] ?? 0) + 1);
    });
    return () => cancelAnimationFrame(frame);
  }, [canvas, scene, view.scale, view.left, view.top, size, selected, hovered, found, showUnlimited, marked, theme]);
}

/** Changes with the theme, so that colours are read anew. */
function useTheme(): string {
  const read = useCallback(() => document.documentElement.className, []);
  const [theme, setTheme] = useState(read);
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(read()));
    observer.observe(document.documentElement, { attributeFilter: ['class'] });
    return () => observer.disconnect();
  }, [read]);
  return theme;
}

function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(`--bw-graph-${name}`);
  return {
    text: color('text'),
    quiet: color('quiet'),
    line: color('line'),
    ground: color('ground'),
    halo: color('halo'),
    in: color('in'),
    out: color('out'),
    mark: { opens: color('limited'), closes: color('exposed'), observed: color('in'), unexpected: color('exposed') },
    standing: { exposed: color('exposed'), open: color('open'), half: color('half'), limited: color('limited') },
  };
}
