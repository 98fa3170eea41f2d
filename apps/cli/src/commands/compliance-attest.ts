import { createHash } from 'node:crypto';
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import type { Attestation } from '@breakwater/model';
import { explain } from '../check/find-files.ts';
import { listOption } from '../check/judge-options.ts';
import { readPath, TooLarge } from '../check/read-bytes.ts';
import { type CommandDefinition, UsageError } from '../command.ts';
import { appendToProject, INTO_OPTION } from '../compliance/append-to-project.ts';
import { findFramework } from '../compliance/find-framework.ts';
import { readEnd } from '../compliance/read-end.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'compliance attest',
  summary:
    'State of a control that no evidence can decide that it holds, with what it rests on and until when; it is written into breakwater.yaml',
  arguments: [{ name: 'control', doc: 'Control, as the framework names it', required: true }],
  options: [
    { name: 'framework', value: 'id', doc: 'Framework of the control', default: 'cis-1.12' },
    { name: 'text', value: 'text', doc: 'What was looked at and found' },
    { name: 'until', value: 'date', doc: 'Day on which somebody has to look again, as 2027-03-31' },
    { name: 'state', value: 'state', doc: 'What is stated', choices: ['pass', 'fail', 'not-applicable'], default: 'pass' },
    { name: 'by', value: 'name', doc: 'Who states it (default: who is logged in)' },
    { name: 'cluster', value: 'id', doc: 'Cluster that it speaks of; all when absent; may be repeated', repeatable: true },
    { name: 'attachment', value: 'file', doc: 'Document that it rests on; its hash is kept, the file itself stays where it is' },
    INTO_OPTION,
  ],
  examples: [
    {
      command:
        'breakwater compliance attest 5.6.1 --text "Namespaces follow teams, reviewed with the platform team" --until 2027-06-30 --attachment minutes.pdf',
      doc: 'A control that is for people, with the minutes of the review',
    },
  ],
  run: async (input, terminal) => {
    const [id = ''] = input.arguments;
    const { options } = input;
    const file = String(options['into']);
    const framework = findFramework(String(options['framework']));
    const control = framework.controls.find(candidate => candidate.id === id);
    if (control === undefined) throw new UsageError(`${framework.id} has no control '${id}'; compliance run lists them`);
    if (typeof options['text'] !== 'string' || options['text'].trim() === '')
      throw new UsageError('say by --text what was looked at and found');
    const clusters = listOption(input, 'cluster');
    const attestation: Attestation = {
      framework: framework.id,
      control: id,
      state: options['state'] as Attestation['state'],
      by: typeof options['by'] === 'string' ? options['by'] : userInfo().username,
      at: new Date().toISOString(),
      text: options['text'],
      validUntil: readEnd(options['until']),
      ...(clusters.length === 0 ? {} : { clusters: [...clusters] }),
      ...(typeof options['attachment'] === 'string' ? { attachment: await readAttachment(options['attachment']) } : {}),
    };
    await appendToProject(file, 'attestations', attestation);
    await terminal.stdout(
      `${framework.id} ${id} (${control.title}) is attested as ${attestation.state} until ${attestation.validUntil} in ${file}\n`,
    );
    return EXIT.nothing;
  },
};

/** Throws UsageError. */
async function readAttachment(file: string): Promise<NonNullable<Attestation['attachment']>> {
  try {
    const bytes = await readPath(file);
    return { name: basename(file), sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
  } catch (cause) {
    throw new UsageError(`--attachment ${file}: ${cause instanceof TooLarge ? cause.message : explain(cause)}`);
  }
}
