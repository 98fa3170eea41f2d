import type { Evidence, Result } from '@breakwater/model';
import { toFingerprint } from '@breakwater/report';
import { builtInPolicies } from '../catalogue.ts';
import { type Judgement, type JudgeOptions, judge } from '../check/judge.ts';
import type { Terminal } from '../command.ts';
import { Confinement, DEFAULT_BOUNDS } from './confinement.ts';
import { findValues, type ValuesKey } from './find-values.ts';
import type { RenderedSet } from './render-inputs.ts';
import type { RenderOptions } from './render-options.ts';
import { createRenderProgress } from './render-progress.ts';
import type { RenderedInput } from './rendered-set.ts';
import { Renderer } from './renderer.ts';

/** Milliseconds for the keys of one chart, of all, and of one try. */
const BOX = { chart: 20_000, all: 60_000, render: 5000 };

/**
 * Adds to findings in rendered inputs what is known about where they are from: `rendered` when the field does not stand at the place that
 * is given, and the key of values.yaml that the finding hangs on.
 */
export async function addOrigins(
  judgement: Judgement,
  rendered: RenderedSet,
  options: JudgeOptions,
  renderOptions: RenderOptions,
  terminal: Terminal,
): Promise<Judgement> {
  if (rendered.inputs.length === 0) return judgement;
  const { results } = judgement.evaluation;
  const keys = await findKeys([...results], rendered, options, renderOptions, terminal);
  const explained = results.map(result => explainOrigin(result, rendered, keys));
  return { ...judgement, evaluation: { ...judgement.evaluation, results: explained } };
}

type Keys = ReadonlyMap<RenderedInput, ReadonlyMap<string, ValuesKey>>;

function explainOrigin(result: Result, rendered: RenderedSet, keys: Keys): Result {
  const origin = rendered.findOrigin(result);
  if (origin === undefined) return result;
  const key = isShown(result) ? keys.get(origin.input)?.get(toFingerprint(result)) : undefined;
  const evidence: Evidence[] = [...result.evidence];
  if (!origin.exact) evidence.push({ source: 'rendered', path: result.path ?? '', value: null });
  if (key !== undefined)
    evidence.push({ source: 'values', path: key.path, value: isSecret(result, key) ? '(redacted)' : showValue(key.value) });
  return evidence.length === result.evidence.length ? result : { ...result, evidence };
}

/** What a person is asked to act on; the same as formats for people show. */
function isShown({ state }: Result): boolean {
  return state === 'fail' || state === 'review' || state === 'error';
}

function isSecret({ evidence, target }: Result, { path }: ValuesKey): boolean {
  return (
    target.kind === 'Secret' ||
    evidence.some(({ value }) => value === '(redacted)') ||
    /pass(?:word|phrase|wd)?|secret|token|credential|private|api-?key/i.test(path)
  );
}

function showValue(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : (value ?? null);
}

async function findKeys(
  results: readonly Result[],
  rendered: RenderedSet,
  options: JudgeOptions,
  renderOptions: RenderOptions,
  terminal: Terminal,
): Promise<Keys> {
  const known = new Set([...builtInPolicies, ...(options.ownPolicies ?? [])].map(({ id }) => id));
  const wanted = results.filter(result => isShown(result) && known.has(result.policy));
  const byInput = Map.groupBy(wanted, result => rendered.findOrigin(result)?.input);
  const charts = rendered.inputs.filter(input => input.kind === 'chart' && byInput.has(input));
  const keys = new Map<RenderedInput, ReadonlyMap<string, ValuesKey>>();
  if (charts.length === 0) return keys;
  const bounds = { ...(renderOptions.bounds ?? DEFAULT_BOUNDS), time: BOX.render };
  await using confinement = await Confinement.open({ ...renderOptions, bounds });
  const renderer = new Renderer(confinement, renderOptions);
  const progress = createRenderProgress(terminal);
  const end = performance.now() + BOX.all;
  for (const chart of charts) {
    progress.show(`${chart.folder} with other values`);
    const search = {
      renderer,
      folder: confinement.folder,
      judge: (objects: RenderedInput['objects'], policies: readonly string[]) => judgeAlone(objects, { ...options, policies }),
      deadline: Math.min(end, performance.now() + BOX.chart),
    };
    keys.set(chart, await findValues(chart, byInput.get(chart) ?? [], search));
  }
  progress.clear();
  return keys;
}

/** Findings of a chart by itself: what is accepted elsewhere does not matter here. */
function judgeAlone(objects: RenderedInput['objects'], { exceptions: _, remarks: __, ...options }: JudgeOptions): readonly Result[] {
  return judge(objects, { ...options, keepPassing: false }).evaluation.results.filter(isShown);
}
