import type { Answer, scans } from '@breakwater/api';
import { formatBytes } from '../../format/bytes.ts';
import { optionalText } from '../../texts/optional-text.ts';
import { useTexts } from '../../texts/use-texts.ts';

type Scan = Answer<typeof scans.endpoints.list>['results'][number];

/** Why it failed, in the registry's words; else how far it is. */
export function ScanProgress({ scan: { error, progress, state } }: { readonly scan: Scan }) {
  const { t, language } = useTexts();
  if (error !== undefined && state !== 'done') {
    return (
      <span title={`${error.code}: ${error.message}`} lang="en">
        {error.message}
      </span>
    );
  }
  if (progress === undefined) return null;
  const phase = optionalText(t, 'scanPhase', progress.phase);
  if (progress.total === 0) return phase;
  return `${phase}: ${t('scans.progress', { done: formatBytes(progress.done, language), total: formatBytes(progress.total, language) })}`;
}
