#!/usr/bin/env node
/**
 * The entry of the command line. Node 22 and later keep the code they compiled from one start to the next,
 * when asked before anything else is loaded.
 */
import module from 'node:module';

(module as { enableCompileCache?(): unknown }).enableCompileCache?.();
const { start } = await import('./start.ts');
await start();
