/**
 * Share of a party’s attention that an issue of this rank gets: 2·(K − r)/(K·(K + 1)) for rank r (0 first) of
 * K issues, so that one party’s shares sum to 1 (Borda weights, scaled).
 */
export function rankShare(rank: number, issues: number): number {
  return (2 * (issues - rank)) / (issues * (issues + 1));
}
