// The Node that runs the tests must be the one that was started: npm puts node_modules/.bin first in the
// search path, and a package that ships a `node` there silently replaces the Node under test for every
// script.

import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * Says what is wrong with the running Node, or returns undefined.
 * @param {{execPath: string, npmNode?: string | undefined, binFolder?: string}} facts the running binary, the
 *   one that runs npm (npm_node_execpath) when npm started this, and the folder that npm puts first in the
 *   search path
 */
export function wrongNode({ execPath, npmNode, binFolder }) {
  if (binFolder) {
    for (const name of ['node', 'node.exe', 'node.cmd']) {
      const planted = path.join(binFolder, name);
      if (existsSync(planted)) {
        return `${planted} shadows the Node that was started: remove the dependency that installs it`;
      }
    }
  }
  if (npmNode && real(npmNode) !== real(execPath)) {
    return `the tests run on ${execPath}, but npm was started with ${npmNode}`;
  }
  return undefined;
}

function real(file) {
  return existsSync(file) ? realpathSync(file) : path.resolve(file);
}
