import { Banner } from '@patternfly/react-core';
import { useSession } from '../data/session.ts';
import { useTexts } from '../texts/use-texts.ts';
import { Link } from './Link.tsx';

/** What is on the screen may be old: said at once and in one line, until the server, or its database, answers again. */
export function ConnectionBanner({ isLive, hasDatabase }: { readonly isLive: boolean; readonly hasDatabase: boolean }) {
  const { t } = useTexts();
  if (isLive && hasDatabase) return null;
  return (
    <Banner status="warning" role="status" className="bw-connection">
      {t(hasDatabase ? 'frame.offline' : 'frame.databaseAway')}
    </Banner>
  );
}

/** The password that the first start printed is known to whoever reads the log. */
export function PasswordBanner() {
  const { t } = useTexts();
  const { mustChangePassword } = useSession();
  if (!mustChangePassword) return null;
  return (
    <Banner color="orange" className="bw-connection">
      {t('frame.oneTimePassword')} <Link to="/password">{t('password.title')}</Link>
    </Banner>
  );
}
