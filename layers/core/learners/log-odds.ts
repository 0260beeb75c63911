/** 1 ÷ (1 + e^−logOdds); 0 and 1 at −∞ and +∞. */
export function probabilityOf(logOdds: number): number {
  if (logOdds >= 0) return 1 / (1 + Math.exp(-logOdds));
  const odds = Math.exp(logOdds);
  return odds / (1 + odds);
}

/** ln(p ÷ (1 − p)); −∞ and +∞ at 0 and 1. */
export function logOddsOf(probability: number): number {
  return Math.log(probability / (1 - probability));
}

/** The log-loss of one prediction, ln(1 + e^−logOdds) for a positive, ln(1 + e^logOdds) for a negative one. */
export function logLossOfLogOdds(logOdds: number, label: number): number {
  const against = label === 1 ? -logOdds : logOdds;
  return against > 0 ? against + Math.log1p(Math.exp(-against)) : Math.log1p(Math.exp(against));
}
