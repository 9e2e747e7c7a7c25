/** `plenary worker`: plays pieces of batches that come through a queue on Redis. */
import { readWorkers } from '../batch-options.ts';
import { type CommandSpec, flag, type Invocation, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { clean } from '../text.ts';

async function worker(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const url = textOption(invocation, 'redis');
  if (url === undefined) {
    throw new CliError('usage', 'a worker needs the address of Redis or Valkey', {
      hint: 'plenary worker --redis redis://HOST:6379',
    });
  }
  const threads = readWorkers(invocation);
  const isQuiet = flag(invocation, 'quiet');
  let stoppedBy: string | undefined;
  let stops = 0;
  const release = terminal.onStop((signal) => {
    stoppedBy = signal;
    stops++;
  });
  let toldMs = terminal.now();
  const say = (line: string) => {
    if (!isQuiet) terminal.err(`${clean(line)}\n`);
  };
  try {
    const { serveQueue } = await import('../../queue/worker.ts');
    const runs = await serveQueue({
      url,
      threads,
      stops: () => stops,
      played: (count) => {
        if (terminal.now() - toldMs < 5000) return;
        toldMs = terminal.now();
        say(`${count} runs played`);
      },
      ready: () => {
        const count = `${threads} thread${threads === 1 ? '' : 's'}`;
        say(`${count} ready; Ctrl-C ends after the pieces that were begun`);
      },
      say,
    });
    say(`stopped by ${stoppedBy}: ${runs} runs played`);
    return 0;
  } finally {
    release();
  }
}

/** The command. */
export const workerCommand: CommandSpec = {
  name: 'worker',
  summary: 'play pieces of batches that come through Redis',
  about:
    'Fetches pieces of work from a queue on Redis or Valkey, plays them in threads and returns the ' +
    'results to ' +
    'the batch that was started with plenary batch --redis. Workers may come late, die and start ' +
    'again at any ' +
    'time: what one left is played by another, and a piece that is played twice must give the same ' +
    'results. ' +
    'A worker of another version says so and plays nothing. Ctrl-C finishes what was begun; a ' +
    'second one leaves it to other workers.',
  arguments: [],
  options: [
    { flags: '--redis <url>', says: 'the address: redis://HOST:PORT, or rediss:// with encryption' },
    { flags: '--workers <n>', says: 'threads that play at once; by default one a core' },
    { flags: '--quiet', says: 'say nothing' },
  ],
  examples: [
    { line: 'plenary worker --redis redis://127.0.0.1:6379', says: 'on as many machines as there are' },
    {
      line: 'plenary batch aid-window --redis redis://127.0.0.1:6379 --out results/aid',
      says: 'then the batch, from one of them',
    },
  ],
  run: worker,
};
