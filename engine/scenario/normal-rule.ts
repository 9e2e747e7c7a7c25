/**
 * The one form of a decision rule: a list of requirements that must all be met, a quorum and vetoes. The
 * short names of scenario files are presets of it. What an abstention or an absence does is data.
 */
import type { DecisionRuleFile, Treatment } from './rule-schema.ts';

/** One thing that must be so for a vote to carry: enough votes in favour out of those that count. */
export interface Requirement {
  /** What it asks for, in words. */
  readonly what: string;
  /** What is counted: heads, the parties' weights (which sum to 1), or a table. */
  readonly measure: 'heads' | 'weight' | 'table';
  /** The numbers of `weight` and `table`, by party. */
  readonly values?: Float64Array | undefined;
  /** 1 for each party that it counts; absent when it counts all who vote. */
  readonly group?: Uint8Array | undefined;
  /** Whether these are among the votes that the share is of. */
  readonly abstention: Treatment;
  readonly absence: Treatment;
  /** Share of what counts that must be in favour, in [0, 1]. */
  readonly share: number;
  /** Whether more than the share is needed. */
  readonly isStrict: boolean;
  /** Fewest in favour, whatever the share. */
  readonly least: number;
  /** Whether nobody needs to be in favour: consensus asks who objects, not who agrees. */
  readonly isSilent: boolean;
  /** It is met in any case when fewer heads than this are not in favour. */
  readonly waivedBelow: number;
}

/** A group with a veto. */
export interface Veto {
  readonly title: string;
  readonly isMember: Uint8Array;
}

/** A decision rule in its normal form. */
export interface NormalRule {
  /** Name of the preset. */
  readonly rule: DecisionRuleFile['rule'];
  /** Parties that must be present, and the share of those who vote that must be. */
  readonly quorum: number;
  readonly quorumShare: number;
  /** 1 for each party that votes; absent when all states do. */
  readonly voters?: Uint8Array | undefined;
  readonly requirements: readonly Requirement[];
  readonly vetoes: readonly Veto[];
}

/** What rules refer to. */
export interface RuleContext {
  readonly partyCount: number;
  /** Indices of the parties that vote. */
  readonly states: Int32Array;
  /** Voting weights, by party. */
  readonly weight: Float64Array;
  readonly groups: readonly { readonly id: string; readonly title: string; readonly isMember: Uint8Array }[];
  readonly tables: readonly {
    readonly id: string;
    readonly title: string;
    readonly unit: string;
    readonly values: Float64Array;
  }[];
}

type Preset = Omit<Requirement, 'measure' | 'group' | 'values' | 'waivedBelow'>;

const ignored = { abstention: 'ignored', absence: 'ignored' } as const;
const asNo = { abstention: 'counts-as-no', absence: 'counts-as-no' } as const;

/**
 * The plain rules. What abstention and absence do by default: Vienna Convention on the Law of Treaties, art.
 * 9(2), and Rules of Procedure of the General Assembly, rule 86 (those who abstain are not voting); Treaty on
 * the Functioning of the European Union, art. 238 (an abstention is not a vote in favour of a qualified
 * majority; its paragraph 4, by which abstention does not prevent unanimity, is `abstention: ignored`).
 */
const presets: Readonly<Record<string, Preset>> = {
  consensus: {
    what: 'nobody formally objects',
    share: 1,
    isStrict: false,
    least: 0,
    isSilent: true,
    ...ignored,
  },
  unanimity: {
    what: 'everybody is in favour',
    share: 1,
    isStrict: false,
    least: 0,
    isSilent: false,
    ...asNo,
  },
  'simple-majority': {
    what: 'more than half are in favour',
    share: 0.5,
    isStrict: true,
    least: 0,
    isSilent: false,
    ...ignored,
  },
  'two-thirds': {
    what: 'two thirds are in favour',
    share: 2 / 3,
    isStrict: false,
    least: 0,
    isSilent: false,
    ...ignored,
  },
  'three-quarters': {
    what: 'three quarters are in favour',
    share: 0.75,
    isStrict: false,
    least: 0,
    isSilent: false,
    ...ignored,
  },
  'absolute-majority': {
    what: 'more than half of all members are in favour',
    share: 0.5,
    isStrict: true,
    least: 0,
    isSilent: false,
    ...asNo,
  },
};

const percent = (share: number): string => `${Math.round(share * 1e4) / 100} %`;

/** Where a rule looks up a group; a check has seen that it is there. */
function groupOf(context: RuleContext, id: string | undefined) {
  return id === undefined ? undefined : context.groups.find((group) => group.id === id);
}

function measured(context: RuleContext, table: string | undefined) {
  const found = table === undefined ? undefined : context.tables.find((entry) => entry.id === table);
  if (found === undefined) return { measure: 'weight', values: context.weight, name: 'weight' } as const;
  return { measure: 'table', values: found.values, name: found.title } as const;
}

function both(first: Uint8Array | undefined, second: Uint8Array | undefined): Uint8Array | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return first.map((is, party) => is & (second[party] ?? 0));
}

/** The requirements of the rule itself, before chambers. */
function requirementsOf(rule: DecisionRuleFile, context: RuleContext): Requirement[] {
  const group = groupOf(context, rule.voters)?.isMember;
  const plain = presets[rule.rule];
  const treatments = (by: { abstention: Treatment; absence: Treatment }) => ({
    abstention: rule.abstention ?? by.abstention,
    absence: rule.absence ?? by.absence,
  });
  if (plain !== undefined) {
    return [{ ...plain, ...treatments(plain), measure: 'heads', group, waivedBelow: 0 }];
  }
  switch (rule.rule) {
    case 'affirmative-votes':
      return [
        {
          what: `${rule.votes} are in favour`,
          measure: 'heads',
          group,
          ...treatments(ignored),
          share: 0,
          isStrict: false,
          least: rule.votes,
          isSilent: false,
          waivedBelow: 0,
        },
      ];
    case 'weighted-majority': {
      const { name, ...measure } = measured(context, rule.weights);
      const words = rule.orMore ? percent(rule.share) : `more than ${percent(rule.share)}`;
      return [
        {
          what: `${words} of ${name} is in favour`,
          ...measure,
          group,
          ...treatments(ignored),
          share: rule.share,
          isStrict: !rule.orMore,
          least: 0,
          isSilent: false,
          waivedBelow: 0,
        },
      ];
    }
    case 'double-majority': {
      const { name, ...measure } = measured(context, rule.weights);
      const shared = { group, ...treatments(asNo), isStrict: false };
      const unless =
        rule.blockingMinority > 0 ? `, or fewer than ${rule.blockingMinority} are not in favour` : '';
      return [
        {
          what: `${percent(rule.members)} of the members are in favour`,
          measure: 'heads',
          ...shared,
          share: rule.members,
          least: 0,
          isSilent: false,
          waivedBelow: 0,
        },
        {
          what: `${percent(rule.weight)} of ${name} is in favour${unless}`,
          ...measure,
          ...shared,
          share: rule.weight,
          least: 0,
          isSilent: false,
          waivedBelow: rule.blockingMinority,
        },
      ];
    }
    default:
      return [];
  }
}

/** A rule of a scenario file in its normal form. */
export function normalRule(rule: DecisionRuleFile, context: RuleContext): NormalRule {
  const voters = groupOf(context, rule.voters)?.isMember;
  const chambers = rule.chambers.flatMap((chamber): Requirement[] => {
    const preset = presets[chamber.rule];
    const group = groupOf(context, chamber.group);
    if (preset === undefined || group === undefined) return [];
    const what = `${group.title}: ${preset.what}`;
    return [{ ...preset, what, measure: 'heads', group: both(voters, group.isMember), waivedBelow: 0 }];
  });
  return {
    rule: rule.rule,
    quorum: rule.quorum,
    quorumShare: rule.quorumShare,
    voters,
    requirements: [...requirementsOf(rule, context), ...chambers],
    vetoes: rule.vetoes.flatMap((id) => {
      const group = groupOf(context, id);
      if (group === undefined) return [];
      return [{ title: group.title, isMember: both(voters, group.isMember) ?? group.isMember }];
    }),
  };
}

/** A rule of the plain names for a body without groups and tables: `plainRule('two-thirds')`. */
export function plainRule(rule: Exclude<DecisionRuleFile['rule'], 'affirmative-votes'>): NormalRule {
  const none = { partyCount: 0, states: new Int32Array(0), weight: new Float64Array(0) };
  const bare = { rule, quorum: 0, quorumShare: 0, vetoes: [], chambers: [] };
  return normalRule(bare as unknown as DecisionRuleFile, { ...none, groups: [], tables: [] });
}

/** How many of these parties vote under a rule, or are in one of its requirements. */
export function headsIn(states: Int32Array, group: Uint8Array | undefined): number {
  if (group === undefined) return states.length;
  let heads = 0;
  for (const party of states) heads += group[party] ?? 0;
  return heads;
}

/**
 * What keeps even a body that is all in favour from carrying a vote: the first requirement it cannot meet.
 */
export function unreachable(rule: NormalRule, states: Int32Array): Requirement | undefined {
  return rule.requirements.find((requirement) => {
    const heads = headsIn(states, requirement.group);
    if (heads === 0 || heads < requirement.least) return true;
    if (heads < requirement.waivedBelow) return false;
    if (requirement.isStrict && requirement.share >= 1) return true;
    const { measure, values, group } = requirement;
    if (measure === 'heads' || values === undefined) return false;
    return states.every((party) => (group?.[party] ?? 1) === 0 || (values[party] ?? 0) <= 0);
  });
}
