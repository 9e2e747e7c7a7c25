/** Questions to the worker that change while a run goes on: the latest answer stays in sight. */
import type { TaskName, TaskResult, WorkerTasks } from '../workers/messages.ts';
import { askWorker } from './replay.ts';

/** A question is asked when it has not changed for so long, in milliseconds. */
const calmMs = 200;

/** The latest answer to a question. To be made while a component is set up, and gone with it. */
export class Latest<Task extends TaskName> {
  /** Undefined until the first answer, and where there is no question. */
  result = $state.raw<TaskResult<Task> | undefined>();

  /**
   * @param key names what the question depends on; empty where there is none to ask
   * @param asks makes the question; undefined when it cannot be made after all
   */
  constructor(task: Task, key: () => string, asks: () => WorkerTasks[Task]['asks'] | undefined) {
    $effect(() => {
      if (key() === '') {
        this.result = undefined;
        return undefined;
      }
      let isStale = false;
      const timer = setTimeout(async () => {
        const question = asks();
        if (question === undefined) return;
        const answer = await askWorker(task, question);
        if (!isStale) this.result = answer;
      }, calmMs);
      return () => {
        isStale = true;
        clearTimeout(timer);
      };
    });
  }
}
