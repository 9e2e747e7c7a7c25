/** The command line on this process’s streams, with one exit code at the end. */
import { CliError } from './exit.ts';
import { systemReason } from './files.ts';
import { formatError, runCli } from './program.ts';
import { processTerminal } from './terminal.ts';

/** A reader that has seen enough (`| head`) is no error; a full disk behind a redirection is one. */
function guardStream(stream: NodeJS.WriteStream, name: string): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    const failure = new CliError('file-unwritable', `${name} cannot be written: ${systemReason(error)}`);
    if (name !== 'standard error')
      process.stderr.write(formatError(failure.code, failure.message, failure.hint));
    process.exit(failure.exit);
  });
}

/** Does what the command line of this process asks for. */
export async function start(): Promise<void> {
  guardStream(process.stdout, 'standard output');
  guardStream(process.stderr, 'standard error');
  process.exitCode = await runCli(process.argv.slice(2), processTerminal());
}
