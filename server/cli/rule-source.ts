/**
 * From a word of the command line to rules: of a scenario, of a rule file, or of a body that is known by
 * name.
 */
import type { AdditionalProtocol, ForceRule } from '../../engine/scenario/normal-force.ts';
import type { NormalRule } from '../../engine/scenario/normal-rule.ts';
import { type Invocation, listOption, textOption } from './command.ts';
import { CliError } from './exit.ts';
import { readText } from './files.ts';
import { loadSource, tellProblems } from './scenario-source.ts';

/** A decision rule with the name it goes by. */
export interface NamedRule {
  readonly name: string;
  readonly rule: NormalRule;
}

/** The rules of a body or of a scenario. */
export interface Rules {
  readonly title: string;
  readonly source?: string | undefined;
  readonly partyIds: readonly string[];
  readonly states: Int32Array;
  readonly decisions: readonly NamedRule[];
  readonly entryIntoForce: ForceRule | undefined;
  readonly additionalProtocols: readonly AdditionalProtocol[];
}

/** Bytes read of a rule file. */
const readLimit = 2_000_000;

async function fromBody(word: string, isFile: boolean, invocation: Invocation): Promise<Rules> {
  const { terminal } = invocation;
  const { loadBody } = await import('../../engine/scenario/body.ts');
  const { shippedBody } = await import('../validate/bodies.ts');
  let body: ReturnType<typeof shippedBody>;
  if (isFile) {
    const options = { folder: terminal.folder, maxBytes: readLimit, contentExit: 3 } as const;
    const loaded = loadBody(readText(word, options));
    if (!loaded.ok) return tellProblems(loaded.problems, terminal, word);
    body = loaded.value;
  } else body = shippedBody(word);
  const { title, source, partyIds, states, decision, entryIntoForce } = body;
  const decisions = decision === undefined ? [] : [{ name: 'decision', rule: decision }];
  return { title, source, partyIds, states, decisions, entryIntoForce, additionalProtocols: [] };
}

async function fromScenario(word: string, invocation: Invocation): Promise<Rules> {
  const { scenario } = await loadSource(word, listOption(invocation, 'set'), invocation.terminal);
  const { decision, procedure, namedRules, partyIds, states, entryIntoForce, additionalProtocols } = scenario;
  // A resolution ends with the gavel: it has no entry into force to tell of.
  const livesOn = scenario.file.phases.some(({ protocol }) => protocol === 'treaty-life');
  const decisions = [
    ...decision.map((rule, index) => ({ name: `adoption ${index + 1}`, rule })),
    { name: 'procedure', rule: procedure },
    ...Object.entries(namedRules).map(([name, rule]) => ({ name, rule })),
  ];
  return {
    title: scenario.file.title,
    partyIds,
    states,
    decisions,
    entryIntoForce: livesOn ? entryIntoForce : undefined,
    additionalProtocols,
  };
}

/** Finds the rules that a command is about. */
export async function loadRules(invocation: Invocation): Promise<Rules> {
  const file = textOption(invocation, 'ruleFile');
  const word = invocation.arguments[0];
  if (file !== undefined) return fromBody(file, true, invocation);
  const { bodyIds } = await import('../validate/bodies.ts');
  if (word === undefined) {
    const hint = `Name a scenario, or one of ${bodyIds.join(', ')}; or give --rule-file.`;
    throw new CliError('usage', 'nothing says whose rules are meant', { hint });
  }
  if (bodyIds.includes(word)) return fromBody(word, false, invocation);
  try {
    return await fromScenario(word, invocation);
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'unknown-scenario') throw error;
    const hint = `${error.hint} Known bodies: ${bodyIds.join(', ')}.`;
    throw new CliError(error.code, `there is no scenario and no body ${word}`, { hint, exit: error.exit });
  }
}

/** The argument and the option of commands about rules. */
export const ruleSource = {
  argument: {
    name: '[source]',
    says: 'a scenario file or id, or a known body such as security-council, eu-council, paris-agreement',
  },
  option: { flags: '--rule-file <file>', says: 'read the body and its rules from a file of its own' },
} as const;
