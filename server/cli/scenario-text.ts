/** A scenario document as YAML text. It stands apart so that only commands that write one load the writer. */
import { stringify } from 'yaml';

/** The document as YAML, after comment lines that say where it comes from. */
export function scenarioText(document: unknown, head: readonly string[]): string {
  const comments = head.map((line) => `# ${line}\n`).join('');
  return `${comments}${stringify(document, { lineWidth: 110, aliasDuplicateObjects: false })}`;
}
