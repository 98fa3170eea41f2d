import type { Problem, Result } from '@breakwater/model';
import type { RenderedSet } from './render-inputs.ts';

/** A hint for each template or resource whose findings a fix would repair in a plain manifest. */
export function describeUnfixed(results: readonly Result[], rendered: RenderedSet): readonly Problem[] {
  const fixable = results.filter(
    result => result.state === 'fail' && result.fix !== undefined && rendered.findOrigin(result) !== undefined,
  );
  const files = Map.groupBy(fixable, result => result.location?.file ?? '');
  return [...files].map(([file, members]) => {
    const policies = [...new Set(members.map(({ policy }) => policy))].toSorted();
    const kind = members.some(result => rendered.findOrigin(result)?.input.kind === 'chart') ? 'a chart' : 'a kustomization';
    const message = `It is rendered as a part of ${kind}, which fix does not edit. Edit it for: ${policies.join(', ')} (breakwater check says what and where).`;
    const [first] = members.toSorted((a, b) => (a.location?.line ?? 0) - (b.location?.line ?? 0));
    return { code: 'rendered-input', message, source: file, ...(first?.location === undefined ? {} : { location: { ...first.location } }) };
  });
}
