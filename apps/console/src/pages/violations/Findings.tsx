import type { Result } from '@breakwater/model';
import { toYaml } from '../../format/to-yaml.ts';
import { optionalText } from '../../texts/optional-text.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { SmallTable } from '../../ui/SmallTable.tsx';

/** What the sensor saw, finding by finding: message, place, and the facts that it rests on. */
export function Findings({ results, more, lang }: { readonly results: readonly Result[]; readonly more: number; readonly lang: string }) {
  const { t } = useTexts();
  if (results.length === 0) return <p className="bw-quiet">{t('violations.noEvidence')}</p>;
  return (
    <div className="bw-stack">
      {results.map((result, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: findings of one violation have no key of their own
        <Finding key={index} result={result} lang={lang} />
      ))}
      {more > 0 && <p className="bw-quiet">{t('violations.more', { count: more })}</p>}
    </div>
  );
}

function Finding({ result, lang }: { readonly result: Result; readonly lang: string }) {
  const { t } = useTexts();
  const { message, path, evidence, exception, location } = result;
  return (
    <div>
      <p lang={lang}>{message}</p>
      {path !== undefined && <p className="bw-mono bw-quiet">{path}</p>}
      {location !== undefined && (
        <p className="bw-mono bw-quiet">
          {location.file}:{location.line}
        </p>
      )}
      {exception !== undefined && (
        <p>
          {t('violations.acceptedBecause')} {exception.reason}
        </p>
      )}
      {evidence.length > 0 && (
        <SmallTable
          label={t('violations.evidence')}
          columns={[t('columns.source'), t('columns.path'), t('columns.value')]}
          rows={evidence.map((item, index) => ({
            key: `${item.path} ${index}`,
            cells: [
              optionalText(t, 'evidenceSource', item.source),
              <span key="path" className="bw-mono">
                {item.path}
              </span>,
              <pre key="value" className="bw-mono">
                {item.value === null ? t('words.notSet') : toYaml(item.value).trimEnd()}
              </pre>,
            ],
          }))}
        />
      )}
    </div>
  );
}
