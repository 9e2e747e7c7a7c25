/**
 * Answers of questions that are one choice: in words where the kind is known, from the schema where it is
 * not.
 */

/** One button. */
export interface Choice {
  readonly label: string;
  readonly answer: unknown;
}

const known: Readonly<Record<string, readonly Choice[]>> = {
  vote: [
    { label: 'Yes', answer: { vote: 'yes' } },
    { label: 'No', answer: { vote: 'no' } },
    { label: 'Abstain', answer: { vote: 'abstain' } },
  ],
  endorse: [
    { label: 'Endorse the agreement', answer: { endorses: true } },
    { label: 'Oppose it', answer: { endorses: false } },
  ],
  sign: [
    { label: 'Sign', answer: { signs: true } },
    { label: 'Not now', answer: { signs: false } },
  ],
  accede: [
    { label: 'Accede', answer: { accedes: true } },
    { label: 'Not now', answer: { accedes: false } },
  ],
  sponsor: [
    { label: 'Put our name to it', answer: { sponsors: true } },
    { label: 'Not in our name', answer: { sponsors: false } },
  ],
  ratify: [
    { label: 'Submit it to the legislature', answer: { submits: true } },
    { label: 'Not yet', answer: { submits: false } },
  ],
  escape: [
    { label: 'Invoke the escape clause', answer: { invokes: true } },
    { label: 'Do without it', answer: { invokes: false } },
  ],
  report: [
    { label: 'Report it ourselves', answer: { reports: true } },
    { label: 'Say nothing', answer: { reports: false } },
  ],
  withdraw: [
    { label: 'Stay in the treaty', answer: { withdraws: false } },
    { label: 'Withdraw', answer: { withdraws: true } },
  ],
  withhold: [
    { label: 'Withhold it', answer: { withholds: true } },
    { label: 'Go on paying', answer: { withholds: false } },
  ],
  respond: [
    { label: 'Say nothing', answer: { response: 'silent' } },
    { label: 'Accept them', answer: { response: 'accept' } },
    { label: 'Object', answer: { response: 'object' } },
    {
      label: 'Object: no treaty between us',
      answer: { response: 'object-without-relations' },
    },
  ],
  comply: [
    { label: 'Keep the agreement', answer: { complies: true } },
    { label: 'Do not keep it', answer: { complies: false } },
  ],
};

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

function fromSchema(form: object): Choice[] {
  const entries = Object.entries((form as Schema).properties ?? {});
  const [name, field] = entries[0] ?? [];
  if (entries.length !== 1 || name === undefined || field === undefined) return [];
  const values = field.enum ?? (field.type === 'boolean' ? [true, false] : []);
  return values.map((value) => ({
    label: value === true ? `Yes (${name})` : value === false ? `No (${name})` : String(value),
    answer: { [name]: value },
  }));
}

/** The choices of a question, the most usual first; empty when it is not one choice. */
export function choicesOf(kind: string, form: object): readonly Choice[] {
  return known[kind] ?? fromSchema(form);
}
