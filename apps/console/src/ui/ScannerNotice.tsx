import { health } from '@breakwater/api';
import { Alert } from '@patternfly/react-core';
import { Link } from '../app/Link.tsx';
import { usePermission } from '../data/session.ts';
import { useEndpoint } from '../data/use-endpoint.ts';
import type { TextKey } from '../texts/i18n.ts';
import { useTexts } from '../texts/use-texts.ts';
import { Code } from './Code.tsx';
import { findTrouble, type Trouble } from './find-trouble.ts';

const COMMANDS: Readonly<Record<Trouble, string>> = {
  noScanner: 'breakwater scanner --join TOKEN',
  noAdvisories: 'breakwater db update',
  oldAdvisories: 'breakwater db update',
};

/** Said before any list of images or vulnerabilities: what is not there may only not have been looked for. */
export function ScannerNotice() {
  const { t } = useTexts();
  const mayJoin = usePermission('administer');
  const query = useEndpoint(health, 'get', {});
  const trouble = query.data === undefined ? undefined : findTrouble(query.data.scanners, Date.now());
  if (trouble === undefined) return null;
  return (
    <Alert variant="warning" isInline component="p" className="bw-scanner-notice" title={t(`scanners.${trouble}`)}>
      <p>{t(`scanners.${trouble}Next` as TextKey)}</p>
      <Code id="scanner-command" label={t('clusters.command')} text={COMMANDS[trouble]} />
      {trouble === 'noScanner' && mayJoin && <Link to="/clusters/new">{t('clusters.makeToken')}</Link>}
    </Alert>
  );
}
