/** A tiny scenario for each protocol: `protocols/<id>.yaml`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { builtIn, loadScenario, type Override, type Registry, type Scenario } from '../../engine/index.ts';

const folder = path.resolve(import.meta.dirname, 'protocols');

/** Ids of the protocols that have a tiny scenario, in order. */
export const protocolFiles = (): string[] =>
  readdirSync(folder)
    .map((file) => path.basename(file, '.yaml'))
    .sort();

/** Loads the tiny scenario of a protocol. */
export async function tinyScenario(
  protocol: string,
  overrides: readonly Override[] = [],
  registry: Registry = builtIn,
): Promise<Scenario> {
  const file = path.join(folder, `${protocol}.yaml`);
  if (!existsSync(file))
    throw new Error(`the protocol ${protocol} needs test/conformance/protocols/${protocol}.yaml`);
  const loaded = await loadScenario(readFileSync(file, 'utf8'), { overrides, registry });
  if (!loaded.ok) throw new Error(`${protocol}: ${JSON.stringify(loaded.problems)}`);
  if (!loaded.value.phases.some((phase) => phase.protocol.id === protocol))
    throw new Error(`${file} has no phase with the protocol ${protocol}`);
  return loaded.value;
}

/** The tiny scenario of a protocol in which every seat, the chair included, plays one strategy. */
export async function everySeatPlays(
  protocol: string,
  strategy: string,
  registry: Registry = builtIn,
): Promise<Scenario> {
  const bare = await tinyScenario(protocol, [], registry);
  const overrides = bare.partyIds.map((id) => ({ path: `parties.${id}.strategy`, value: { use: strategy } }));
  return tinyScenario(protocol, overrides, registry);
}
