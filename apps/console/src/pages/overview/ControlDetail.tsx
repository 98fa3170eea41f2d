import type { Answer, lifecycle } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { toListUrl } from '../../list/list-url.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { StateMark } from '../../ui/StateMark.tsx';

type Control = Answer<typeof lifecycle.endpoints.get>['clusters'][number]['controls'][number];

/** Where one practice stands and what decides it. */
export function ControlDetail({ control, cluster }: { readonly control: Control; readonly cluster: string }) {
  const { t } = useTexts();
  const policies = control.policies.toSorted((a, b) => b.failing - a.failing);
  return (
    <div className="bw-control">
      <p>
        <strong>{control.title}</strong> <StateMark subject="control" state={control.state} />
      </p>
      {control.reason !== '' && <p className="bw-quiet">{control.reason}</p>}
      {control.judged > 0 && (
        <p className="bw-quiet">{t('overview.judged', { failing: control.failing, accepted: control.accepted, judged: control.judged })}</p>
      )}
      {policies.length > 0 && (
        <SmallTable
          label={t('overview.decidedBy')}
          columns={[t('overview.decidedBy'), t('columns.failing'), t('columns.judged')]}
          numbers={[1, 2]}
          rows={policies.map(({ id, failing, judged }) => ({
            key: id,
            cells: [
              <Link key="id" to={`/policies/${encodeURIComponent(id)}`}>
                {id}
              </Link>,
              failing === 0 ? (
                0
              ) : (
                <Link key="failing" to={toListUrl('/violations', { policy: id, cluster })}>
                  {failing}
                </Link>
              ),
              judged,
            ],
          }))}
        />
      )}
    </div>
  );
}
