import { type Answer, BASELINE_SECTIONS, type baselines } from '@breakwater/api';
import { Button, SearchInput } from '@patternfly/react-core';
import { useState } from 'react';
import { toVisible } from '../../format/command-line.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { LongTable } from '../../ui/LongTable.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ChangeDialog } from './ChangeDialog.tsx';

type Baseline = Answer<typeof baselines.endpoints.get>;
type Entry = Baseline['list'][number];
type Wanted = { readonly change: 'remove' | 'allow'; readonly line: string };

interface Props {
  readonly baseline: Baseline;
  readonly mayChange: boolean;
}

/** All that it knows, part by part, and what somebody took out. */
export function EntriesPanel({ baseline, mayChange }: Props) {
  const { t } = useTexts();
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState<Wanted>();
  const { list, removed } = baseline;
  const found = list.filter(entry => [entry.text, ...entry.details].some(line => line.toLowerCase().includes(text.toLowerCase())));
  const want = mayChange ? setWanted : undefined;
  return (
    <Panel title={t('baselines.known', { count: list.length })} isWide>
      <div className="bw-stack">
        <SearchInput
          aria-label={t('baselines.search')}
          placeholder={t('baselines.search')}
          value={text}
          onChange={(_event, next) => setText(next)}
          onClear={() => setText('')}
        />
        {found.length === 0 && <p>{t(list.length === 0 ? 'baselines.noEntries' : 'baselines.noneFound')}</p>}
        {BASELINE_SECTIONS.map(section => (
          <Section key={section} section={section} entries={found.filter(entry => entry.section === section)} onWant={want} />
        ))}
        {removed.length > 0 && <Removed lines={removed} onWant={want} />}
      </div>
      {wanted !== undefined && (
        <ChangeDialog
          baseline={baseline}
          wanted={{ change: wanted.change, entries: [wanted.line] }}
          lines={[wanted.line]}
          onClose={() => setWanted(undefined)}
        />
      )}
    </Panel>
  );
}

type OnWant = ((wanted: Wanted) => void) | undefined;

function Section({
  section,
  entries,
  onWant,
}: {
  readonly section: Entry['section'];
  readonly entries: readonly Entry[];
  readonly onWant: OnWant;
}) {
  const { t } = useTexts();
  if (entries.length === 0) return null;
  return (
    <section>
      <h3>{t(`baselineSection.${section}`)}</h3>
      <LongTable
        label={t(`baselineSection.${section}`)}
        columns={[
          t('columns.what'),
          t('baselines.origin'),
          t('columns.firstSeen'),
          ...(onWant === undefined ? [] : [t('columns.actions')]),
        ]}
        rows={entries.map(entry => ({
          key: entry.text,
          cells: [
            <EntryText key="text" entry={entry} />,
            t(`entryOrigin.${entry.origin}`),
            <RelativeTime key="seen" time={entry.firstSeen} />,
            ...(onWant === undefined ? [] : [<WantButton key="remove" change="remove" line={entry.text} onWant={onWant} />]),
          ],
        }))}
      />
    </section>
  );
}

function EntryText({ entry: { text, details } }: { readonly entry: Entry }) {
  return (
    <>
      <span className="bw-mono">{toVisible(text)}</span>
      {details.length > 0 && (
        <ul className="bw-processes">
          {details.map(detail => (
            <li key={detail} className="bw-mono bw-quiet">
              {toVisible(detail)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Removed({ lines, onWant }: { readonly lines: readonly string[]; readonly onWant: OnWant }) {
  const { t } = useTexts();
  return (
    <section>
      <h3>{t('baselines.removed')}</h3>
      <p className="bw-quiet">{t('baselines.removedText')}</p>
      <LongTable
        label={t('baselines.removed')}
        columns={[t('columns.what'), ...(onWant === undefined ? [] : [t('columns.actions')])]}
        rows={lines.map(line => ({
          key: line,
          cells: [
            <span key="line" className="bw-mono">
              {toVisible(line)}
            </span>,
            ...(onWant === undefined ? [] : [<WantButton key="allow" change="allow" line={line} onWant={onWant} />]),
          ],
        }))}
      />
    </section>
  );
}

function WantButton({
  change,
  line,
  onWant,
}: {
  readonly change: Wanted['change'];
  readonly line: string;
  readonly onWant: NonNullable<OnWant>;
}) {
  const { t } = useTexts();
  return (
    <Button variant="link" isInline isDanger={change === 'remove'} onClick={() => onWant({ change, line })}>
      {t(`baselineChange.${change}`)}
    </Button>
  );
}
