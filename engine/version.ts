/** Version of the engine's code, as in package.json; a test holds the two equal. Recorded, never hashed. */
export const engineVersion = '0.1.0';

/**
 * Version of the rules: an integer, raised with a changelog line whenever any digest of the corpus changes.
 * Two records of equal `rulesVersion` must replay to equal digests on any machine.
 */
export const rulesVersion = 4;
