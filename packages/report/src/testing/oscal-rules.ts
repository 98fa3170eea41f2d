/**
 * What OSCAL 1.2 asks of assessment results, for the parts that we write: which members an object has to have and may have besides, and which texts
 * they are. After the JSON schema of https://github.com/usnistgov/OSCAL/releases; what it allows and we never write is not here.
 */
type Rule = Readonly<Record<string, unknown>>;

const text = (pattern: string): Rule => ({ type: 'string', pattern });
const oneOf = (...values: readonly string[]): Rule => ({ enum: values });
const many = (items: Rule): Rule => ({ type: 'array', minItems: 1, items });
/** An object without other members than these; those whose name ends with `?` may be missing. */
function has(members: Readonly<Record<string, Rule>>): Rule {
  const names = Object.keys(members);
  return {
    type: 'object',
    additionalProperties: false,
    required: names.filter(name => !name.endsWith('?')),
    properties: Object.fromEntries(names.map(name => [name.replace(/\?$/, ''), members[name]])),
  };
}

const UUID = text('^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$');
const TOKEN = text('^[\\p{L}_][\\p{L}\\p{N}._\\-]*$');
const LINE = text('^[^\\n]+$');
const STRING = text('^\\S(.*\\S)?$');
const PROSE: Rule = { type: 'string' };
const REFERENCE = text('^[^\\s<>"{}|\\\\^`]*$');
const URI = text('^[a-zA-Z][a-zA-Z0-9+.\\-]+:[^\\s<>"{}|\\\\^`]+$');
const TIME = text(
  '^(19|2\\d)\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?(Z|[+\\-]\\d\\d:\\d\\d)$',
);

const PROPS = many(has({ name: TOKEN, value: STRING, 'ns?': URI, 'uuid?': UUID, 'class?': TOKEN, 'group?': TOKEN, 'remarks?': PROSE }));

const METADATA = has({
  title: LINE,
  'last-modified': TIME,
  version: STRING,
  'oscal-version': STRING,
  'roles?': many(has({ id: TOKEN, title: LINE })),
  'parties?': many(has({ uuid: UUID, type: oneOf('person', 'organization'), 'name?': STRING })),
  'responsible-parties?': many(has({ 'role-id': TOKEN, 'party-uuids': many(UUID) })),
});

const OBSERVATION = has({
  uuid: UUID,
  'title?': LINE,
  description: PROSE,
  'props?': PROPS,
  methods: many(oneOf('EXAMINE', 'INTERVIEW', 'TEST', 'UNKNOWN')),
  'subjects?': many(
    has({
      'subject-uuid': UUID,
      type: oneOf('component', 'inventory-item', 'location', 'party', 'user', 'resource'),
      'title?': LINE,
    }),
  ),
  'relevant-evidence?': many(has({ description: PROSE, 'href?': REFERENCE })),
  collected: TIME,
  'expires?': TIME,
});

const FINDING = has({
  uuid: UUID,
  title: LINE,
  description: PROSE,
  'props?': PROPS,
  target: has({
    type: oneOf('statement-id', 'objective-id'),
    'target-id': TOKEN,
    status: has({ state: oneOf('satisfied', 'not-satisfied'), 'reason?': TOKEN, 'remarks?': PROSE }),
  }),
  'related-observations?': many(has({ 'observation-uuid': UUID })),
});

/** A JSON schema. */
export const OSCAL_RULES: Rule = has({
  'assessment-results': has({
    uuid: UUID,
    metadata: METADATA,
    'import-ap': has({ href: REFERENCE, 'remarks?': PROSE }),
    results: many(
      has({
        uuid: UUID,
        title: LINE,
        description: PROSE,
        start: TIME,
        'end?': TIME,
        'props?': PROPS,
        'local-definitions?': has({ 'inventory-items?': many(has({ uuid: UUID, description: PROSE })) }),
        'reviewed-controls': has({ 'control-selections': many(has({ 'include-controls': many(has({ 'control-id': TOKEN })) })) }),
        'observations?': many(OBSERVATION),
        'findings?': many(FINDING),
      }),
    ),
  }),
});
