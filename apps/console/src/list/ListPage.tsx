import type { ReactNode } from 'react';
import type { TextKey } from '../texts/i18n.ts';
import { useTexts } from '../texts/use-texts.ts';
import { PageHead } from '../ui/Detail.tsx';
import { ListBox, type ListBoxProps } from './ListBox.tsx';

interface ListPageProps<Row> extends ListBoxProps<Row> {
  /** One line that says what the list is. */
  readonly text?: TextKey;
  readonly actions?: ReactNode;
}

/** The one list: title, filter, rows, and every state that a list can be in. */
export function ListPage<Row>({ text, actions, ...box }: ListPageProps<Row>) {
  const { t } = useTexts();
  return (
    <>
      <PageHead title={t(box.title)} text={text === undefined ? undefined : t(text)} actions={actions} />
      <ListBox {...box} />
    </>
  );
}
