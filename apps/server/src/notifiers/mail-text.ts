import type { ComplianceMessage, RebuildMessage, ReportFile, ViolationMessage } from './message.ts';
import type { TestMessage } from './notifier.ts';

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly files: readonly ReportFile[];
}

type Message = ViolationMessage | RebuildMessage | ComplianceMessage | TestMessage;

/** Longer ones were made to fill mailboxes. */
const MAX_SUBJECT = 200;

/** What a message says to people. */
export function writeMail(message: Message): Mail {
  const { subject, lines, files = [] } = write(message);
  const plain = subject.replace(/\p{Cc}+/gu, ' ');
  return { subject: `Breakwater: ${plain.slice(0, MAX_SUBJECT).toWellFormed()}`, text: `${lines.join('\n')}\n`, files };
}

interface Written {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly files?: readonly ReportFile[];
}

function write(message: Message): Written {
  switch (message.event) {
    case 'violation-opened':
      return writeViolation(message);
    case 'rebuild-requested':
      return writeRebuild(message);
    case 'compliance-run-done':
      return writeRun(message);
    case 'test':
      return { subject: 'test message', lines: ['This notifier works.'] };
  }
}

function writeViolation({ violation }: ViolationMessage): Written {
  const { severity, title, message, remediation, clusterName, kind, namespace, name, container, owner, policy } = violation;
  const place = [namespace, `${kind}/${name}`, container].filter(part => part !== '').join('/');
  return {
    subject: `${severity}: ${title} (${clusterName}, ${place})`,
    lines: [
      message,
      '',
      `Cluster:  ${clusterName}`,
      `Where:    ${place}`,
      `Owner:    ${owner || '-'}`,
      `Policy:   ${policy}`,
      '',
      'What to do:',
      remediation,
    ],
  };
}

function writeRebuild({ image, packages, remove, base }: RebuildMessage): Written {
  return {
    subject: `rebuild ${image.reference}`,
    lines: [
      `${image.reference} (${image.digest}) has fixes that a new build brings in.`,
      '',
      ...(base === undefined ? [] : [`FROM ${base.reference} instead of ${base.from}`]),
      ...packages.map(({ name, from, to, closes, dueAt }) => `${name} ${from} → ${to}, until ${dueAt.slice(0, 10)}: ${closes.join(', ')}`),
      ...remove.map(({ name, version }) => `leave out ${name} ${version}`),
    ],
  };
}

function writeRun({ run, scores, reports = [], tooLarge = [] }: ComplianceMessage): Written {
  return {
    subject: `compliance of ${run.clusterName}, run ${run.sequence}`,
    lines: [
      ...scores.map(
        ({ framework, passed, judged, states, undecided }) =>
          `${framework}: ${passed} of ${judged} judged controls pass, ${states.fail ?? 0} fail; of ${undecided} nothing is proven`,
      ),
      '',
      `Hash of the record: ${run.hash}`,
      ...(tooLarge.length === 0 ? [] : ['', `Too large for a mail, and to be had from the server: ${tooLarge.join(', ')}`]),
    ],
    files: reports,
  };
}
