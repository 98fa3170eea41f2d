import { compliance, complianceRuns, REPORT_FORMATS } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useAsk } from '../../data/use-endpoint.ts';
import { saveBytes, saveFile } from '../../format/save-file.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody, Panel } from '../../ui/Detail.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';

const NAMES: Readonly<Record<(typeof REPORT_FORMATS)[number], string>> = {
  html: 'HTML',
  pdf: 'PDF',
  csv: 'CSV',
  json: 'JSON',
  oscal: 'OSCAL',
  sarif: 'SARIF',
  junit: 'JUnit',
  openreports: 'OpenReports',
  remediation: 'Markdown',
};

/** The run for others, and the proof that nothing was altered. */
export function ReportsTab({ run, cluster }: { readonly run: string; readonly cluster: string }) {
  const { t } = useTexts();
  return (
    <PageBody>
      <div className="bw-grid">
        <Panel title={t('compliance.reports')}>
          <ReportButtons run={run} />
        </Panel>
        <Panel title={t('compliance.head')}>
          <ProofButtons cluster={cluster} />
        </Panel>
      </div>
    </PageBody>
  );
}

function ReportButtons({ run }: { readonly run: string }) {
  const { t, language } = useTexts();
  const report = useAsk(complianceRuns, 'report');
  return (
    <div className="bw-stack">
      <p>{t('compliance.reportText')}</p>
      <div className="bw-share-choices">
        {REPORT_FORMATS.map(format => (
          <Button
            key={format}
            variant="secondary"
            isLoading={report.isPending && report.variables.query?.format === format}
            onClick={() =>
              report.mutate(
                { params: { id: run }, query: { format, language } },
                { onSuccess: ({ name, content, mediaType }) => saveBytes(name, content, mediaType) },
              )
            }
          >
            {format === 'remediation' ? t('compliance.downloadChanges') : t('compliance.download', { format: NAMES[format] })}
          </Button>
        ))}
      </div>
      <FailureAlert failure={report.error} />
    </div>
  );
}

function ProofButtons({ cluster }: { readonly cluster: string }) {
  const { t } = useTexts();
  const head = useAsk(compliance, 'head');
  const verification = useAsk(compliance, 'verification');
  const found = verification.data;
  return (
    <div className="bw-stack">
      <p>{t('compliance.headText')}</p>
      <div className="bw-share-choices">
        <Button
          variant="secondary"
          isLoading={head.isPending}
          onClick={() =>
            head.mutate(
              { query: { cluster } },
              {
                onSuccess: answer => saveFile(`head-${answer.head.sequence}.json`, `${JSON.stringify(answer.head)}\n`, 'application/json'),
              },
            )
          }
        >
          {t('compliance.downloadHead')}
        </Button>
        <Button variant="secondary" isLoading={verification.isPending} onClick={() => verification.mutate({ body: { cluster } })}>
          {t('compliance.verify')}
        </Button>
      </div>
      {found !== undefined && (
        <p role="status">
          {found.isIntact
            ? t('compliance.intact', { count: found.records })
            : t('compliance.notIntact', { problem: found.problems[0]?.message ?? '' })}
        </p>
      )}
      <FailureAlert failure={head.error ?? verification.error} />
    </div>
  );
}
