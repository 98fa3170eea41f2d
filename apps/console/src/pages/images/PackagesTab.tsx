import { type Answer, images } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { renderSearch } from '../../app/search.ts';
import type { Column } from '../../list/column.ts';
import { ListBox } from '../../list/ListBox.tsx';
import { toFilter } from '../../list/list-url.ts';
import type { RowOf } from '../../list/use-list.ts';
import { BaseOrOwn } from '../../ui/BaseOrOwn.tsx';
import { SeverityCountList } from '../../ui/Severity.tsx';

type Row = RowOf<typeof images.endpoints.packages>;

interface Props {
  readonly image: Answer<typeof images.endpoints.get>;
  readonly extra: Readonly<Record<string, string>>;
}

/** Everything that is installed or lies in it, and which layer brought it. */
export function PackagesTab({ image: { id, digest }, extra }: Props) {
  const toFindings = (name: string) =>
    `/images/${encodeURIComponent(id)}${renderSearch({ tab: 'vulnerabilities', ...extra, filter: toFilter({ package: name }) })}`;
  return (
    <ListBox
      title="images.packages"
      resource={images}
      endpoint="packages"
      params={{ id }}
      extra={extra}
      columns={listColumns(toFindings)}
      getKey={row => `${row.type} ${row.name} ${row.version} ${row.layer} ${row.locations.join(' ')}`}
      textField="name"
      defaultSort="-severity"
      empty={
        digest === undefined
          ? { title: 'images.notRead', text: 'images.notMatchedNext' }
          : { title: 'images.noPackages', text: 'images.noPackagesNext' }
      }
    />
  );
}

function listColumns(toFindings: (name: string) => string): readonly Column<Row>[] {
  return [
    {
      id: 'name',
      title: 'columns.package',
      sort: 'name',
      render: ({ name, vulnerabilities: { critical, high, medium, low } }) =>
        critical + high + medium + low === 0 ? (
          name
        ) : (
          <Link to={toFindings(name)} data-row-link="">
            {name}
          </Link>
        ),
    },
    { id: 'version', title: 'columns.version', width: '16%', render: ({ version }) => <span title={version}>{version}</span> },
    { id: 'type', title: 'columns.type', sort: 'type', width: '6.5rem', render: ({ type }) => type },
    {
      id: 'vulnerabilities',
      title: 'columns.vulnerabilities',
      sort: 'severity',
      width: '12rem',
      render: row => <SeverityCountList counts={row.vulnerabilities} />,
    },
    { id: 'layer', title: 'columns.layer', sort: 'layer', width: '6rem', from: 'md', isNumber: true, render: ({ layer }) => layer },
    { id: 'base', title: 'columns.broughtBy', width: '8rem', from: 'lg', render: ({ base }) => <BaseOrOwn isBase={base} /> },
    { id: 'license', title: 'columns.license', width: '14%', from: 'xl', render: ({ licenses }) => licenses.join(', ') },
    {
      id: 'place',
      title: 'columns.file',
      from: 'xl',
      render: ({ locations }) => (
        <span className="bw-mono" title={locations.join('\n')}>
          {locations[0]}
        </span>
      ),
    },
  ];
}
