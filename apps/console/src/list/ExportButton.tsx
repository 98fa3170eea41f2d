import { MAX_LIMIT } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { client } from '../data/client.ts';
import { saveFile } from '../format/save-file.ts';
import { toCsv } from '../format/to-csv.ts';
import { useTexts } from '../texts/use-texts.ts';
import { findListEndpoint, type ListSource, toListInput } from './list-source.ts';

/** Rows in one file; whoever needs more asks the API. */
const MOST = 20_000;

interface Props {
  readonly source: ListSource;
  readonly filter: string;
  readonly sort: string | undefined;
}

/** All rows of the filter as a file, not only those that are loaded. */
export function ExportButton({ source, filter, sort }: Props) {
  const { t } = useTexts();
  const save = useMutation({
    mutationFn: async () => saveFile(`${toFileName(source)}.csv`, toCsv(await readAll(source, filter, sort)), 'text/csv'),
  });
  return (
    <Button variant="link" size="sm" isInline isLoading={save.isPending} onClick={() => save.mutate()}>
      {save.isError ? t('filter.exportFailed') : t('filter.export')}
    </Button>
  );
}

function toFileName({ resource, endpoint = 'list' }: ListSource): string {
  return endpoint === 'list' ? resource.name : `${resource.name}-${endpoint}`;
}

async function readAll(source: ListSource, filter: string, sort: string | undefined): Promise<object[]> {
  const rows: object[] = [];
  let cursor: string | undefined;
  do {
    const page = (await client.call(findListEndpoint(source), toListInput(source, { filter, sort, cursor, limit: MAX_LIMIT }))) as {
      readonly results: readonly object[];
      readonly next?: string;
    };
    rows.push(...page.results);
    cursor = page.next;
  } while (cursor !== undefined && rows.length < MOST);
  return rows;
}
