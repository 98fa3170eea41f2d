import { randomUUID } from 'node:crypto';
import { toVexStatements } from '@breakwater/policy';
import type { ScanSubject } from '@breakwater/vulnerability';
import { EXCEPTIONS_OPTION, readExceptions } from '../check/read-exceptions.ts';
import { type CommandDefinition, type CommandInput, type Terminal, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { IMAGE_ARGUMENT, IMAGE_OPTIONS, readImageOptions } from '../image/image-options.ts';
import { readImage } from '../image/read-image.ts';
import { VERSION } from '../version.ts';
import { readSbomSubject } from '../vulnerability/read-sbom-subject.ts';

export const command: CommandDefinition = {
  name: 'vex create',
  summary: 'Write as a VEX document what the exceptions of breakwater.yaml say of the vulnerabilities of an image',
  arguments: [{ ...IMAGE_ARGUMENT, required: false }],
  options: [
    { name: 'sbom', value: 'file', doc: 'CycloneDX or SPDX document of the image, instead of the image' },
    EXCEPTIONS_OPTION,
    { name: 'format', value: 'format', doc: 'OpenVEX 0.2.0 or CSAF 2.0', choices: ['openvex', 'csaf'], default: 'openvex' },
    { name: 'author', value: 'name', doc: 'Who says so (by default whoever approved, or asked for, the first exception)' },
    ...IMAGE_OPTIONS,
  ],
  examples: [
    { command: 'breakwater vex create registry.example/shop/cart:1.4 > cart.openvex.json', doc: 'For those who scan this image elsewhere' },
    {
      command: 'breakwater vex create --sbom cart.cdx.json --format csaf --author "Shop security"',
      doc: 'Of a bill of materials, as CSAF',
    },
  ],
  run: async (input, terminal) => {
    const exceptions = await readExceptions((input.options['exceptions'] as readonly string[] | undefined) ?? []);
    const subject = await readSubject(input, terminal);
    if (subject === undefined) return EXIT.couldNotLook;
    const { purl } = subject.artifact;
    if (purl === undefined)
      throw new UsageError(`${subject.name} has no digest, so no VEX document can name it: give an image of a registry or an OCI archive`);
    const now = new Date().toISOString();
    const packages = subject.packages.map(({ shown }) => shown);
    const { statements, problems } = toVexStatements(exceptions, { purl, images: subject.images, packages }, now);
    for (const { code, source, message } of problems) await terminal.stderr(`${code}  ${source}: ${message}\n`);
    if (statements.length === 0)
      throw new UsageError(
        `no exception speaks of a vulnerability of ${subject.name}: write one into breakwater.yaml, with the id as its target`,
      );
    const { toCsaf, toOpenVex } = await import('@breakwater/vulnerability');
    const write = input.options['format'] === 'csaf' ? toCsaf : toOpenVex;
    const first = exceptions.find(({ target }) => target === statements[0]?.vulnerability);
    const author = String(input.options['author'] ?? first?.approver ?? first?.requester ?? 'unknown author');
    const draft = { id: randomUUID(), author, timestamp: now, tool: { name: 'breakwater', version: VERSION }, statements };
    await terminal.stdout(`${JSON.stringify(write(draft), null, 2)}\n`);
    return EXIT.nothing;
  },
};

async function readSubject(input: CommandInput, terminal: Terminal): Promise<ScanSubject | undefined> {
  const [image] = input.arguments;
  const { sbom } = input.options as { readonly sbom?: string };
  if ((image === undefined) === (sbom === undefined)) throw new UsageError('vex create needs an image or --sbom FILE, one of the two');
  if (sbom !== undefined) return (await readSbomSubject(sbom, terminal))?.subject;
  const inspection = await readImage(image ?? '', readImageOptions(input), terminal);
  if (inspection === undefined) return undefined;
  const [{ toImageOutput }, { toImageSubject }] = await Promise.all([import('@breakwater/image'), import('@breakwater/vulnerability')]);
  return toImageSubject(toImageOutput(inspection));
}
