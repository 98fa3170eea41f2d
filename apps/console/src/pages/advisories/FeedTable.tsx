import type { Answer, advisories } from '@breakwater/api';
import { useTexts } from '../../texts/use-texts.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { Mark } from '../../ui/StateMark.tsx';

type Feeds = Answer<typeof advisories.endpoints.list>['results'][number]['feeds'];

/** Where its records come from, how old the newest of each is, and which nobody has checked against a real document. */
export function FeedTable({ feeds }: { readonly feeds: Feeds }) {
  const { t, language } = useTexts();
  return (
    <SmallTable
      label={t('advisories.feeds')}
      columns={[t('advisories.feed'), t('advisories.newestRecord'), t('advisories.records'), t('columns.state')]}
      numbers={[2]}
      rows={feeds.map(({ name, newest, records, verified }) => ({
        key: name,
        cells: [
          name,
          <RelativeTime key="newest" time={newest} absent="words.unknown" />,
          records.toLocaleString(language),
          <span key="verified" title={verified ? undefined : t('advisories.unverifiedText')}>
            <Mark tone={verified ? 'good' : 'warn'}>{t(verified ? 'advisories.verified' : 'advisories.unverified')}</Mark>
          </span>,
        ],
      }))}
    />
  );
}
