import { ApiError, fixPlan } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody } from '../../ui/Detail.tsx';
import { EmptyMessage, QueryStates } from '../../ui/States.tsx';
import { FixPlanBody } from '../fixes/FixPlanBody.tsx';

/** What to raise, remove and rebuild in one image. */
export function FixTab({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const query = useEndpoint(fixPlan, 'get', { params: { id } });
  const isNone = query.error instanceof ApiError && query.error.code === 'not-found';
  if (isNone) return <EmptyMessage title={t('fixes.noPlan')} text={t('fixes.noPlanNext')} />;
  return (
    <PageBody>
      <QueryStates query={query}>
        {plan => (
          <div className="bw-stack">
            <p>
              <Link to={`/fixes/${encodeURIComponent(id)}`}>{t('fixes.open')}</Link>
            </p>
            <FixPlanBody plan={plan} />
          </div>
        )}
      </QueryStates>
    </PageBody>
  );
}
