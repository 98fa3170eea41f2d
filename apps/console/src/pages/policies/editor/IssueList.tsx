import type { Answer, policies } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useTexts } from '../../../texts/use-texts.ts';
import { Mark } from '../../../ui/StateMark.tsx';

export type PolicyCheck = Answer<typeof policies.endpoints.check>;
type Issue = PolicyCheck['issues'][number];

interface Props {
  readonly check: PolicyCheck | undefined;
  /** Whether the text has changed since. */
  readonly isStale: boolean;
  readonly onGo: (line: number, column: number) => void;
}

/** What is wrong with the text, in words: the marks in the text alone are for those who see them. */
export function IssueList({ check, isStale, onGo }: Props) {
  const { t } = useTexts();
  return (
    <section aria-label={t('editor.issues')} aria-live="polite" aria-busy={isStale} className="bw-issues">
      {check === undefined || isStale ? (
        <p className="bw-quiet">{t('editor.checking')}</p>
      ) : check.issues.length === 0 ? (
        <Mark tone="good">{t('editor.noIssues')}</Mark>
      ) : (
        <>
          <Mark tone="bad">{t('editor.issueCount', { count: check.issues.length })}</Mark>
          <ul>
            {check.issues.map(issue => (
              <li key={`${issue.path} ${issue.message}`}>
                <IssueLine issue={issue} onGo={onGo} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function IssueLine({ issue: { message, place, path }, onGo }: { readonly issue: Issue; readonly onGo: Props['onGo'] }) {
  const { t } = useTexts();
  return (
    <>
      {place !== undefined && (
        <Button variant="link" isInline onClick={() => onGo(place.line, place.column)}>
          {t('editor.place', { line: place.line, column: place.column })}
        </Button>
      )}
      {path !== undefined && <code className="bw-mono"> {path}</code>} <span>{message}</span>
    </>
  );
}
