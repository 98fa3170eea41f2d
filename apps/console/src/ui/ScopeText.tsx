import type { Scope } from '@breakwater/model';
import { useTexts } from '../texts/use-texts.ts';

const LISTS = ['clusters', 'namespaces', 'workloads', 'containers', 'images', 'packages', 'files', 'fields'] as const;

/** What a scope narrows to, one line for each of its lists. */
export function ScopeText({ scope }: { readonly scope: Scope }) {
  const { t } = useTexts();
  const lines = LISTS.flatMap(name => (scope[name] === undefined ? [] : [`${t(`scope.${name}`)}: ${scope[name].join(', ')}`]));
  const labels = Object.entries(scope.labels ?? {}).map(([name, value]) => `${name}=${value}`);
  const all = labels.length === 0 ? lines : [...lines, `${t('scope.labels')}: ${labels.join(', ')}`];
  if (all.length === 0) return <span className="bw-quiet">{t('scope.everywhere')}</span>;
  return all.map(line => <div key={line}>{line}</div>);
}
