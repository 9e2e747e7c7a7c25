/** Placeholder replaced below. */
export async function forecastReport(_dataDir: string | undefined): Promise<unknown> {
  return {};
}
export function forecastLines(_report: unknown): string[] {
  return [];
}
