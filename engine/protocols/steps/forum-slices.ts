/** What groups that meet apart keep: who holds which issue, and what is known behind closed doors only. */
import { limits } from '../../limits.ts';
import type { SliceSpec } from '../../run/slices.ts';

/** Declarations of the slices of forums. */
export const forumSlices: readonly SliceSpec[] = [
  {
    name: 'forum.holder',
    type: 'i32',
    per: 'issue',
    fill: -1,
    visible: 'public',
    doc: 'group that an issue is with, −1 for the plenary',
  },
  {
    name: 'forum.inside',
    type: 'i32',
    per: 'party-issue',
    visible: 'public',
    doc: '1 for parties that sit where the issue is worked on',
  },
  {
    name: 'forum.admits',
    type: 'i32',
    per: 'run',
    size: limits.groupsPerPhase,
    fill: -1,
    visible: 'public',
    doc: '1 when observers sit in a group of the phase, 0 when not, −1 before it has decided',
  },
  {
    name: 'forum.text',
    type: 'i32',
    per: 'party-issue',
    fill: -1,
    visible: 'own',
    doc: 'option in the draft of a closed group, for those inside; −1 where the public text counts',
  },
  {
    name: 'forum.draft',
    type: 'i32',
    per: 'issue',
    fill: -1,
    visible: 'hidden',
    doc: 'option in the draft of a closed group',
  },
  {
    name: 'forum.agreed',
    type: 'i32',
    per: 'issue',
    visible: 'hidden',
    doc: '1 when a closed group has agreed',
  },
  {
    name: 'forum.support',
    type: 'i32',
    per: 'party-issue',
    fill: -1,
    visible: 'group',
    doc: 'option supported behind closed doors',
  },
  {
    name: 'forum.objection',
    type: 'i32',
    per: 'party-issue',
    visible: 'group',
    doc: '1 when objected to behind closed doors',
  },
];
