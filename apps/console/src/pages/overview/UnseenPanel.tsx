import { problems } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { toFilter, toListUrl } from '../../list/list-url.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { Mark } from '../../ui/StateMark.tsx';

const SHOWN = 5;

interface Props {
  readonly problems: number;
  readonly notEvaluated: number;
  readonly cluster: string | undefined;
}

/** What nobody looked at is never "fine": it stands on the first page. */
export function UnseenPanel({ problems: count, notEvaluated, cluster }: Props) {
  const { t } = useTexts();
  const query = useEndpoint(problems, 'list', { query: { limit: SHOWN, filter: toFilter({ cluster }) } }, { enabled: count > 0 });
  return (
    <Panel title={t('overview.unseen')}>
      {count === 0 && notEvaluated === 0 && <Mark tone="good">{t('overview.allSeen')}</Mark>}
      {notEvaluated > 0 && <p>{t('overview.notEvaluated', { count: notEvaluated })}</p>}
      <ul className="bw-list">
        {query.data?.results.map(({ id, clusterName, message }) => (
          <li key={id} lang="en">
            <Mark tone="unknown">{clusterName === undefined ? message : `${clusterName}: ${message}`}</Mark>
          </li>
        ))}
      </ul>
      {count > 0 && (
        <p>
          <Link to={toListUrl('/problems', { cluster })}>{t('overview.problems', { count })}</Link>
        </p>
      )}
    </Panel>
  );
}
