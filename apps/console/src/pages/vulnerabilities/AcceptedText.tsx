import type { Answer, vulnerabilities } from '@breakwater/api';
import { useTexts } from '../../texts/use-texts.ts';
import { StateMark } from '../../ui/StateMark.tsx';

type Row = Answer<typeof vulnerabilities.endpoints.list>['results'][number];

/** How far exceptions cover it: everywhere, somewhere, nowhere; and by whose word. */
export function AcceptedText({ row: { state, accepted } }: { readonly row: Pick<Row, 'state' | 'accepted'> }) {
  const { t } = useTexts();
  const by = accepted.by.join(', ');
  if (state !== 'open') {
    return (
      <span title={by}>
        <StateMark subject="finding" state={state} />
      </span>
    );
  }
  if (accepted.findings === 0) return null;
  return (
    <span className="bw-quiet" title={by}>
      {t('vulnerabilities.partly', { count: accepted.findings })}
    </span>
  );
}
