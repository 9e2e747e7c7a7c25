/** Statecharts: the states and transitions of each machine, read from the machine itself. */
import type { AnyStateNode } from 'xstate';
import { charts } from '../../../engine/agents/index.ts';
import { type Block, heading, type PageSource, paragraph, tableBlock } from '../blocks.ts';

const titles: Readonly<Record<keyof typeof charts, string>> = {
  state: 'A state',
  observer: 'A party without a vote',
  chair: 'The chair',
  agreement: 'The agreement',
  meeting: 'A meeting of the assembly',
};

function pathOf(node: AnyStateNode): string {
  return node.path.join('.');
}

function nodesBelow(node: AnyStateNode): AnyStateNode[] {
  return Object.values(node.states as Record<string, AnyStateNode>).flatMap((child) => [
    child,
    ...nodesBelow(child),
  ]);
}

function nameOf(part: unknown): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return part;
  return (part as { type?: string }).type ?? 'named in code';
}

function stateRows(root: AnyStateNode): string[][] {
  return nodesBelow(root).map((node) => {
    const kind =
      node.type === 'parallel' ? 'parallel' : node.type === 'compound' ? 'has states below' : node.type;
    const isInitial = node.parent?.initial?.target.includes(node) === true;
    const isRegion = node.parent?.type === 'parallel';
    return [pathOf(node), isRegion ? `region, ${kind}` : kind, isInitial ? 'initial' : ''];
  });
}

function transitionRows(root: AnyStateNode): string[][] {
  return nodesBelow(root).flatMap((node) =>
    [...node.transitions.values()]
      .flat()
      .map((transition) => [
        pathOf(node),
        transition.eventType,
        (transition.target ?? [node]).map(pathOf).join(', '),
        nameOf(transition.guard),
        transition.actions.map(nameOf).join(', '),
      ]),
  );
}

function blocks(): Block[] {
  const stateColumns = [{ title: 'state', isCode: true }, { title: 'kind' }, { title: 'start' }] as const;
  const transitionColumns = [
    { title: 'from', isCode: true },
    { title: 'event', isCode: true },
    { title: 'to', isCode: true },
    { title: 'if', isCode: true },
    { title: 'does', isCode: true },
  ] as const;
  return [
    paragraph(
      'Parties, the chair and the agreement are xstate machines with parallel regions: a party is in ' +
        'one state of each region at once. The engine compiles them to tables; these lists are read from ' +
        'the machines that it compiles. Transitions of one state and event are tried from the top.',
    ),
    ...(Object.keys(charts) as (keyof typeof charts)[]).flatMap((name) => {
      const { machine } = charts[name];
      return [
        heading(titles[name], 2, name),
        tableBlock(`States of the machine ${name}`, stateColumns, stateRows(machine.root)),
        tableBlock(`Transitions of the machine ${name}`, transitionColumns, transitionRows(machine.root)),
      ];
    }),
  ];
}

/** The page of statecharts. */
export const statechartsPage: PageSource = {
  path: 'statecharts',
  title: 'Statecharts',
  summary: 'The states a party, the chair and the agreement can be in, and what moves them.',
  blocks,
};
